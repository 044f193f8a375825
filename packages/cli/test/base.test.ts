import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { History, type Files } from "./history.js";
import { invoke, scanned } from "./invoke.js";

/** A few rules, so that others do not matter here. */
const config = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "assay-config-")), "assay.config.yaml");
const RULES = ["alarm-missing", "failure-path-missing", "log-retention-unset", "queue-visibility-timeout"];
fs.writeFileSync(config, `version: 1\nrules: { "*": off, ${RULES.map((rule) => `${rule}: on`).join(", ")} }\n`);
afterAll(() => fs.rmSync(path.dirname(config), { recursive: true }));

const HEAD = "Transform: AWS::Serverless-2016-10-31\n";
/** A function without a finding of the rules that are looked at here. */
const fn = (name: string, properties = "", events = "") => `  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: ${name}.handler
      CodeUri: src/
${properties}${events && `      Events:\n${events}`}`;
const nightly = "        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }\n";
const queue = (seconds: number) =>
  `  Orders: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: ${seconds} } }\n`;
const reads = "        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn } }\n";
const sam = (...resources: string[]) => `${HEAD}Resources:\n${resources.join("")}`;

const service = (functions: string, provider = "") => `service: shop
provider:
  name: aws
  runtime: nodejs22.x
${provider}functions:
${functions}`;
const handler = (name: string, more = "") => `  ${name}:\n    handler: src/${name}.handler\n${more}`;
const scheduled = "    events:\n      - schedule: rate(1 day)\n";

/** What is said of each failing finding, by rule and name: `new`, `unchanged`, and what is fixed. */
async function changes(folder: string, ...args: string[]) {
  const { findings, compared } = await scanned(folder, "--config", config, "--base", "main", ...args);
  const named = (wanted: string) =>
    findings
      .filter(({ change }) => change === wanted)
      .map(({ rule, subject }) => `${rule} ${subject.name}`)
      .sort();
  return {
    new: named("new"),
    unchanged: named("unchanged").length,
    fixed: (compared?.fixed ?? []).map(({ rule, subject }) => `${rule} ${subject.replace(/^.*[#/]/, "")}`).sort(),
  };
}

async function between(before: Files, after: Files, ...args: string[]) {
  const history = new History(before);
  history.git("checkout", "--quiet", "-b", "change");
  history.commit(after);
  return changes(history.folder, ...args);
}

