import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathsAfterExpansion } from "../../../src/lower/cdk/constructs.js";
import { draft, generatedFrom, withEntries } from "../../../src/lower/draft.js";
import { at, toJson } from "../../../src/parse/node.js";
import { parse } from "../../../src/parse/parse.js";
import { assembly, lower, place, queue, templateAt } from "./assembly-files.js";

const template = { Resources: { Q: queue("App/Q/Resource") } };
const stack = (properties: object, more: object = {}) => ({
  type: "aws:cloudformation:stack",
  environment: "aws://unknown-account/unknown-region",
  properties,
  ...more,
});
const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

describe("stacks", () => {
  test("keep the template as it is", async () => {
    const { project, problems } = await lower(assembly(template));
    expect(project).toMatchObject({ framework: "cdk", entry: "cdk.out/manifest.json" });
    expect(project.templates.map(({ path }) => path)).toEqual(["cdk.out/App.template.json"]);
    expect(toJson(project.templates[0]!.root)).toEqual(template);
    expect(problems).toEqual([]);
  });

  test("have the account, region and name of their manifest", async () => {
    const artifacts = {
      A: stack({ templateFile: "A.json", stackName: "shop-prod" }, { environment: "aws://111122223333/eu-west-1" }),
      B: stack({ templateFile: "B.json" }),
      C: stack({ templateFile: "C.json" }, { environment: "nonsense" }),
    };
    const files = { "cdk.out/A.json": "{}", "cdk.out/B.json": "{}", "cdk.out/C.json": "{}" };
    const { project } = await lower(assembly({}, { manifest: { version: "36.0.0", artifacts }, files }));
    expect(project.templates.map(({ environment }) => environment)).toEqual([
      { accountId: "111122223333", region: "eu-west-1", stackName: "shop-prod" },
      { accountId: undefined, region: undefined, stackName: "B" },
      { accountId: undefined, region: undefined, stackName: "C" },
    ]);
  });

  test("of nested assemblies are found, with assets of the outer one", async () => {
    const nestedStack = {
      Type: "AWS::CloudFormation::Stack",
      Metadata: { "aws:cdk:path": "Stage/App/N.NestedStack/N.NestedStackResource", "aws:asset:path": "../shared.json" },
    };
    const manifest = {
      version: "21.0.0",
      artifacts: { stage: { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Stage" } } },
    };
    const inner = {
      version: "21.0.0",
      artifacts: { App: stack({ templateFile: "App.template.json" }, { displayName: "Stage/App" }) },
    };
    const { project, problems } = await lower(
      assembly(
        {},
        {
          manifest,
          files: {
            "cdk.out/assembly-Stage/manifest.json": JSON.stringify(inner),
            "cdk.out/assembly-Stage/App.template.json": JSON.stringify({ Resources: { N: nestedStack } }),
            "cdk.out/shared.json": JSON.stringify({ Resources: { Q: queue("Stage/App/N/Q/Resource") } }),
          },
        },
      ),
    );
    expect(problems).toEqual([]);
    const [parent, child] = project.templates;
    expect(parent?.nested?.get("N")).toBe("cdk.out/shared.json");
    expect(child?.path).toBe("cdk.out/shared.json");
    expect(child?.constructs?.get("Q")?.authoredPath).toBe("Stage/App/N/Q");
  });

  test("resources point at their construct, with the template as cause", async () => {
    const { project } = await lower(assembly(template));
    const resource = templateAt(project, "App.template.json").root;
    const node = resource.entries.get("Resources");
    const q = node?.kind === "mapping" ? node.entries.get("Q") : undefined;
    expect(q?.origin).toMatchObject({ why: "construct", by: "App/Q/Resource", cause: { why: "authored" } });
    expect(place(q!.origin.cause!.span)).toBe("cdk.out/App.template.json:3");
  });
});

describe("construct paths", () => {
  const plain = { Resources: { Q: { Type: "AWS::SQS::Queue" } } };
  test.each([
    ["the metadata of the stack", { metadata: { "/App/Q/Resource": [{ type: "aws:cdk:logicalId", data: "Q" }] } }],
    [
      "the tree",
      {
        manifest: {
          version: "48.0.0",
          artifacts: {
            App: stack({ templateFile: "App.template.json" }),
            Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
          },
        },
        files: {
          "cdk.out/tree.json": JSON.stringify({
            version: "tree-0.1",
            tree: {
              id: "App",
              path: "",
              children: { r: { path: "App/Q/Resource", attributes: { "aws:cdk:cloudformation:logicalId": "Q" } } },
            },
          }),
        },
      },
    ],
  ])("are taken from %s", async (_, options) => {
    const { project } = await lower(assembly(plain, options));
    expect(project.templates[0]?.constructs?.get("Q")?.path).toBe("App/Q/Resource");
  });

  test("one logical id in a stack and in a stack nested in it means two constructs", async () => {
    const nested = { Type: "AWS::CloudFormation::Stack", Metadata: { "aws:asset:path": "n.json" } };
    const metadata = {
      "/App/N/Q/Resource": [{ type: "aws:cdk:logicalId", data: "Q" }],
      "/App/Q/Resource": [{ type: "aws:cdk:logicalId", data: "Q" }],
      "/App/N.NestedStack/N.NestedStackResource": [{ type: "aws:cdk:logicalId", data: "N" }],
    };
    const { project } = await lower(
      assembly(
        { Resources: { ...plain.Resources, N: nested } },
        { metadata, files: { "cdk.out/n.json": JSON.stringify(plain) } },
      ),
    );
    expect(project.templates.map((t) => t.constructs?.get("Q")?.path)).toEqual(["App/Q/Resource", "App/N/Q/Resource"]);
  });

  test("that occur twice are reported, and both resources kept", async () => {
    const { project, problems } = await lower(
      assembly({ Resources: { A: queue("App/Q/Resource"), B: queue("App/Q/Resource") } }),
    );
    expect(codes(problems)).toEqual(["construct-path-duplicate"]);
    expect(place(problems[0]!.span)).toBe("cdk.out/App.template.json:9");
    expect([...(project.templates[0]?.constructs?.keys() ?? [])]).toEqual(["A", "B"]);
  });

  test("that the tree does not know are reported once, and the template is believed", async () => {
    const manifest = {
      version: "48.0.0",
      artifacts: {
        App: stack({ templateFile: "App.template.json" }),
        Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
      },
    };
    const tree = { version: "tree-0.1", tree: { path: "", children: { x: { path: "Other" } } } };
    const { project, problems } = await lower(
      assembly(
        { Resources: { A: queue("App/A/Resource"), B: queue("App/B/Resource") } },
        {
          manifest,
          files: { "cdk.out/tree.json": JSON.stringify(tree) },
        },
      ),
    );
    expect(problems.map(({ message }) => message)).toEqual([
      "The construct tree does not know 2 resources of the templates, among them A.",
    ]);
    expect(project.templates[0]?.constructs?.get("A")?.path).toBe("App/A/Resource");
  });

  test("the nearest construct of the author comes from the classes in the tree", async () => {
    const node = (path: string, fqn: string, ...children: object[]) => ({
      path,
      constructInfo: { fqn },
      children: Object.fromEntries(children.map((child, i) => [i, child])),
    });
    const tree = node(
      "",
      "aws-cdk-lib.App",
      node(
        "App",
        "aws-cdk-lib.Stack",
        node(
          "App/Group",
          "constructs.Construct",
          node(
            "App/Group/Fn",
            "aws-cdk-lib.aws_lambda.Function",
            node(
              "App/Group/Fn/ServiceRole",
              "aws-cdk-lib.aws_iam.Role",
              node("App/Group/Fn/ServiceRole/Resource", "aws-cdk-lib.aws_iam.CfnRole"),
            ),
          ),
        ),
      ),
    );
    const manifest = {
      version: "48.0.0",
      artifacts: {
        App: stack({ templateFile: "App.template.json" }),
        Tree: { type: "cdk:tree", properties: { file: "trees/main.json" } },
      },
    };
    const main = {
      version: "tree-0.1",
      tree: { path: "", children: { a: { path: "App", fileName: "trees-1.json", treeId: "t0" } } },
    };
    const forest = { version: "forest-0.1", forest: { t0: (tree.children as Record<string, unknown>)["0"] } };
    const { project, problems } = await lower(
      assembly(
        {
          Resources: {
            R: { Type: "AWS::IAM::Role", Metadata: { "aws:cdk:path": "App/Group/Fn/ServiceRole/Resource" } },
          },
        },
        {
          manifest,
          files: { "cdk.out/trees/main.json": JSON.stringify(main), "cdk.out/trees-1.json": JSON.stringify(forest) },
        },
      ),
    );
    expect(problems).toEqual([]);
    expect(project.templates[0]?.constructs?.get("R")?.authoredPath).toBe("App/Group/Fn");
  });
});

test("what the SAM expansion generates has the path of the resource that it is generated from", () => {
  const file = {
    path: "t.json",
    text: JSON.stringify({ Resources: { F: { Type: "AWS::Serverless::Function", Events: {} } } }),
  };
  const { root } = parse(file);
  if (root?.kind !== "mapping") throw new Error("no mapping");
  const event = at(root, "Resources", "F", "Events");
  const generated = generatedFrom(event!.origin, "SAM event");
  const resources = draft(
    { F: at(root, "Resources", "F"), FEvent: draft({ Type: "AWS::Events::Rule" }, generated) },
    root.origin,
  );
  const expanded = withEntries(root, { Resources: resources });
  expect(pathsAfterExpansion(expanded, root, new Map([["F", "App/F"]]))).toEqual(
    new Map([
      ["F", "App/F"],
      ["FEvent", "App/F"],
    ]),
  );
});

describe("nested stacks", () => {
  const url = (key: string) => ({ "Fn::Join": ["", ["https://s3.", { Ref: "AWS::URLSuffix" }, `/assets/${key}`]] });
  const nested = (properties: object, metadata: object = {}) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: properties,
    Metadata: { "aws:cdk:path": "App/N.NestedStack/N.NestedStackResource", ...metadata },
  });
  const child = { "cdk.out/n.nested.template.json": JSON.stringify({ Resources: {} }) };

  test.each([
    ["the asset path", nested({}, { "aws:asset:path": "n.nested.template.json" }), {}, {}],
    ["the metadata", nested({}), { "/App/N": [{ type: "aws:cdk:templateFile", data: "n.nested.template.json" }] }, {}],
    [
      "a legacy asset's parameters",
      nested({ TemplateURL: { "Fn::Join": ["", [{ Ref: "AssetParametersXS3Bucket" }]] } }),
      {
        "/App": [
          {
            type: "aws:cdk:asset",
            data: { path: "n.nested.template.json", s3BucketParameter: "AssetParametersXS3Bucket" },
          },
        ],
      },
      {},
    ],
  ])("are joined through %s", async (_, resource, metadata, files) => {
    const { project, problems } = await lower(
      assembly({ Resources: { N: resource } }, { metadata, files: { ...child, ...files } }),
    );
    expect(problems).toEqual([]);
    expect(project.templates[0]?.nested).toEqual(new Map([["N", "cdk.out/n.nested.template.json"]]));
    expect(project.templates).toHaveLength(2);
  });

  test("are joined through the asset manifest", async () => {
    const manifest = {
      version: "48.0.0",
      artifacts: {
        "App.assets": { type: "cdk:asset-manifest", properties: { file: "App.assets.json" } },
        App: stack({ templateFile: "App.template.json" }, { dependencies: ["App.assets"] }),
      },
    };
    const assets = {
      files: {
        abc: {
          source: { path: "n.nested.template.json" },
          destinations: { current: { objectKey: "prefix/abc.json" } },
        },
      },
    };
    const { project } = await lower(
      assembly(
        { Resources: { N: nested({ TemplateURL: url("abc.json") }) } },
        {
          manifest,
          files: { ...child, "cdk.out/App.assets.json": JSON.stringify(assets) },
        },
      ),
    );
    expect(project.templates[0]?.nested?.get("N")).toBe("cdk.out/n.nested.template.json");
  });

  test("whose template is missing are named", async () => {
    const { project, problems } = await lower(assembly({ Resources: { N: nested({ TemplateURL: url("zzz.json") }) } }));
    expect(codes(problems)).toEqual(["nested-template-unknown"]);
    expect(project.templates[0]?.nested?.size).toBe(0);
  });

  test("that contain themselves end", async () => {
    const again = nested({}, { "aws:asset:path": "n.nested.template.json" });
    const { project, problems } = await lower(
      assembly(
        { Resources: { N: again } },
        { files: { "cdk.out/n.nested.template.json": JSON.stringify({ Resources: { N: again } }) } },
      ),
    );
    expect(codes(problems)).toEqual(["assembly-cycle"]);
    expect(project.templates).toHaveLength(2);
  });
});

