import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, served, write } from "./served.js";
import { ORDERS } from "./templates.js";

describe("paths", () => {
  const inside = () => {
    const folder = folderOf({ "root/template.yaml": ORDERS, "root/sub/a.txt": "", "secret/template.yaml": ORDERS });
    fs.symlinkSync(path.join(folder, "secret"), path.join(folder, "root/link"));
    fs.symlinkSync(path.join(folder, "secret/template.yaml"), path.join(folder, "root/linked.yaml"));
    return folder;
  };

  it.each(["..", "../secret", "sub/../../secret", "/etc", "link", "link/template.yaml", "linked.yaml", "a\0b"])(
    "refuses %j in every tool that takes one",
    async (given) => {
      const { call } = await served(path.join(inside(), "root"));
      for (const name of ["scan", "list_findings", "function_facts", "criterion_evidence", "diagram"])
        expect(await call(name, { path: given }), name).toMatchObject({ isError: true });
      expect(await call("trace_event", { path: given, from: "x" })).toMatchObject({ isError: true });
      expect(await call("diff", { path: given, base: "main" })).toMatchObject({ isError: true });
      expect(await call("diff", { before: given, after: "." })).toMatchObject({ isError: true });
      expect(await call("diff", { before: ".", after: given })).toMatchObject({ isError: true });
    },
  );

  it("tells nothing of what lies outside, not even whether it exists", async () => {
    const { call } = await served(path.join(inside(), "root"));
    const there = await call("scan", { path: "../secret" });
    expect(there.text).toBe((await call("scan", { path: "../nothing" })).text);
  });

  it("takes paths inside, however they are written", async () => {
    const root = path.join(inside(), "root");
    const { call } = await served(root);
    for (const given of [".", "", "template.yaml", "sub/..", root])
      expect((await call("scan", { path: given })).data, given).toMatchObject({ functionCount: 3 });
  });

  it.each([
    ["a configuration that is a link", "assay.config.yaml", undefined],
    ["answers that are a link", "evidence.yaml", undefined],
    ["a checklist above", undefined, "version: 1\nchecklists: [../outside.yaml]\n"],
  ])("does not read %s out of the root", async (_, link, configuration) => {
    const folder = folderOf({ "root/template.yaml": ORDERS, "outside.yaml": "top-secret: 1\n" });
    if (link !== undefined) fs.symlinkSync(path.join(folder, "outside.yaml"), path.join(folder, "root", link));
    if (configuration !== undefined) write(folder, "root/assay.config.yaml", configuration);
    const { call } = await served(path.join(folder, "root"));
    const { isError, text } = await call("criterion_evidence");
    expect({ isError, told: text.includes("top-secret") }).toEqual({ isError: true, told: false });
  });
});

describe("names of the repository", () => {
  const name = "![x](https://evil.example)<script>\u001b[31m\u202e`@team` ::set-env";
  const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: ${JSON.stringify(name)}
      Runtime: nodejs16.x
      Handler: a.b
      CodeUri: .
      Events:
        Get: { Type: HttpApi, Properties: { Path: ${JSON.stringify(`/${name}`)}, Method: GET } }
        Tick: { Type: Schedule, Properties: { Schedule: ${JSON.stringify(name)} } }
  ${JSON.stringify(name)}: { Type: AWS::SQS::Queue }
`;

  it.each([
    ["scan", {}],
    ["list_findings", { limit: 200 }],
    ["function_facts", {}],
    ["trace_event", { from: "ServerlessHttpApi" }],
    ["trace_event", { from: "nix" }],
    ["criterion_evidence", { limit: 200 }],
    ["criterion_evidence", { checklist: name }],
    ["diagram", {}],
    ["diff", { before: ".", after: "." }],
  ])("are inert in %s %j", async (tool, args) => {
    const { call } = await served(folderOf({ "template.yaml": template }));
    const { text, data } = await call(tool, args);

    const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    expect(text).not.toMatch(obeyed);
    for (const string of strings(data)) expect(string).not.toMatch(obeyed);
    // Outside of code spans nothing of the repository is left that Markdown would read.
    const bare = text.replace(/```[\s\S]*?```/g, "").replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
    expect(bare).not.toMatch(/evil|<script>|@team/);
  });

  it("can be given back as they were shown", async () => {
    const { call } = await served(folderOf({ "template.yaml": template }));
    const { data } = await call("trace_event", { from: "ServerlessHttpApi" });
    expect(data.steps[0]?.detail).toContain("\\u001b[31m");
    const again = await call("trace_event", { from: data.steps[0]?.detail });
    expect(again.data.start.id).toBe("template.yaml#ServerlessHttpApi");
  });

  it("and lists without an end are cut, with a note", async () => {
    const grants = Array.from(
      { length: 300 },
      (_, i) => `{ Effect: Allow, Action: "s3:Get*", Resource: "arn:aws:s3:::b${i}/*" }`,
    );
    const big = `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, Handler: a.b, CodeUri: ., Policies: [ { Statement: [ ${grants.join(", ")} ] } ] }
`;
    const { call } = await served(folderOf({ "template.yaml": big }));
    const { data, text } = await call("function_facts");
    expect(data.functions[0]?.grants).toHaveLength(100);
    expect(data.notes).toContainEqual(expect.stringMatching(/^grants shows 100 of 30\d$/));
    expect(text).toContain("Cut: grants");
  });
});

function strings(value: unknown): readonly string[] {
  if (typeof value === "string") return value.split("\n");
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}
