import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { workFolder } from "../work-folder.js";
import { connected, type Client } from "./client.js";

const clients: Client[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

async function editor(files: Readonly<Record<string, string>>): Promise<Client> {
  const { root } = workFolder(files);
  folders.push(root);
  const client = connected(root);
  clients.push(client);
  await client.start();
  return client;
}

const has = (code: string) => (codes: readonly string[]) => codes.includes(code);
const lacks = (code: string) => (codes: readonly string[]) => !codes.includes(code);

const QUEUE = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String }
Conditions:
  IsLive: !Equals [!Ref Stage, live]
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: work.handler
      CodeUri: src
      Timeout: 30
      Environment: { Variables: { STAGE: !Ref Stage, QUEUE: !Sub "\${Jobs.QueueName}-\${Stage}" } }
      Events:
        Job: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn } }
  Jobs:
    Type: AWS::SQS::Queue
    Condition: IsLive
    Properties:
      VisibilityTimeout: 10
Outputs:
  Role: { Value: !GetAtt WorkRole.Arn }
  Name: { Value: !Ref Work }
`;
const RULE = "queue-visibility-below-timeout";

describe("diagnostics", () => {
  it("come when a file is opened and follow what is typed, saved or not", async () => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE);
    const found = (await client.shown("template.yaml", has(RULE))).find(({ code }) => code === RULE);
    expect(found?.range.start).toEqual({ line: 20, character: 25 });
    expect(found?.message).toContain("10 s");
    expect(found?.source).toBe("assay");
    await client.replace("template.yaml", "VisibilityTimeout: 10", "VisibilityTimeout: 180");
    await client.shown("template.yaml", lacks(RULE));
    await client.replace("template.yaml", "Timeout: 30", "Timeout: 300");
    await client.shown("template.yaml", has(RULE));
  });

  it("name what cannot be read, and come back when it can", async () => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE);
    await client.shown("template.yaml", has(RULE));
    await client.replace("template.yaml", "Type: AWS::SQS::Queue", "Type: [");
    await client.shown("template.yaml", has("yaml-syntax"));
    await client.replace("template.yaml", "Type: [", "Type: AWS::SQS::Queue");
    await client.shown("template.yaml", has(RULE));
  });

  it("are those of the disk again when a file is closed without saving", async () => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE.replace("VisibilityTimeout: 10", "VisibilityTimeout: 180"));
    await client.shown("template.yaml", lacks(RULE));
    await client.close("template.yaml");
    await client.shown("template.yaml", has(RULE));
  });

  it("come for a new file, for JSON and for serverless.yml", async () => {
    const client = await editor({ "README.md": "" });
    const json = { Resources: { D: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: "x" } }, E: 1 } };
    await client.open("new/template.json", JSON.stringify(json, null, 2).slice(0, -1));
    await client.shown("new/template.json", has("json-syntax"));
    const service = `service: s
provider: { name: aws, runtime: nodejs22.x, timeout: 30 }
functions:
  work: { handler: work.handler, events: [{ sqs: { arn: !GetAtt Jobs.Arn } }] }
resources:
  Resources:
    Jobs: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 10 } }
`;
    await client.open("serverless.yml", service);
    await client.shown("serverless.yml", has(RULE));
    expect(await client.definition("serverless.yml", "GetAtt Jobs", 8)).toEqual(["serverless.yml:7"]);
    expect(await client.hover("serverless.yml", "work:")).toContain("nodejs22.x");
  });

  it("while typing concern the project of the file and what is connected to it", async () => {
    const nested = `Resources:
  Part: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: part.yaml, Parameters: { Time: "10" } } }
