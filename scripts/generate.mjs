// Writes what follows from declarations: the list of rules, their pages, the checklists as data, the JSON Schemas, the
// sample report, the report of the API.
// CI runs it and fails when anything changes.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import { build } from "esbuild";
import yaml from "js-yaml";
import prettier from "prettier";
import { createGenerator } from "ts-json-schema-generator";
import { apiReport } from "./api-report.mjs";

const root = path.resolve(import.meta.dirname, "..");
const rulesFolder = path.join(root, "packages/rules");
const banner = "// Written by scripts/generate.mjs; do not edit.\n";

async function write(file, text) {
  const options = await prettier.resolveConfig(file);
  const formatted = /\.(ts|json)$/.test(file) ? await prettier.format(text, { ...options, filepath: file }) : text;
  const target = path.join(root, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  if (!fs.existsSync(target) || fs.readFileSync(target, "utf8") !== formatted) fs.writeFileSync(target, formatted);
}

const camel = (id) => id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

const schema = (file, type, id) => {
  const generator = createGenerator({
    path: path.join(root, file),
    tsconfig: path.join(root, path.dirname(file).replace(/\/src.*$/, ""), "tsconfig.json"),
    type,
    skipTypeCheck: true,
    additionalProperties: false,
    sortProps: true,
  });
  return { $id: `https://assay.dev/schema/${id}.json`, ...generator.createSchema(type) };
};

const schemas = [
  ["packages/analyzer/src/graph/document.ts", "GraphDocument", "analyzer", "graph-1"],
  ["packages/analyzer/src/inventory/inventory.ts", "InventoryDocument", "analyzer", "inventory-1"],
  ["packages/rules/src/assessment.ts", "Assessment", "rules", "assessment-1"],
  ["packages/rules/src/diff/change-set.ts", "ChangeSet", "rules", "diff-1"],
  ["packages/rules/src/pack.ts", "Pack", "rules", "pack-1"],
  ["packages/rules/src/answers/evidence-file.ts", "EvidenceFile", "rules", "evidence-1"],
  ["packages/cli/src/configuration.ts", "Configuration", "cli", "config-1"],
  ["packages/cli/src/baseline.ts", "Baseline", "cli", "baseline-1"],
];
const made = new Map();
for (const [file, type, home, id] of schemas) {
  made.set(id, schema(file, type, id));
  await write(`packages/${home}/schema/${id}.json`, JSON.stringify(made.get(id), null, 2));
}

await write(
  "packages/cli/src/configuration-schema.generated.ts",
  `${banner}
/** The JSON Schema of the configuration file, as shipped in schema/config-1.json. */
export const configurationSchema = ${JSON.stringify(made.get("config-1"), null, 2)};
`,
);

await write(
  "packages/rules/src/schemas.generated.ts",
  `${banner}
/** The JSON Schema of a checklist pack, as shipped in schema/pack-1.json. */
export const packSchema = ${JSON.stringify(made.get("pack-1"), null, 2)};

/** The JSON Schema of evidence.yaml, as shipped in schema/evidence-1.json. */
export const evidenceSchema = ${JSON.stringify(made.get("evidence-1"), null, 2)};

/** The JSON Schema of an assessment, as shipped in schema/assessment-1.json. */
export const assessmentSchema = ${JSON.stringify(made.get("assessment-1"), null, 2)};
`,
);

const ruleIds = fs
  .readdirSync(path.join(rulesFolder, "src/rules"))
  .map((file) => file.replace(/\.ts$/, ""))
  .sort();
await write(
  "packages/rules/src/rules.generated.ts",
  `${banner}import type { Rule } from "./rule.js";
${ruleIds.map((id) => `import { ${camel(id)} } from "./rules/${id}.js";`).join("\n")}

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [${ruleIds.map(camel).join(", ")}];
`,
);

const validate = new Ajv({ allErrors: true, strict: false }).compile(made.get("pack-1"));
const packs = [];
for (const file of fs.readdirSync(path.join(rulesFolder, "packs")).sort()) {
  const pack = yaml.load(fs.readFileSync(path.join(rulesFolder, "packs", file), "utf8"), { schema: yaml.CORE_SCHEMA });
  if (!validate(pack)) throw new Error(`packs/${file}: ${JSON.stringify(validate.errors, null, 2)}`);
  for (const { id, rules = [] } of pack.criteria) {
    for (const rule of rules)
      if (!ruleIds.includes(rule)) throw new Error(`packs/${file}: ${id} names the rule ${rule}, which does not exist`);
  }
  packs.push(pack);
}
await write(
  "packages/rules/src/packs.generated.ts",
  `${banner}import type { Pack } from "./pack.js";

/** The checklists that Assay knows, from packages/rules/packs. */
export const packs: readonly Pack[] = ${JSON.stringify(packs, null, 2)};
`,
);

// The pages show what the rules print, so the rules have to run.
const bundle = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "assay-generate-")), "rules.mjs");
await build({
  entryPoints: [path.join(rulesFolder, "src/index.ts")],
  outfile: bundle,
  bundle: true,
  format: "esm",
  platform: "node",
  conditions: ["@assay/source"],
  external: ["typescript"],
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "warning",
});
const { measures, rules, rulePage } = await import(pathToFileURL(bundle).href);
const pages = path.join(root, "docs/rules");
for (const file of fs.existsSync(pages) ? fs.readdirSync(pages) : []) {
  if (!["README.md", "coverage.md"].includes(file) && !ruleIds.includes(file.replace(/\.md$/, "")))
    fs.rmSync(path.join(pages, file));
}
for (const rule of rules) await write(`docs/rules/${rule.id}.md`, await rulePage(rule));
const rows = rules.map(({ id, title, topic, severity }) => `| [${id}](${id}.md) | ${topic} | ${severity} | ${title} |`);
await write(
  "docs/rules/README.md",
  `# Rules\n\n| rule | topic | severity | what it finds |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`,
);