describe("a change brings exactly its own findings", () => {
  it.each<[string, Files, Files, Awaited<ReturnType<typeof changes>>]>([
    [
      "nothing, when lines move",
      { "template.yaml": sam(fn("A", "", nightly), fn("B")) },
      { "template.yaml": `# moved\n\n${sam(fn("B"), fn("A", "", nightly))}` },
      { new: [], unchanged: 5, fixed: [] },
    ],
    [
      "nothing, when a file is renamed",
      { "template.yaml": sam(queue(10), fn("A", "      Timeout: 30\n", reads), fn("B", "", nightly)) },
      {
        "template.yaml": undefined,
        "deploy/backend/sam.yml": sam(queue(10), fn("A", "      Timeout: 30\n", reads), fn("B", "", nightly)),
      },
      { new: [], unchanged: 7, fixed: [] },
    ],
    [
      "what Globals change about functions that are not in the diff",
      {
        "template.yaml": `${HEAD}Globals: { Function: { Timeout: 5 } }\nResources:\n${queue(30)}${fn("A", "", reads)}`,
      },
      {
        "template.yaml": `${HEAD}Globals: { Function: { Timeout: 6 } }\nResources:\n${queue(30)}${fn("A", "", reads)}`,
      },
      { new: ["queue-visibility-timeout Orders"], unchanged: 3, fixed: [] },
    ],
    [
      "nothing, when Globals change what a finding is not about",
      {
        "template.yaml": `${HEAD}Globals: { Function: { Timeout: 20 } }\nResources:\n${queue(30)}${fn("A", "", reads)}`,
      },
      {
        "template.yaml": `${HEAD}Globals: { Function: { Timeout: 19, MemorySize: 512, Tags: { a: b } } }\nResources:\n${queue(30)}${fn("A", "", reads)}`,
      },
      { new: [], unchanged: 4, fixed: [] },
    ],
    [
      "nothing, when the provider's defaults change what a finding is not about",
      { "serverless.yml": service(handler("a", scheduled) + handler("b")) },
      { "serverless.yml": service(handler("a", scheduled) + handler("b"), "  memorySize: 512\n  tags: { a: b }\n") },
      { new: [], unchanged: 5, fixed: [] },
    ],
    [
      "what the provider's defaults change",
      { "serverless.yml": service(handler("a") + handler("b"), "  logRetentionInDays: 14\n") },
      { "serverless.yml": service(handler("a") + handler("b")) },
      {
        new: ["log-retention-unset ALambdaFunction", "log-retention-unset BLambdaFunction"].sort(),
        unchanged: 2,
        fixed: [],
      },
    ],
    [
      "nothing, when a stack is split into nested ones",
      { "template.yaml": sam(queue(10), fn("A", "      Timeout: 30\n", reads), fn("B", "", nightly)) },
      {
        "template.yaml": `${HEAD}Resources:
  Work: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: work.yaml } }
  Night: { Type: AWS::Serverless::Application, Properties: { Location: night.yaml } }
`,
        "work.yaml": sam(queue(10), fn("A", "      Timeout: 30\n", reads)),
        "night.yaml": sam(fn("B", "", nightly)),
      },
      { new: [], unchanged: 7, fixed: [] },
    ],
    [
      "nothing, when a Serverless service is split in two",
      { "serverless.yml": service(handler("a", scheduled) + handler("b", scheduled)) },
      {
        "serverless.yml": undefined,
        "a/serverless.yml": service(handler("a", scheduled)),
        "b/serverless.yml": service(handler("b", scheduled)),
      },
      { new: [], unchanged: 6, fixed: [] },
    ],
    [
      "the findings of a function that is added, and not those of its namesake in another stack",
      { "one/template.yaml": sam(fn("Handler", "", nightly)) },
      {
        "another/template.yaml": sam(fn("Handler", "", nightly)),
      },
      {
        new: ["alarm-missing Handler", "failure-path-missing Handler", "log-retention-unset Handler"],
        unchanged: 3,
        fixed: [],
      },
    ],
    [
      "what is fixed",
      { "template.yaml": sam(queue(10), fn("A", "      Timeout: 30\n", reads)) },
      { "template.yaml": sam(queue(180), fn("A", "      Timeout: 30\n", reads)) },
      { new: [], unchanged: 3, fixed: ["queue-visibility-timeout Orders"] },
    ],
    [
      "a finding whose acceptance is taken back",
      { "template.yaml": sam(fn("A").replace("  A:", "  A: # assay-ignore * -- known")) },
      { "template.yaml": sam(fn("A")) },
      { new: ["alarm-missing A", "log-retention-unset A"], unchanged: 0, fixed: [] },
    ],
    [
      "nothing fixed by accepting a finding, or by not knowing any more",
      { "template.yaml": sam(queue(10), fn("A", "      Timeout: 30\n", reads)) },
      {
        "template.yaml": `${HEAD}Parameters: { Seconds: { Type: Number } }\nResources:\n${queue(10).replace("10", "!Ref Seconds")}${fn("A", "      Timeout: 30\n", reads).replace("  A:", "  A: # assay-ignore alarm-missing -- known")}`,
      },
      { new: [], unchanged: 2, fixed: [] },
    ],
  ])("%s", async (_, before, after, expected) => {
    expect(await between(before, after)).toEqual(expected);
  });

  it("the finding of the new place is the new one among namesakes", async () => {
    const history = new History({ "one/template.yaml": sam(fn("Handler")), "three/template.yaml": sam(fn("Handler")) });
    history.git("checkout", "--quiet", "-b", "change");
    history.commit({ "two/template.yaml": sam(fn("Handler")) });
    const { findings } = await scanned(history.folder, "--base", "main");
    expect(
      new Set(findings.filter(({ change }) => change === "new").map(({ locations }) => locations[0]?.file)),
    ).toEqual(new Set(["two/template.yaml"]));
  });

  it("problems, too", async () => {
    const history = new History({ "template.yaml": sam(fn("A")), "old.yaml": `${sam(fn("B"))} broken: [` });
    history.write({ "new.yaml": `${sam(fn("B"))} broken: {` });
    const { problems } = await scanned(history.folder, "--base", "main");
    expect(problems.filter(({ level }) => level === "error").map(({ file, change }) => [file, change])).toEqual([
      ["new.yaml", "new"],
      ["old.yaml", "unchanged"],
    ]);
  });
});