describe("broken and hostile assemblies", () => {
  const whole = assembly(template)["cdk.out/manifest.json"] ?? "";

  test("a truncated manifest is located, and the templates beside it are analysed", async () => {
    const files = { ...assembly(template), "cdk.out/manifest.json": whole.slice(0, -20) };
    const { project, problems } = await lower(files);
    expect(codes(problems)).toEqual(["json-syntax"]);
    expect(problems[0]?.span.file.path).toBe("cdk.out/manifest.json");
    expect(project.templates[0]?.constructs?.get("Q")?.path).toBe("App/Q/Resource");
  });

  test.each([
    ["no artifacts", { version: "48.0.0" }, ["assembly-invalid"]],
    ["artifacts that are a list", { version: "48.0.0", artifacts: [] }, ["assembly-invalid"]],
    ["an artifact that is a text", { version: "48.0.0", artifacts: { App: "x" } }, ["assembly-invalid"]],
    ["a stack without a template", { version: "48.0.0", artifacts: { App: stack({}) } }, ["assembly-invalid"]],
    [
      "a stage without a folder",
      { version: "48.0.0", artifacts: { S: { type: "cdk:cloud-assembly" } } },
      ["assembly-invalid"],
    ],
    [
      "a template that is missing",
      { version: "48.0.0", artifacts: { App: stack({ templateFile: "Gone.json" }) } },
      ["assembly-file"],
    ],
    [
      "metadata that are missing",
      {
        version: "53.0.0",
        artifacts: { App: stack({ templateFile: "App.template.json" }, { additionalMetadataFile: "Gone.json" }) },
      },
      ["assembly-file"],
    ],
    [
      "a tree that is missing",
      {
        version: "48.0.0",
        artifacts: { Tree: { type: "cdk:tree", properties: { file: "gone.json" } } },
      },
      ["assembly-file"],
    ],
    [
      "a template outside the assembly",
      { version: "48.0.0", artifacts: { App: stack({ templateFile: "../secret.json" }) } },
      ["assembly-path-escapes"],
    ],
    [
      "an absolute template",
      { version: "48.0.0", artifacts: { App: stack({ templateFile: "/etc/passwd" }) } },
      ["assembly-path-escapes"],
    ],
    [
      "a stage outside the assembly",
      {
        version: "48.0.0",
        artifacts: { S: { type: "cdk:cloud-assembly", properties: { directoryName: "../.." } } },
      },
      ["assembly-path-escapes"],
    ],
    [
      "a stage that is the assembly itself",
      {
        version: "48.0.0",
        artifacts: { S: { type: "cdk:cloud-assembly", properties: { directoryName: "." } } },
      },
      ["assembly-cycle"],
    ],
    [
      "missing context",
      { version: "48.0.0", artifacts: {}, missing: [{ key: "vpc-provider:x", provider: "vpc" }] },
      ["assembly-missing-context"],
    ],
    ["a version from the future", { version: "99999.0.0", artifacts: {} }, ["assembly-version"]],
  ])("%s", async (_, manifest, expected) => {
    const { problems } = await lower(assembly(template, { manifest, files: { "secret.json": "{}" } }));
    expect(codes(problems)).toEqual(expected);
    expect(problems[0]?.span.file.path).toBe("cdk.out/manifest.json");
  });

  test("a nested stack's asset outside the assembly is not read", async () => {
    const resource = { Type: "AWS::CloudFormation::Stack", Metadata: { "aws:asset:path": "../../secret.json" } };
    const { project, problems } = await lower(
      assembly({ Resources: { N: resource } }, { files: { "secret.json": "{}" } }),
    );
    expect(codes(problems)).toEqual(["assembly-path-escapes"]);
    expect(project.templates).toHaveLength(1);
  });

  test("a broken template, tree or metadata file is located, the rest is analysed", async () => {
    const manifest = {
      version: "53.0.0",
      artifacts: {
        A: stack({ templateFile: "A.json" }),
        App: stack({ templateFile: "App.template.json" }, { additionalMetadataFile: "App.metadata.json" }),
        Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
      },
    };
    const files = { "cdk.out/A.json": "{", "cdk.out/App.metadata.json": "[", "cdk.out/tree.json": "{]" };
    const { project, problems } = await lower(assembly(template, { manifest, files }));
    expect(new Set(problems.map(({ span }) => span.file.path))).toEqual(new Set(Object.keys(files)));
    expect(project.templates.map(({ path }) => path)).toEqual(["cdk.out/App.template.json"]);
  });

  test("a tree of any depth is read", async () => {
    let tree = '{"path":"leaf"}';
    for (let i = 0; i < 20_000; i++) tree = `{"path":"p${i}","children":{"c":${tree}}}`;
    const manifest = {
      version: "48.0.0",
      artifacts: { Tree: { type: "cdk:tree", properties: { file: "tree.json" } } },
    };
    const { problems } = await lower(
      assembly(template, { manifest, files: { "cdk.out/tree.json": `{"tree":${tree}}` } }),
    );
    expect(problems.every(({ code }) => code === "json-syntax")).toBe(true);
  });

  test("names like __proto__ and constructor are names", async () => {
    const metadata = JSON.parse(
      '{"__proto__": [{"type": "aws:cdk:logicalId", "data": "constructor"}], "/x": {"length": 3}}',
    ) as object;
    const files = assembly({ Resources: { constructor: { Type: "AWS::SQS::Queue" }, toString: 3 } }, { metadata });
    const { project } = await lower(files);
    expect([...(project.templates[0]?.constructs ?? [])].map(([id]) => id)).toEqual(["constructor"]);
  });

  test("any JSON anywhere is survived", async () => {
    const near = fc.object({
      key: fc.oneof(
        fc.string(),
        fc.constantFrom(
          "artifacts",
          "type",
          "properties",
          "templateFile",
          "file",
          "metadata",
          "data",
          "trace",
          "tree",
          "path",
          "children",
          "Resources",
          "Metadata",
          "Type",
        ),
      ),
      values: [
        fc.string(),
        fc.integer(),
        fc.constantFrom("aws:cloudformation:stack", "cdk:tree", "App.template.json", "tree.json", "aws:cdk:logicalId"),
      ],
    });
    await fc.assert(
      fc.asyncProperty(near, near, near, near, async (manifest, content, metadata, tree) => {
        await lower({
          "cdk.out/manifest.json": JSON.stringify({
            version: "55.0.0",
            artifacts: {
              ...manifest,
              App: stack({ templateFile: "App.template.json" }, { additionalMetadataFile: "m.json" }),
              Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
            },
          }),
          "cdk.out/App.template.json": JSON.stringify(content),
          "cdk.out/m.json": JSON.stringify(metadata),
          "cdk.out/tree.json": JSON.stringify({ tree }),
          "cdk.out/validation-report.json": JSON.stringify(manifest),
        });
      }),
      { numRuns: 200 },
    );
  });
});