const checks = yaml.load(fs.readFileSync(path.join(rulesFolder, "coverage.yaml"), "utf8"));
for (const { id, covers } of rules)
  for (const row of covers)
    if (!checks.some((check) => check.id === row)) throw new Error(`${id} covers ${row}, which coverage.yaml lacks`);
const coverage = checks.map(({ id, check, outside }) => {
  const by = rules.filter(({ covers }) => covers.includes(id)).map((rule) => `[${rule.id}](${rule.id}.md)`);
  return `| ${id} | ${check.replaceAll("|", "\\|")} | ${by.join(", ") || outside || "no rule yet"} |`;
});
await write(
  "docs/rules/coverage.md",
  `# What other tools check, and what answers it here\n\nB rows are checks that no other tool has.\n\n| row | check | answer |\n| --- | --- | --- |\n${coverage.join("\n")}\n`,
);
const guide = "docs/checklist-packs.md";
const [before] = fs.readFileSync(path.join(root, guide), "utf8").split("## Measures");
const measured = [...measures.values()].map(({ id, counts }) => `| \`${id}\` | ${counts} |`).sort();
const guideText = `${before}## Measures\n\n| measure | counts |\n| --- | --- |\n${measured.join("\n")}\n`;
const style = await prettier.resolveConfig(path.join(root, guide));
await write(guide, await prettier.format(guideText, { ...style, parser: "markdown" }));
fs.rmSync(path.dirname(bundle), { recursive: true });

// The sample of docs/sample: a report of fixtures/orders with answers, from a copy outside of any git repository and as of
// a fixed day, so that it is the same in every clone.
const sample = path.join(root, "docs/sample");
const cache = path.join(root, "node_modules/.cache/assay-generate");
const copy = fs.mkdtempSync(path.join(os.tmpdir(), "assay-sample-"));
fs.rmSync(cache, { recursive: true, force: true });
await build({
  entryPoints: [path.join(root, "packages/cli/src/index.ts")],
  outdir: cache,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  conditions: ["@assay/source"],
  external: ["typescript"],
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "warning",
});
fs.cpSync(path.join(root, "fixtures/orders"), copy, { recursive: true });
fs.copyFileSync(path.join(sample, "evidence.yaml"), path.join(copy, "evidence.yaml"));
const runCli = `import { run } from ${JSON.stringify(pathToFileURL(path.join(cache, "index.mjs")).href)}; process.exitCode = await run(process.argv.slice(1));`;
const sampled = (...args) => {
  execFileSync(process.execPath, ["--input-type=module", "-e", runCli, "--", ...args], {
    cwd: copy,
    env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: "1769904000" },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
};
const pieces = path.join(copy, ".sample");
sampled("report", ".", "-o", path.join(pieces, "report.md"));
sampled("report", ".", "-f", "html", "-o", path.join(pieces, "report.html"));
sampled("diagram", ".", "-o", path.join(pieces, "diagram.svg"));
for (const file of fs.readdirSync(sample)) {
  if (/^(report|diagram)/.test(file) && !fs.existsSync(path.join(pieces, file))) fs.rmSync(path.join(sample, file));
}
for (const file of fs.readdirSync(pieces))
  await write(`docs/sample/${file}`, fs.readFileSync(path.join(pieces, file), "utf8"));
fs.rmSync(copy, { recursive: true });
fs.rmSync(cache, { recursive: true });

// The surface of the packages, from declarations that are up to date with what was written above.
execFileSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "--build"], {
  cwd: root,
  stdio: "inherit",
});
for (const name of ["analyzer", "rules"]) {
  const file = `docs/api/${name}.md`;
  const report = apiReport(`@assay/${name}`, path.join(root, "packages", name));
  await write(file, await prettier.format(report, { ...style, parser: "markdown" }));
}