describe("the base is read as the work tree is", () => {
  const nested = { "template.yaml": sam(fn("A")), "other/template.yaml": sam(fn("B")) };
  it("from a folder of the repository", async () => {
    const history = new History(nested);
    expect(await changes(path.join(history.folder, "other"))).toEqual({ new: [], unchanged: 2, fixed: [] });
  });
  it("with the same paths and globs", async () => {
    const history = new History(nested);
    for (const args of [["other"], ["--exclude", "*.yaml"], ["--include", "other/**"]])
      expect(await changes(history.folder, ...args)).toEqual({ new: [], unchanged: 2, fixed: [] });
  });
  it("without installed packages and without what git ignores though it is committed", async () => {
    const history = new History({
      ...nested,
      "node_modules/x/template.yaml": sam(fn("C")),
      "vendor/template.yaml": sam(fn("D")),
    });
    history.commit({ ".gitignore": "vendor/\n" });
    expect(await changes(history.folder)).toEqual({ new: [], unchanged: 4, fixed: [] });
  });
  it("through links, and with files that others include", async () => {
    const history = new History({
      "serverless.yml": `service: s\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions: \${file(parts/functions.yml)}\n`,
      "real/functions.yml": "a: { handler: src/a.handler }\n",
    });
    fs.mkdirSync(path.join(history.folder, "parts"));
    fs.symlinkSync("../real/functions.yml", path.join(history.folder, "parts/functions.yml"));
    fs.symlinkSync("/etc/passwd", path.join(history.folder, "parts/outside.yml"));
    history.commit({});
    expect(await changes(history.folder)).toEqual({ new: [], unchanged: 2, fixed: [] });
  });
  it("where this branch left it, so that later work of others is not held against it", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    history.git("checkout", "--quiet", "-b", "change");
    history.git("checkout", "--quiet", "main");
    history.commit({
      "template.yaml": sam(
        fn("A", "      LoggingConfig: { LogGroup: !Ref L }\n"),
        "  L: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 3 } }\n",
      ),
    });
    history.git("checkout", "--quiet", "change");
    expect(await changes(history.folder)).toEqual({ new: [], unchanged: 2, fixed: [] });
  });
  it("and says when an app has no assembly there", async () => {
    const manifest = JSON.stringify({
      version: "48.0.0",
      artifacts: { App: { type: "aws:cloudformation:stack", properties: { templateFile: "App.json" } } },
    });
    const app = JSON.stringify({ Resources: { R: { Type: "AWS::SQS::Queue" } } });
    const history = new History({ "infra/cdk.json": '{"app": "node app.js"}', ".gitignore": "cdk.out\n" });
    history.write({ "infra/cdk.out/manifest.json": manifest, "infra/cdk.out/App.json": app });
    const { compared } = await scanned(history.folder, "--base", "main");
    expect(compared?.notes).toEqual([
      expect.stringMatching(/^the base has no cloud assembly infra\/cdk\.out\/manifest\.json, so all findings/),
    ]);
  });
});

