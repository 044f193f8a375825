import { mkdtempSync, mkdirSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { lowerRepository } from "../../../src/analyze.js";
import { diskRepository } from "../../../src/source/disk-repository.js";
import { memoryRepository } from "../../../src/source/memory-repository.js";
import type { Repository } from "../../../src/source/repository.js";
import { assembly, place, queue } from "./assembly-files.js";

const settings = { parameters: new Map<string, string>() };
const template = { Resources: { Q: queue("App/Q/Resource") } };
const config = '{\n  "app": "npx ts-node bin/app.ts"\n}';

/** The files of the small assembly in another folder. */
function assemblyIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(assembly(template)).map(([path, text]) => [path.replace("cdk.out", folder), text]),
  );
}

async function scan(files: Record<string, string>, repository: Repository = memoryRepository(files)) {
  const { projects, problems } = await lowerRepository(repository, settings);
  return {
    entries: projects.map(({ framework, entry }) => `${framework} ${entry}`),
    problems: problems.map(({ code, span, message }) => `${code} ${place(span)} ${message}`),
  };
}

describe("discovery", () => {
  test("finds an assembly once, with everything in it", async () => {
    const files = {
      "cdk.json": config,
      ...assemblyIn("cdk.out"),
      "cdk.out/asset.1/template.json": JSON.stringify(template),
    };
    expect(await scan(files)).toEqual({ entries: ["cdk cdk.out/manifest.json"], problems: [] });
  });

  test("finds the snapshots of integration tests", async () => {
    const files = {
      "cdk.json": '{"context": {}}',
      ...assemblyIn("test/integ.a.js.snapshot"),
      ...assemblyIn("test/integ.b.ts.snapshot"),
    };
    const { entries } = await scan(files);
    expect(entries).toEqual([
      "cdk test/integ.a.js.snapshot/manifest.json",
      "cdk test/integ.b.ts.snapshot/manifest.json",
    ]);
  });

  test("finds an assembly that cdk.json says is written into an ignored folder", async () => {
    const files = { "cdk.json": '{"app": "x", "output": "build/cdk"}', ...assemblyIn("build/cdk") };
    const whole = memoryRepository(files);
    const repository = { ...whole, files: whole.files.filter((path) => !path.startsWith("build/")) };
    expect(await scan(files, repository)).toEqual({ entries: ["cdk build/cdk/manifest.json"], problems: [] });
  });

  test("takes a broken manifest for an assembly, and other manifests for none", async () => {
    const broken = {
      ...assemblyIn("cdk.out"),
      "cdk.out/manifest.json": assemblyIn("cdk.out")["cdk.out/manifest.json"]!.slice(0, -9),
    };
    const other = { "web/manifest.json": '{"artifacts": 3, "name": "x"}' };
    const { entries, problems } = await scan({ ...broken, ...other });
    expect(entries).toEqual(["cdk cdk.out/manifest.json"]);
    expect(problems).toEqual([expect.stringMatching(/^json-syntax cdk\.out\/manifest\.json:/)]);
  });
});

describe("apps without an assembly", () => {
  test.each([
    ["npm", { "package-lock.json": "{}" }, "cd infra && npx cdk synth --quiet"],
    ["pnpm", { "pnpm-lock.yaml": "" }, "cd infra && pnpm exec cdk synth --quiet"],
    ["yarn", { "infra/yarn.lock": "", "package-lock.json": "{}" }, "cd infra && yarn cdk synth --quiet"],
    ["bun", { "bun.lock": "" }, "cd infra && bunx cdk synth --quiet"],
    ["nothing", {}, "cd infra && npx cdk synth --quiet"],
  ])("are named with the command to run: %s", async (_, lockfile, command) => {
    const { problems } = await scan({ "infra/cdk.json": config, ...lockfile });
    expect(problems).toEqual([
      `cdk-not-synthesized infra/cdk.json:2 The CDK app in infra has no cloud assembly, so it was not analysed. Run: ${command}`,
    ]);
  });

  test("a snapshot of a test is not the app's assembly, that of another app is not either", async () => {
    const { problems } = await scan({
      "cdk.json": config,
      ...assemblyIn("test/integ.a.ts.snapshot"),
      "other/cdk.json": config,
      ...assemblyIn("other/cdk.out"),
    });
    expect(problems).toEqual([expect.stringMatching(/^cdk-not-synthesized cdk\.json:2 The CDK app in the root/)]);
  });

  test("settings of a library without an app are no app", async () => {
    expect(await scan({ "cdk.json": '{"context": {}}' })).toEqual({ entries: [], problems: [] });
  });
});

describe("freshness", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** A folder with files, each `[text, seconds after the assembly]`. */
  async function onDisk(files: Record<string, readonly [string, number]>) {
    const root = mkdtempSync(join(realpathSync(tmpdir()), "assay-fresh-"));
    folders.push(root);
    for (const [path, [text, seconds]] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      utimesSync(join(root, path), 1_700_000_000 + seconds, 1_700_000_000 + seconds);
    }
    return scan({}, await diskRepository(root));
  }
  const made = Object.fromEntries(
    Object.entries(assemblyIn("cdk.out")).map(([path, text]) => [path, [text, 0] as const]),
  );

  test("a file that was changed after an ignored assembly was made is named", async () => {
    const { problems } = await onDisk({
      ...made,
      ".gitignore": ["cdk.out\n", 0],
      "cdk.json": [config, 0],
      "bin/app.ts": ["", 0],
      "lib/stack.ts": ["", 60],
      "lib/stack.test.ts": ["", 90],
      "README.md": ["", 90],
    });
    expect(problems).toEqual([
      "assembly-stale cdk.out/manifest.json:1 The cloud assembly is older than the app's source: lib/stack.ts was changed after it was made.",
    ]);
  });

  test("an assembly that is part of the commit is not compared: a checkout has no order of times", async () => {
    const { problems } = await onDisk({ ...made, "cdk.json": [config, 0], "lib/stack.ts": ["", 60] });
    expect(problems).toEqual([]);
  });

  test("a stack that only the program knows is named", async () => {
    const program =
      "import { App, Stack } from 'aws-cdk-lib';\nconst app = new App();\nnew Stack(app, 'App');\nnew Stack(app, 'New');\n";
    const { problems } = await scan({ "cdk.json": config, "bin/app.ts": program, ...assemblyIn("cdk.out") });
    expect(problems).toEqual([
      "stack-not-synthesized bin/app.ts:4 The program creates the stack 'New', which is not in the cloud assembly.",
    ]);
  });
});
