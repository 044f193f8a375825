import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { template, workFolder } from "../work-folder.js";
import { Client } from "./client.js";

const cli = path.resolve(import.meta.dirname, "../..");
const bundle = path.join(cli, "node_modules/.cache/lsp-process");
const files = { "template.yaml": template("Work") };
const { root } = workFolder(files);

beforeAll(async () => {
  await build({
    entryPoints: [path.join(cli, "src/index.ts")],
    outdir: bundle,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
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
  fs.rmSync(root, { recursive: true });
  fs.rmSync(bundle, { recursive: true });
});

it("`assay lsp` serves an editor over stdio, bundled, and ends when it is told to", async () => {
  const flag = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
  // May read, but neither write nor start a process.
  const guarded = [flag, "--allow-fs-read=*", "--no-warnings", path.join(bundle, "run.mjs"), "lsp", "--stdio"];
  const server = spawn(process.execPath, guarded, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] },
  });
  let errors = "";
  server.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const client = new Client(root, server.stdout, server.stdin);
  await client.start();
  await client.open("template.yaml", `${files["template.yaml"]}  Broken: {\n`);
  await client.shown("template.yaml", (codes) => codes.includes("yaml-syntax"));
  await client.end();
  expect(await ended).toBe(0);
  expect(errors).toBe("");
  client.dispose();
});
