import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formats } from "../src/render/formats.js";
import { invoke } from "./invoke.js";
import { grammarError, shipped } from "./render/grammar.js";

const root = path.resolve(import.meta.dirname, "../../..");
const fixtures = path.join(root, "fixtures");
const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "assay-scan-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** The expected outputs are about these rules, so that a new rule does not change them. */
const config = path.join(folder, "assay.config.yaml");
const RULES = ["failure-path-missing", "queue-visibility-timeout", "role-wildcard-action", "runtime-deprecated"];
fs.writeFileSync(config, `version: 1\nrules: { "*": off, ${RULES.map((rule) => `${rule}: on`).join(", ")} }\n`);

const scan = (...args: string[]) => invoke(fixtures, ["scan", "orders", "-c", config, ...args]);

describe("scan in every format", () => {
  it.each(formats.map((format) => [format] as const))("%s", async (format) => {
    const { code, out, err } = await scan("-f", format);
    expect([code, err]).toEqual([1, ""]);
    expect(grammarError(format, out)).toBeUndefined();
    // The assessment holds much that others decide; its schema is checked, and its findings are in all other formats.
    if (format !== "json") await expect(out).toMatchFileSnapshot(`golden/orders.${format}`);
  });

  it("writes several files in one run, and its format to the output", async () => {
    const to = (name: string) => path.join(folder, "out", name);
    const { code, out, err } = await scan(
      "-f",
      "agent",
      "-o",
      `sarif=${to("a.sarif")}`,
      "-o",
      `junit=${to("x/b.xml")}`,
    );
    expect([code, err]).toEqual([1, ""]);
    expect(grammarError("agent", out)).toBeUndefined();
    expect(fs.readFileSync(to("a.sarif"), "utf8")).toBe((await scan("-f", "sarif")).out);
    expect(fs.readFileSync(to("x/b.xml"), "utf8")).toBe((await scan("-f", "junit")).out);
  });

  it("appends the job summary where GitHub wants it", async () => {
    const file = path.join(folder, "summary.md");
    fs.writeFileSync(file, "before\n");
    const env = { GITHUB_STEP_SUMMARY: file };
    await invoke(fixtures, ["scan", "orders", "-c", config, "-f", "github"], env);
    await invoke(fixtures, ["scan", "orders", "-c", config, "-f", "compact"], env);
    expect(fs.readFileSync(file, "utf8")).toBe(`before\n${(await scan("-f", "markdown")).out}`);
  });

  it("paints only for terminals that want it", async () => {
    const painted = async (env: Record<string, string>, ...args: string[]) =>
      (await invoke(fixtures, ["scan", "orders", ...args], env)).out.includes("\u001b[");
    expect(await painted({})).toBe(false);
    expect(await painted({ FORCE_COLOR: "1" })).toBe(true);
    expect(await painted({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
    expect(await painted({ FORCE_COLOR: "1" }, "-f", "compact")).toBe(false);
  });
});

describe("pretty", () => {
  it("shows some problems of a kind and counts the others", async () => {
    for (let i = 0; i < 30; i++) {
      fs.mkdirSync(path.join(folder, `apps/${i}`), { recursive: true });
      fs.writeFileSync(path.join(folder, `apps/${i}/cdk.json`), '{"app": "node app.js"}');
    }
    fs.writeFileSync(path.join(folder, "apps/template.yaml"), "Resources: { Q: { Type: AWS::SQS::Queue } }\n");
    const { out } = await invoke(folder, ["scan", "apps"]);
    expect(out.match(/has no cloud assembly/g)).toHaveLength(3);
    expect(out).toContain("  and 27 more of the same kind (cdk-not-synthesized); `assay doctor` lists all.\n");
    expect((await invoke(folder, ["doctor", "apps"])).out.match(/has no cloud assembly/g)).toHaveLength(30);
    expect((await invoke(folder, ["scan", "apps", "-f", "compact"])).out.match(/has no cloud assembly/g)).toHaveLength(
      30,
    );
  });
  it("names resources of one construct together", async () => {
    const { out } = await invoke(fixtures, ["scan", "cdk-orders", "-c", config]);
    expect(out).toMatch(/ {6}and the same for OrdersProd\//);
  });
});

describe("exit codes", () => {
  const clean = path.join(folder, "clean");
  const broken = path.join(folder, "broken");
  const empty = path.join(folder, "empty");
  for (const one of [clean, broken, empty]) fs.mkdirSync(one);
  fs.writeFileSync(path.join(clean, "template.yaml"), "Resources: { Q: { Type: AWS::SQS::Queue } }\n");
  fs.writeFileSync(path.join(broken, "template.yaml"), "Resources: { Q: { Type: AWS::SQS::Queue } }\n");
  fs.writeFileSync(path.join(broken, "other.yaml"), "AWSTemplateFormatVersion: 2010-09-09\nResources: { [\n");
  const orders = path.join(fixtures, "orders");
  it.each<[string, string[], number]>([
    ["findings at the threshold", [orders], 1],
    ["findings below the threshold", [orders, "--fail-on", "critical"], 0],
    ["findings that do not matter", [orders, "--fail-on", "never"], 0],
    ["no findings", [clean], 0],
    ["something unreadable", [broken], 0],
    ["something unreadable that matters", [broken, "--strict"], 3],
    ["nothing to analyse", [empty], 3],
    ["a folder that is not there", [path.join(folder, "nowhere")], 2],
    ["an option that is not there", [clean, "--nonsense"], 2],
    ["a format that is not there", [clean, "-f", "xlsx"], 2],
    ["a severity that is not there", [clean, "--fail-on", "huge"], 2],
    ["an output without a format", [clean, "-o", "report.json"], 2],
    ["an output in an unknown format", [clean, "-o", "xlsx=report.xlsx"], 2],
    ["an output that cannot be written", [clean, "-o", `json=${config}/x`], 2],
    ["a baseline that is not there", [clean, "--baseline", "nowhere.json"], 2],
    ["a baseline that is none", [clean, "--baseline", path.join(orders, "template.yaml")], 2],
    ["a configuration that is not there", [clean, "-c", "nowhere.yaml"], 2],
    ["a parameter without a value", [clean, "--parameter", "x"], 2],
  ])("%s", async (_, args, expected) => {
    const { code, out, err } = await invoke(folder, ["scan", ...args]);
    expect(code, err).toBe(expected);
    if (expected === 2) expect([out, err.length > 20]).toEqual(["", true]);
  });
  it("of help and version", async () => {
    expect(await invoke(folder, ["--version"])).toMatchObject({ code: 0, out: "1.2.3\n" });
    const { code, out } = await invoke(folder, ["scan", "--help"]);
    expect(code).toBe(0);
    for (const format of formats) expect(out).toContain(`"${format}"`);
  });
});

describe("a baseline", () => {
  const baseline = path.join(folder, "known.json");
  const run = (...args: string[]) => invoke(fixtures, [...args.slice(0, 2), "orders", "-c", config, ...args.slice(2)]);
  it("silences what it names, whether it is one or a saved assessment", async () => {
    const { err, code } = await run("baseline", "create", "-o", baseline);
    expect([code, err]).toEqual([0, `Wrote 4 findings to ${baseline}.\n`]);
    expect(shipped("cli", "baseline-1")(JSON.parse(fs.readFileSync(baseline, "utf8")))).toBe(true);
    const saved = path.join(folder, "saved.json");
    await scan("-o", `json=${saved}`);
    for (const file of [baseline, saved]) {
      const { code: after, out } = await scan("--baseline", file, "-f", "compact");
      expect([after, out.split("\n").length]).toEqual([0, 2]);
      expect(out).toContain("0 fixed, 4 unchanged");
    }
  });
  it("is pruned of what is no more, and keeps nothing new", async () => {
    const content = JSON.parse(fs.readFileSync(baseline, "utf8")) as { findings: object[] };
    const [first, ...others] = content.findings;
    const gone = { ...first, fingerprint: "ffff", subject: "template.yaml#Gone" };
    fs.writeFileSync(baseline, JSON.stringify({ ...content, findings: [gone, ...others] }));
    expect((await scan("--baseline", baseline)).out).toContain("1 fixed, 3 unchanged");
    expect((await scan("--baseline", baseline, "--fail-on", "medium")).code).toBe(1);
    expect(await run("baseline", "prune", "--baseline", baseline)).toMatchObject({
      code: 0,
      err: `3 of 4 findings are left in ${baseline}.\n`,
    });
    expect(JSON.parse(fs.readFileSync(baseline, "utf8"))).toEqual({ ...content, findings: others });
  });
});

describe("JSON keeps to the schemas that are shipped", () => {
  const services = fs.readdirSync(path.join(fixtures, "serverless")).map((name) => `serverless/${name}`);
  const folders = ["orders", "cdk-orders", "cdk-v1", "trio", ...services.slice(0, 12)];
  it.each([
    ["scan", ["-f", "json", "--profile", "evidence"], shipped("rules", "assessment-1")],
    ["report", ["-f", "json"], shipped("rules", "assessment-1")],
    ["inventory", ["-f", "json"], shipped("analyzer", "inventory-1")],
    ["graph", [], shipped("analyzer", "graph-1")],
  ] as const)("%s", async (command, args, validate) => {
    for (const one of folders) {
      const { out } = await invoke(
        fixtures,
        [command, one, ...args, "--fail-on", "never"].slice(0, command === "scan" ? undefined : -2),
      );
      expect(validate(JSON.parse(out)), `${one}: ${JSON.stringify(validate.errors?.slice(0, 2))}`).toBe(true);
    }
  });
});

it("what is said about a repository holds nothing that a terminal obeys", async () => {
  const hostile = path.join(folder, "hostile");
  const name = "\u001b[31m\u202e::set-env";
  fs.mkdirSync(path.join(hostile, name), { recursive: true });
  fs.writeFileSync(path.join(hostile, name, "template.yaml"), `Resources: { "\\e[2J": { Type: AWS::SQS::Queue } }\n`);
  fs.writeFileSync(path.join(hostile, name, "other.yaml"), "AWSTemplateFormatVersion: 2010-09-09\nResources: [\n");
  const said = [];
  for (const command of ["scan", "doctor", "report", "graph", "expand"]) said.push(await invoke(hostile, [command]));
  fs.writeFileSync(path.join(hostile, "assay.config.yaml"), 'version: 1\n"\\e[31mx": 1\n');
  said.push(await invoke(hostile, ["scan"]));
  for (const { err } of said) expect(err).not.toMatch(/[\u001b\u202e]/);
  for (const { out } of said.slice(0, 2)) expect(out).not.toMatch(/[\u001b\u202e]/);
  expect(said.map(({ err, out }) => err + out).join("")).toContain("\\u001b[31m");
  expect(said.at(-1)?.code).toBe(2);
});

describe("the other commands", () => {
  it("doctor says what was analysed and what was left out", async () => {
    const { code, out } = await invoke(fixtures, ["doctor", "orders"]);
    expect(code).toBe(0);
    expect(out).toContain("  orders/template.yaml  (sam: Transform AWS::Serverless-2016-10-31)\n");
    expect((await invoke(path.join(folder, "empty"), ["doctor"])).code).toBe(3);
  });
  it("expand writes each template below the folder", async () => {
    const to = path.join(folder, "expanded");
    expect((await invoke(fixtures, ["expand", "orders", "-f", "yaml", "-o", to])).code).toBe(0);
    expect(fs.readdirSync(to, { recursive: true }).sort()).toEqual([
      "queues",
      "queues/template.yaml.yaml",
      "template.yaml.yaml",
    ]);
  });
  it("expand wants one template or a folder", async () => {
    const { code, err } = await invoke(fixtures, ["expand", "orders"]);
    expect(code).toBe(2);
    expect(err).toContain("There are 2 templates");
    expect((await invoke(path.join(folder, "empty"), ["expand"])).code).toBe(3);
  });
  it("explain knows a rule by its name and by that of a peer", async () => {
    const own = await invoke(folder, ["explain", "queue-visibility-timeout"]);
    expect(own).toMatchObject({ code: 0, out: expect.stringContaining("# queue-visibility-timeout") as string });
    expect((await invoke(folder, ["explain", "LambdaEventSourceSQSVisibilityTimeout"])).out).toBe(own.out);
    expect((await invoke(folder, ["explain", "nothing-like-it"])).code).toBe(2);
  });
  it("rules lists them", async () => {
    const { out } = await invoke(folder, ["rules", "--json"]);
    expect((JSON.parse(out) as { id: string }[]).map(({ id }) => id)).toEqual(expect.arrayContaining(RULES));
    expect((await invoke(folder, ["rules"])).out).toContain("queue-visibility-timeout");
  });
});