`;
    const part = QUEUE.replace(
      "Stage: { Type: String }",
      'Stage: { Type: String }\n  Time: { Type: Number, Default: "10" }',
    ).replace("VisibilityTimeout: 10", "VisibilityTimeout: !Ref Time");
    const client = await editor({ "app/template.yaml": nested, "app/part.yaml": part, "other/template.yaml": QUEUE });
    await client.open("app/template.yaml", nested);
    await client.shown("app/template.yaml", () => client.said("other/template.yaml") > 0);
    await client.shown("other/template.yaml", has(RULE));
    const before = client.said("other/template.yaml");
    expect(client.now("app/part.yaml").concat(client.now("app/template.yaml"))).toContain(RULE);
    await client.replace("app/template.yaml", 'Time: "10"', 'Time: "300"');
    await Promise.race([
      client.shown("app/part.yaml", lacks(RULE)),
      client.shown("app/template.yaml", (codes) => !codes.includes(RULE) && client.now("app/part.yaml").length === 0),
    ]);
    expect(client.said("other/template.yaml")).toBe(before);
    expect(client.now("other/template.yaml")).toContain(RULE);
  });

  it("follow the configuration, and a mistake in it is told once", async () => {
    const config = "version: 1\nrules:\n  queue-visibility-below-timeout: off\n";
    const client = await editor({ "template.yaml": QUEUE, "assay.config.yaml": "version: 2\n" });
    await client.open("template.yaml", QUEUE);
    await expect.poll(() => client.messages).toEqual([expect.stringContaining("assay.config.yaml:1")]);
    const root = folders.at(-1) ?? "";
    await client.open("assay.config.yaml", config);
    fs.writeFileSync(path.join(root, "assay.config.yaml"), config);
    await client.save("assay.config.yaml");
    await client.shown("template.yaml", lacks(RULE));
    fs.writeFileSync(path.join(root, "assay.config.yaml"), "version: 1\n");
    await client.save("assay.config.yaml");
    await client.shown("template.yaml", has(RULE));
    expect(client.messages).toHaveLength(1);
  });

  it("come for a file outside of the editor's folders, which looks at nothing beside it", async () => {
    const { root } = workFolder({ "folder/readme.txt": "", "template.yaml": QUEUE, "beside.yaml": QUEUE });
    folders.push(root);
    const client = connected(root);
    clients.push(client);
    await client.start([path.join(root, "folder")]);
    await client.open("template.yaml", QUEUE);
    await client.shown("template.yaml", has(RULE));
    expect(client.said("beside.yaml")).toBe(0);
  });
});

describe("hover", () => {
  it("shows the page of the rule on a finding", async () => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE);
    await client.shown("template.yaml", has(RULE));
    const text = await client.hover("template.yaml", "VisibilityTimeout: 10", 20);
    expect(text).toContain(`# ${RULE}`);
    expect(text).toContain("## How to fix");
  });

  it("shows the facts of a function on its name, and where it is named", async () => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE);
    await client.shown("template.yaml", has(RULE));
    for (const [at, skip] of [
      ["Work:", 1],
      ["!Ref Work", 6],
    ] as const) {
      const text = await client.hover("template.yaml", at, skip);
      expect(text).toContain("### `Work`");
      expect(text).toMatch(/\*\*Timeout \(s\)\*\*: 30/);
    }
    expect(await client.hover("template.yaml", "Outputs:", 2)).toBe("");
  });

  it("keeps the markup of names inert", async () => {
    const hostile = QUEUE.replaceAll("Work", "W").replace("  W:", "  '[x](https://e.example)<img src=x>':");
    const client = await editor({ "template.yaml": hostile });
    await client.open("template.yaml", hostile);
    await client.shown("template.yaml", () => true);
    const text = await client.hover("template.yaml", "[x](http", 3);
    expect(text).toContain("### `[x](https://e.example)<img src=x>`");
  });
});

