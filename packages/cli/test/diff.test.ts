import fs from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { ChangeSet } from "@assay/rules";
import { History, type Files } from "./history.js";
import { invoke } from "./invoke.js";

const SAM = "Transform: AWS::Serverless-2016-10-31\nResources:\n";
const fn = (name: string, more = "") =>
  `  ${name}: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: ${name}.handler, CodeUri: src/${more} } }\n`;
const table = (name: string, more = "") =>
  `  Orders: { Type: AWS::DynamoDB::Table${more}, Properties: { TableName: ${name}, KeySchema: [{ AttributeName: id, KeyType: HASH }] } }\n`;
const one: Files = { "template.yaml": SAM + fn("A") + table("orders") };
const two: Files = { "template.yaml": SAM + fn("A", ", Timeout: 30") + fn("B") + table("other") };

const run = (history: History, ...args: string[]) => invoke(history.folder, ["diff", ...args], process.env);

async function changes(history: History, ...args: string[]): Promise<ChangeSet> {
  const { out, err } = await run(history, ...args, "-f", "json", "--fail-on", "never");
  if (out === "") throw new Error(err);
  return JSON.parse(out) as ChangeSet;
}

const functions = ({ functions: all }: ChangeSet) => all.map(({ change, name }) => `${change} ${name}`);
const EXPECTED = ["changed A", "added B"];

