// The import law of docs/architecture.md. Each rule says why, to whoever breaks it.
const analyzer = "^packages/analyzer/src";
const layer = (name, mayUse, comment) => ({
  name: `analyzer-${name}`,
  comment,
  severity: "error",
  from: { path: `${analyzer}/${name}/` },
  to: { path: `${analyzer}/`, pathNot: [name, ...mayUse].map((folder) => `${analyzer}/${folder}/`) },
});

export default {
  forbidden: [
    {
      name: "no-circular",
      comment: "Data flows in one direction; a cycle hides which way.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "not-to-unresolvable",
      comment: "A mistyped import escapes every other law.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "analyzer-knows-no-opinion",
      comment: "The analyser yields facts; rules and words come after it.",
      severity: "error",
      from: { path: analyzer },
      to: { path: "^packages/(rules|cli|mcp)/" },
    },
    {
      name: "rules-know-no-terminal",
      comment: "Rules turn a graph into findings; printing is the CLI's.",
      severity: "error",
      from: { path: "^packages/rules/src" },
      to: { path: "^packages/(cli|mcp)/" },
    },
    {
      name: "cli-knows-no-server",
      comment: "The MCP server builds on the command line, not the other way round.",
      severity: "error",
      from: { path: "^packages/cli/src" },
      to: { path: "^packages/mcp/" },
    },
    {
      name: "public-surface-only",
      comment: "Packages meet at src/index.ts, so that the inside can change.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src" },
      to: { path: "^packages/[^/]+/src/", pathNot: ["^packages/$1/", "^packages/[^/]+/src/index\\.ts$"] },
    },
    {
      name: "files-only-in-disk-repository",
      comment:
        "Everything is read through a Repository, so that git trees and memory work alike. Hashing only computes.",
      severity: "error",
      from: { path: "^packages/(analyzer|rules)/src", pathNot: "disk-repository\\.ts$" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "one-yaml-parser",
      comment: "Positions are right in one place only.",
      severity: "error",
      from: { path: "^packages/(analyzer|rules)/src", pathNot: "src/parse/parse\\.ts$" },
      to: { path: "node_modules/(js-yaml|yaml-cfn)/" },
    },
    {
      name: "nothing-imports-tests",
      comment: "Tests may import anything; nothing imports them.",
      severity: "error",
      from: { pathNot: "/test/" },
      to: { path: "/test/" },
    },
    layer("source", [], "Texts and places know nothing of what is in them."),
    layer("parse", ["source"], "Parsing knows syntax, not CloudFormation."),
    layer("artifacts", ["parse", "source"], "Files beside the templates are read for what they say, nothing more."),
    layer("lower", ["parse", "source", "data"], "Front ends turn nodes into nodes; the graph comes later."),
    layer("discover", ["lower", "parse", "source"], "Discovery chooses front ends and runs none."),
    layer("evaluate", ["lower", "parse", "source"], "Evaluation reads templates; it knows no resource types."),
    layer("graph", ["evaluate", "lower", "parse", "source", "data"], "The graph is built from evaluated templates."),
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/|/fixtures/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      conditionNames: ["@assay/source", "import", "require", "node", "default", "types"],
      exportsFields: ["exports"],
    },
  },
};