describe("the repository", () => {
  it("is left as it was", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    history.write({ "template.yaml": sam(fn("A"), fn("B")), "untracked.txt": "x" });
    const state = () => [
      history.git("status", "--porcelain"),
      history.git("worktree", "list"),
      history.git("stash", "list"),
      history.git("for-each-ref"),
      fs.readdirSync(path.join(history.folder, ".git")).sort().join(),
    ];
    const before = state();
    expect((await changes(history.folder)).new).toEqual(["alarm-missing B", "log-retention-unset B"]);
    expect(state()).toEqual(before);
  });

  it("cannot have its own programs run", async () => {
    const history = new History({ "template.yaml": sam(fn("A")), ".gitattributes": "* diff=evil filter=evil\n" });
    const evil = path.join(history.folder, "evil.sh");
    const proof = path.join(history.folder, "proof");
    fs.writeFileSync(evil, `#!/bin/sh\ntouch '${proof}'\ncat\n`, { mode: 0o755 });
    for (const key of ["core.fsmonitor", "core.pager", "diff.evil.textconv", "filter.evil.smudge", "alias.ls-tree"])
      history.git("config", key, key.startsWith("alias") ? `!${evil}` : evil);
    fs.writeFileSync(path.join(history.folder, ".git/hooks/post-index-change"), `#!/bin/sh\ntouch '${proof}'\n`, {
      mode: 0o755,
    });
    expect(await changes(history.folder)).toEqual({ new: [], unchanged: 2, fixed: [] });
    expect(fs.existsSync(proof)).toBe(false);
  });

  it("is not believed to be the one of a hook that started us", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    const { code } = await invoke(history.folder, ["scan", "--base", "main"], {
      ...process.env,
      GIT_DIR: "/nonexistent",
      GIT_INDEX_FILE: "/nonexistent/index",
    });
    expect(code).toBe(0);
  });
});

describe("a base that is not there", () => {
  const said = async (folder: string, ref: string, env = process.env) => {
    const { code, err, out } = await invoke(folder, ["scan", "--base", ref], env);
    return [code, err, out];
  };
  it("in no repository", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    fs.rmSync(path.join(history.folder, ".git"), { recursive: true });
    const [code, err] = await said(history.folder, "main", {
      ...process.env,
      GIT_CEILING_DIRECTORIES: path.dirname(history.folder),
    });
    expect([code, err]).toEqual([
      2,
      `assay: A git ref needs a git repository that belongs to you: ${history.folder} is in none.\n`,
    ]);
  });
  it("in a shallow clone", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) }, { "a.txt": "a" });
    history.git("clone", "--quiet", "--depth=1", `file://${history.folder}`, "clone");
    const clone = path.join(history.folder, "clone");
    expect(await said(clone, "HEAD~1")).toEqual([
      2,
      "assay: The clone is shallow and has no commit 'HEAD~1'. Fetch it first: git fetch --unshallow\n",
      "",
    ]);
    expect((await said(clone, "origin/next"))[1]).toContain("Fetch it first: git fetch --depth=1 origin next\n");
    expect((await said(clone, "main"))[0]).toBe(0);
  });
  it.each(["nope", "--upload-pack=touch x", "main:template.yaml", "-h"])("as %s", async (ref) => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    const [code, err] = await said(history.folder, ref);
    expect(code).toBe(2);
    expect(err).toContain(`There is no commit '${ref}' here.`);
  });
  it("but for a branch of the origin", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    history.git("clone", "--quiet", history.folder, "clone");
    const clone = path.join(history.folder, "clone");
    history.git("-C", "clone", "checkout", "--quiet", "-b", "change");
    history.git("-C", "clone", "branch", "--quiet", "-D", "main");
    expect((await said(clone, "main"))[0]).toBe(0);
  });
  it("without git", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    const [code, err] = await said(history.folder, "main", { PATH: "/nonexistent" });
    expect(code).toBe(2);
    expect(err).toContain("git cannot be run");
  });
  it("together with a baseline", async () => {
    const history = new History({ "template.yaml": sam(fn("A")) });
    const { code, err } = await invoke(history.folder, ["scan", "--base", "main", "--baseline", "x"]);
    expect([code, err]).toEqual([2, "assay: Give --base or --baseline, not both.\n"]);
  });
});

describe("exit codes", () => {
  it("count new findings only", async () => {
    const history = new History({ "template.yaml": sam(fn("A", "", nightly)) });
    const codes = async (...args: string[]) => (await invoke(history.folder, ["scan", ...args], process.env)).code;
    expect(await codes()).toBe(1);
    expect(await codes("--base", "main")).toBe(0);
    history.write({ "template.yaml": sam(fn("A", "", nightly), fn("B", "", nightly)) });
    expect(await codes("--base", "main")).toBe(1);
    expect(await codes("--base", "main", "--fail-on", "critical")).toBe(0);
  });
});