describe("what can be compared", () => {
  it("a ref with the working tree, which stays as it is", async () => {
    const history = new History(one);
    history.write(two);
    const found = await changes(history, "main");
    expect(functions(found)).toEqual(EXPECTED);
    expect(found.after.name).toBe("the working tree");
    expect(history.git("status", "--short")).toBe(" M template.yaml\n");
    expect(history.git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  it("two refs, from where the newer one left the older one", async () => {
    const history = new History(one);
    history.git("checkout", "--quiet", "-b", "change");
    history.commit(two);
    history.git("checkout", "--quiet", "main");
    history.commit({ "template.yaml": `${String(one["template.yaml"])}${fn("C")}` });
    expect(functions(await changes(history, "main", "change"))).toEqual(EXPECTED);
  });

  it("two folders", async () => {
    const history = new History({
      "one/template.yaml": one["template.yaml"],
      "two/template.yaml": two["template.yaml"],
    });
    expect(functions(await changes(history, "one", "./two"))).toEqual(EXPECTED);
  });

  it("saved reports, with a note of what they do not hold", async () => {
    const history = new History(one);
    await invoke(history.folder, ["report", "-f", "json", "-o", "one.json"], process.env);
    history.write(two);
    const found = await changes(history, "one.json");
    expect(functions(found)).toEqual(EXPECTED);
    expect(found.before).toMatchObject({ name: "one.json", kind: "report" });
    expect(found.notes.join()).toContain("permissions, resource policies");
    expect(found.resources).toEqual([]);
    const { out } = await run(history, "one.json", "--fail-on", "never");
    expect(out).toContain("Note: A saved report holds functions");
  });

  it("a saved report of the same files, made with the same rules", async () => {
    const history = new History(one);
    await invoke(history.folder, ["report", "-f", "json", "-o", "one.json"], process.env);
    const { findings, verdicts, functions: found } = await changes(history, "one.json");
    expect([findings.new, findings.fixed, verdicts, found]).toEqual([[], [], [], []]);
  });

  it.each([
    [["nowhere"], "There is no commit 'nowhere' here."],
    [["dup"], "'dup' is a git ref and a path: write ./dup or refs/heads/dup."],
    [["broken.json"], "broken.json is no report"],
    [["main", "-o", "sarif=x"], "--output wants FORMAT=PATH with one of pretty, markdown, json"],
  ])("%s is wrong usage", async (args, message) => {
    const history = new History({ ...one, "dup/x": "", "broken.json": "{" });
    history.git("branch", "dup");
    const { code, err } = await run(history, ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("exit codes", () => {
  it("new findings count, those that were there do not", async () => {
    const history = new History(one);
    history.write(two);
    expect((await run(history, "main", "--fail-on", "low")).code).toBe(1);
    expect((await run(history, "main", "--fail-on", "never")).code).toBe(0);
    history.commit(two);
    expect((await run(history, "HEAD", "--fail-on", "low")).code).toBe(0);
  });

  it("nothing to analyse is 3", async () => {
    expect((await run(new History({ "a.txt": "" }), "main")).code).toBe(3);
  });
});

describe("resources", () => {
  const impact = async (before: string, after: string) => {
    const history = new History({ "template.yaml": SAM + fn("A") + before });
    history.write({ "template.yaml": SAM + fn("A") + after });
    return (await changes(history, "main")).resources;
  };

  it("are replaced because of a property", async () => {
    expect(await impact(table("orders"), table("other"))).toMatchObject([
      {
        impact: "replace",
        logicalId: "Orders",
        properties: ["TableName"],
        losesData: true,
        location: { startLine: 4 },
      },
    ]);
  });

  it("that the template retains lose nothing", async () => {
    const kept = ", UpdateReplacePolicy: Retain, DeletionPolicy: Retain";
    expect(await impact(table("orders", kept), table("other", kept))).toMatchObject([
      { impact: "replace", losesData: false },
    ]);
    expect(await impact(table("orders", kept), "")).toMatchObject([{ impact: "orphan", losesData: false }]);
  });

  it("are destroyed, and nothing is said of what only changes", async () => {
    expect(await impact(table("orders"), "")).toMatchObject([{ impact: "destroy", losesData: true }]);
    expect(
      await impact(
        "  Q: { Type: AWS::SQS::Queue }\n",
        "  Q: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 1 } }\n",
      ),
    ).toEqual([]);
  });

  it("of a file that was renamed stay", async () => {
    const history = new History(one);
    history.write({ "template.yaml": undefined, "app/sam.yaml": one["template.yaml"] });
    const found = await changes(history, "main");
    expect([found.resources, found.functions, found.permissions]).toEqual([[], [], []]);
  });
});

const schema = JSON.parse(
  fs.readFileSync(path.resolve(import.meta.dirname, "../../rules/schema/diff-1.json"), "utf8"),
) as object;

describe("outputs", () => {
  it("JSON as its schema says, and files beside", async () => {
    const history = new History(one);
    history.write(two);
    const { out } = await run(history, "main", "-f", "json", "-o", "markdown=out/d.md", "-o", "pretty=out/d.txt");
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate(JSON.parse(out)), validate.errors]).toEqual([true, null]);
    expect(fs.readFileSync(path.join(history.folder, "out/d.md"), "utf8")).toContain('n0["B"]:::added');
    expect(fs.readFileSync(path.join(history.folder, "out/d.txt"), "utf8")).toContain("~ timeout 3 s → 30 s");
  });

  it("the same change gives the same bytes", async () => {
    const history = new History(one);
    history.write(two);
    const [a, b] = [await run(history, "main", "-f", "markdown"), await run(history, "main", "-f", "markdown")];
    expect(a.out).toBe(b.out);
  });

  it.each([
    "::set-env name=X::y",
    "##[add-path]/tmp",
    "\u001b[2Jx",
    "\u202egnp.exe",
    "</details><script>alert(1)</script>",
    "![x](https://evil.example/x.png) @everyone",
    "```\n# heading\n| a |",
    '"]:::x\nclick n0 "https://evil.example"',
  ])("%j is inert", async (attack) => {
    const name = JSON.stringify(attack);
    const hostile = `  ${name}: { Type: AWS::Serverless::Function, Properties: { FunctionName: ${name}, Runtime: nodejs22.x, Handler: a.b, CodeUri: src/, Policies: [{ Statement: [{ Effect: Allow, Action: ${name}, Resource: ${name}, Condition: { ${name}: { ${name}: ${name} } } }] }], Events: { E: { Type: Schedule, Properties: { Schedule: ${name} } } } } }\n`;
    const history = new History(one);
    history.write({ "template.yaml": SAM + hostile });
    for (const format of ["pretty", "markdown", "json"]) {
      const { out } = await run(history, "main", "-f", format);
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(out).not.toMatch(/^\s*::|##\[/m);
      if (format !== "markdown") continue;
      const [, chart = ""] = out.split("```mermaid\n");
      const prose = out.replace(/```mermaid\n[^`]*```/, "").replace(/`[^`\n]*`/g, "");
      expect(prose).not.toMatch(/<script|<\/details><|(?<!\\)!\[|@everyone|^# |^```/m);
      expect(chart.split("```")[0]).not.toMatch(/^click|<script/m);
    }
  });
});
