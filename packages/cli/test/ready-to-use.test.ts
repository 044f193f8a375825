import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { parse, toJson } from "@assay/analyzer";
import { History } from "./history.js";
import { Server, TOKEN } from "./host-server.js";
import { invoke } from "./invoke.js";
import { grammarError } from "./render/grammar.js";

const root = path.resolve(import.meta.dirname, "../../..");
const cli = path.join(root, "packages/cli");
const bundle = path.join(cli, "node_modules/.cache/ready-to-use");
const temp = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "assay-action-"));

beforeAll(async () => {
  await build({
    entryPoints: [path.join(cli, "src/index.ts")],
    outdir: bundle,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@assay/source"],
    external: ["typescript"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;',
    },
    logLevel: "silent",
  });
  const run = 'import { run } from "./index.mjs"; process.exitCode = await run(process.argv.slice(2));';
  fs.writeFileSync(path.join(bundle, "run.mjs"), run);
});
afterAll(() => {
  fs.rmSync(bundle, { recursive: true });
  fs.rmSync(temp, { recursive: true });
});

function yaml(text: string): unknown {
  const { root: tree } = parse({ path: "x.yaml", text });
  return tree && toJson(tree);
}

const command = `${process.execPath} ${path.join(bundle, "run.mjs")}`;
const fn = (name: string) =>
  `  ${name}: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: a.b, CodeUri: src/, Events: { N: { Type: Schedule, Properties: { Schedule: rate(1 day) } } } } }\n`;
const sam = (...names: string[]) => `Transform: AWS::Serverless-2016-10-31\nResources:\n${names.map(fn).join("")}`;

/** A shallow clone of a repository whose branch `change` brings a function. */
function checkout(): string {
  const origin = new History({ "app/template.yaml": sam("Old") });
  origin.git("checkout", "--quiet", "-b", "change");
  origin.commit({ "app/template.yaml": sam("Old", "New") });
  origin.git("clone", "--quiet", "--depth=1", "--branch=change", `file://${origin.folder}`, "clone");
  return path.join(origin.folder, "clone");
}

async function bash(script: string, cwd: string, env: Record<string, string>) {
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: temp, ASSAY_COMMAND: command, ...env },
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, said };
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly steps: readonly {
      id?: string;
      run?: string;
      env?: Record<string, string>;
      "working-directory"?: string;
    }[];
  };
}

describe("the GitHub action", () => {
  const action = yaml(fs.readFileSync(path.join(root, "action.yml"), "utf8")) as Action;

  it("puts nothing from outside into its scripts", () => {
    for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
  });

  /** Runs the steps as the runner does, those of other actions left out; conditions are the caller's. */
  async function runSteps(
    folder: string,
    inputs: Record<string, string>,
    env: Record<string, string>,
    ids: readonly string[],
  ) {
    const steps: Record<string, Record<string, string>> = {};
    const value = (text: string): string =>
      text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, expression: string) => {
        const [context = "", name = "", , output = ""] = expression.split(".");
        if (context === "inputs") return inputs[name] ?? value(action.inputs[name]?.default ?? "");
        return context === "steps" ? (steps[name]?.[output] ?? "") : "";
      });
    const log: string[] = [];
    let code: number | null = 0;
    for (const { id = "", run, env: own = {}, "working-directory": where } of action.runs.steps) {
      if (run === undefined || !ids.includes(id)) continue;
      const output = path.join(temp, `output-${id}`);
      fs.writeFileSync(output, "");
      const given = Object.fromEntries(Object.entries(own).map(([name, text]) => [name, value(text)]));
      const ran = await bash(run, path.join(folder, where ? value(where) : "."), {
        GITHUB_OUTPUT: output,
        RUNNER_TEMP: temp,
        ...env,
        ...given,
      });
      log.push(ran.said);
      code = ran.code;
      steps[id] = Object.fromEntries(
        fs
          .readFileSync(output, "utf8")
          .trim()
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
      if (code !== 0) break;
    }
    const outputs = Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value: text }]) => [name, value(text)]),
    );
    return { code, log: log.join(""), outputs, steps };
  }

  it("reports what a pull request brings, in a shallow checkout, and comments on it", async () => {
    const server = new Server();
    const api = await server.start();
    onTestFinished(() => server.stop());
    const summary = path.join(temp, "summary.md");
    const event = path.join(temp, "event.json");
    fs.writeFileSync(event, JSON.stringify({ pull_request: { number: 5, head: { sha: "b".repeat(40) } } }));
    const { code, log, outputs, steps } = await runSteps(
      checkout(),
      { path: "app", "base-ref": "main", comment: "update", "github-token": TOKEN },
      { GITHUB_STEP_SUMMARY: summary, GITHUB_API_URL: api, GITHUB_REPOSITORY: "o/r", GITHUB_EVENT_PATH: event },
      ["node", "base", "scan", "comment", "verdict"],
    );
    expect(steps["node"]).toEqual({ present: "true" });
    expect(log).toMatch(/^::error file=app\/template\.yaml,line=4,.*title=async-failure-target-missing::/m);
    expect(log).not.toContain("Old");
    expect(code).toBe(1);
    expect(Number(outputs["findings"])).toBe(2 * Number(outputs["new-findings"]));
    for (const [format, name] of [
      ["json", "report-path"],
      ["sarif", "sarif-path"],
    ] as const)
      expect(grammarError(format, fs.readFileSync(outputs[name] ?? "", "utf8"))).toBeUndefined();
    expect(fs.readFileSync(summary, "utf8")).toContain("## Assay: ");
    expect(server.stored.map(({ body }) => body)).toEqual([expect.stringContaining("(https://github.com/o/r/blob/")]);
    expect(log).not.toContain(TOKEN);
  });

  it("reports everything on other events, and does not trip over a token that may not comment", async () => {
    const { code, log, outputs } = await runSteps(
      checkout(),
      { "fail-on": "never", "working-directory": "app", args: "--profile strict", "base-ref": "" },
      { GITHUB_REPOSITORY: "o/r" },
      ["scan", "comment", "verdict"],
    );
    expect(log).toContain("::warning::The comment was not written");
    expect(code).toBe(0);
    expect(outputs["findings"]).toBe(outputs["new-findings"]);
  });

  it("runs no branch's name", async () => {
    const proof = path.join(temp, "proof");
    const { log } = await runSteps(
      checkout(),
      { "base-ref": `x"; touch '${proof}'; $(touch ${proof})`, path: "app" },
      {},
      ["base", "scan"],
    );
    expect(fs.existsSync(proof)).toBe(false);
    expect(log).toContain("The clone is shallow and has no commit");
  });
});

