import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("a reader that closes the pipe early is no error", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "assay-pipe-"));
  const program = path.join(folder, "program.mjs");
  const index = path.resolve(import.meta.dirname, "../src/index.ts");
  const entry = path.join(folder, "entry.ts");
  writeFileSync(entry, `import { run } from ${JSON.stringify(index)};\nprocess.exitCode = await run(["rules"]);\n`);
  await build({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@assay/source"],
    external: ["typescript"],
    banner: { js: 'import { createRequire as __r } from "node:module"; const require = __r(import.meta.url);' },
    logLevel: "error",
  });
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => void (errors += chunk.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  rmSync(folder, { recursive: true });
  expect(errors).toBe("");
  expect(code).toBe(0);
});