describe("definition", () => {
  it.each([
    ["a parameter of Ref", "!Ref Stage,", 6, "template.yaml:3"],
    ["a resource of GetAtt", "GetAtt Jobs", 9, "template.yaml:17"],
    ["a resource of Sub", "{Jobs.QueueName", 2, "template.yaml:17"],
    ["a parameter of Sub", "{Stage}", 2, "template.yaml:3"],
    ["a condition", "Condition: IsLive", 12, "template.yaml:5"],
    ["what a generated resource was made from", "WorkRole", 2, "template.yaml:7"],
  ])("is that of %s", async (_, at, skip, expected) => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE);
    await client.shown("template.yaml", has(RULE));
    expect(await client.definition("template.yaml", at, skip)).toEqual([expected]);
  });

  it("is the author's program for what a CDK construct makes", async () => {
    const synthesized = {
      Resources: {
        JobsABC: { Type: "AWS::SQS::Queue", Metadata: { "aws:cdk:path": "App/Jobs/Resource" } },
        Policy: { Type: "AWS::SQS::QueuePolicy", Properties: { Queues: [{ Ref: "JobsABC" }] } },
      },
    };
    const text = JSON.stringify(synthesized, null, 1);
    const program = `import { App, Stack } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
const stack = new Stack(new App(), "App");
new Queue(stack, "Jobs");
`;
    const client = await editor({
      "cdk.json": JSON.stringify({ app: "node bin/app.ts" }),
      "bin/app.ts": program,
      "cdk.out/manifest.json": JSON.stringify({
        version: "48.0.0",
        artifacts: { App: { type: "aws:cloudformation:stack", properties: { templateFile: "App.template.json" } } },
      }),
      "cdk.out/App.template.json": text,
    });
    await client.open("cdk.out/App.template.json", text);
    await client.shown("bin/app.ts", () => true);
    expect(await client.definition("cdk.out/App.template.json", '"JobsABC": {', 3)).toEqual(["bin/app.ts:4"]);
    expect(await client.definition("cdk.out/App.template.json", '"Ref": "JobsABC"', 10)).toEqual(["bin/app.ts:4"]);
  });

  it("is none for words that name nothing", async () => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE);
    await client.shown("template.yaml", has(RULE));
    expect(await client.definition("template.yaml", "Handler: work", 2)).toEqual([]);
    expect(await client.definition("template.yaml", "Type: SQS", 7)).toEqual([]);
  });
});

describe("code actions", () => {
  it("accept a finding by a comment in YAML", async () => {
    const client = await editor({ "template.yaml": QUEUE });
    await client.open("template.yaml", QUEUE);
    const found = (await client.shown("template.yaml", has(RULE))).find(({ code }) => code === RULE);
    if (!found) throw new Error("not found");
    const action = (await client.actions("template.yaml", found)).find(({ title }) => title.includes(RULE));
    const [edit] = action?.edit?.changes?.[client.uri("template.yaml")] ?? [];
    expect(edit?.newText).toBe(`      # assay-ignore ${RULE} -- REASON\n`);
    if (edit) await client.apply("template.yaml", edit);
    await client.shown("template.yaml", lacks(RULE));
  });

  it("accept a finding by metadata of the resource in JSON", async () => {
    const text = JSON.stringify(
      {
        Resources: {
          Jobs: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 10 } },
          Work: { Type: "AWS::Lambda::Function", Properties: { Timeout: 30, Runtime: "nodejs22.x", Handler: "a.b" } },
          Map: {
            Type: "AWS::Lambda::EventSourceMapping",
            Properties: { FunctionName: { Ref: "Work" }, EventSourceArn: { "Fn::GetAtt": ["Jobs", "Arn"] } },
          },
        },
      },
      null,
      2,
    );
    const client = await editor({ "template.json": text });
    await client.open("template.json", text);
    const found = (await client.shown("template.json", has(RULE))).find(({ code }) => code === RULE);
    if (!found) throw new Error("not found");
    const action = (await client.actions("template.json", found)).find(({ title }) => title.includes(RULE));
    const [edit] = action?.edit?.changes?.[client.uri("template.json")] ?? [];
    if (edit) await client.apply("template.json", edit);
    await client.shown("template.json", (codes) => !codes.includes(RULE) && !codes.includes("json-syntax"));
    expect(await client.definition("template.json", '"Ref": "Work"', 10)).toEqual(["template.json:10"]);
  });
});