describe("the GitLab template", () => {
  interface Template {
    readonly assay: {
      readonly script: readonly string[];
      readonly artifacts: { readonly reports: Record<string, string> };
    };
  }
  const [spec, job] = fs.readFileSync(path.join(root, "templates/assay.yml"), "utf8").split("\n---\n").map(yaml) as [
    object,
    Template,
  ];

  it("writes the reports that it promises, about what is new", async () => {
    expect(spec).toHaveProperty("spec.inputs.path");
    const clone = checkout();
    const origin = path.dirname(clone);
    const base = fs.readFileSync(path.join(origin, ".git/refs/heads/main"), "utf8").trim();
    const env = {
      ASSAY_PATHS: "app",
      ASSAY_FAIL_ON: "high",
      ASSAY_ARGS: "",
      ASSAY_VERSION: "0",
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      GITLAB_TOKEN: "",
      CI_MERGE_REQUEST_IID: "5",
    };
    const { code, said } = await bash(job.assay.script.join("\n"), clone, env);
    expect([code, said]).toEqual([1, expect.stringMatching(/^app\/template\.yaml:4:.*New/)]);
    const read = (name: string) => fs.readFileSync(path.join(clone, name), "utf8");
    expect(grammarError("gitlab", read(job.assay.artifacts.reports["codequality"] ?? ""))).toBeUndefined();
    expect(grammarError("junit", read(job.assay.artifacts.reports["junit"] ?? ""))).toBeUndefined();
  });
});

it("all of them use the version that they belong to", () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(cli, "package.json"), "utf8")) as { version: string };
  const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
  expect(read("action.yml")).toContain(`default: "${version}" }`);
  expect(read("templates/assay.yml")).toContain(`version: { default: "${version}" }`);
  expect(read(".pre-commit-hooks.yaml")).toContain(`assay@${version} `);
  expect(read("docs/code-review.md")).toContain(`assay@${version} `);
});

it("the pre-commit hook fails for what a commit brings", async () => {
  const [hook] = yaml(fs.readFileSync(path.join(root, ".pre-commit-hooks.yaml"), "utf8")) as { entry: string }[];
  const [, args = ""] = /^npx --yes assay@[\d.]+ (.*)$/.exec(hook?.entry ?? "") ?? [];
  const history = new History({ "template.yaml": sam("Old") });
  const run = () => invoke(history.folder, args.split(" "), process.env);
  expect((await run()).code).toBe(0);
  history.write({ "template.yaml": sam("Old", "New") });
  history.git("add", "--all");
  expect(await run()).toMatchObject({ code: 1, out: expect.stringContaining("New") as string });
});
