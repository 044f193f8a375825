import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { build } from "esbuild";
import { beforeAll, expect, it } from "vitest";
import { callOn, folderOf } from "./served.js";
import { ORDERS } from "./templates.js";

const mcp = path.resolve(import.meta.dirname, "..");
const made = path.join(mcp, "node_modules/.cache/stdio");
const program = path.join(made, "bin/assay-mcp.mjs");

/** Loaded before the server: nothing may be started, listened for or fetched. */
const GUARD = `
const die = (what) => { require("node:fs").writeSync(2, "FORBIDDEN " + what + "\\n"); process.exit(99); };
const forbid = (name, ...functions) => { for (const fn of functions) require(name)[fn] = () => die(name + "." + fn); };
forbid("node:child_process", "spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork");
forbid("node:http", "request", "get", "createServer");
forbid("node:https", "request", "get", "createServer");
forbid("node:net", "connect", "createServer");
forbid("node:dns", "lookup", "resolve");
for (const fn of ["writeFileSync", "appendFileSync", "mkdirSync", "rmSync", "writeFile"]) forbid("node:fs", fn);
require("node:net").Socket.prototype.connect = () => die("net.connect");
globalThis.fetch = () => die("fetch");
require("node:module").syncBuiltinESMExports();
`;

beforeAll(async () => {
  await build({
    entryPoints: [path.join(mcp, "src/index.ts")],
    outdir: path.join(made, "dist"),
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
  fs.mkdirSync(path.dirname(program), { recursive: true });
  fs.writeFileSync(
    program,
    fs.readFileSync(path.join(mcp, "bin/assay-mcp.js"), "utf8").replace("dist/index.js", "dist/index.mjs"),
  );
  fs.writeFileSync(path.join(made, "guard.cjs"), GUARD);
});

it("answers a client over standard input and output, starts and fetches nothing, and ends with it", async () => {
  const folder = folderOf({ "template.yaml": ORDERS });
  const client = new Client({ name: "test", version: "0.0.0" });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ["--require", path.join(made, "guard.cjs"), program, folder],
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await client.connect(transport);
  await client.listTools();
  for (const [name, args] of [
    ["scan", {}],
    ["list_findings", {}],
    ["explain_rule", { rule: "queue-visibility-timeout" }],
    ["function_facts", {}],
    ["trace_event", { from: "POST /orders" }],
    ["criterion_evidence", {}],
    ["diagram", {}],
    ["diff", { before: ".", after: "." }],
  ] as const)
    expect(await callOn(client, name, args), name).toMatchObject({ isError: false });
  await client.close();
  expect(said).toBe("");
});

it.each([
  [[], 2],
  [["a", "b"], 2],
  [["--nix"], 2],
  [["./no-such-folder"], 2],
  [["--version"], 0],
  [["--help"], 0],
])("ends with %j by itself", (args, code) => {
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8", input: "" });
  expect(status).toBe(code);
  expect(stdout === "").toBe(code !== 0);
});

it("ends when its client leaves", () => {
  const { status } = spawnSync(process.execPath, [program, folderOf({})], { input: "", timeout: 20_000 });
  expect(status).toBe(0);
});
