import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main } from "../src/main.js";
import { runCommand } from "../src/synth.js";

const root = mkdtempSync(join(realpathSync(tmpdir()), "assay-synth-"));
afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const manifest = JSON.stringify({
  version: "48.0.0",
  artifacts: { App: { type: "aws:cloudformation:stack", properties: { templateFile: "App.json" } } },
});
const resources = JSON.stringify({ Resources: { Q: { Type: "AWS::SQS::Queue" } } });
/** Stands for the package manager: writes an assembly into the folder in which it is run. */
const npx = (body: string) => `#!/bin/sh\n${body}\n`;
write(
  "bin/npx",
  npx(`mkdir -p cdk.out && echo '${manifest}' > cdk.out/manifest.json && echo '${resources}' > cdk.out/App.json`),
);
write("broken/npx", npx("echo 'no such module' >&2; exit 7"));
for (const folder of ["bin", "broken"]) chmodSync(join(root, folder, "npx"), 0o755);
write("app/cdk.json", '{"app": "node app.js"}');
write("library/cdk.json", '{"context": {}}');

async function expand(args: readonly string[], tools: string) {
  let out = "";
  let err = "";
  const io = {
    cwd: root,
    isTerminal: false,
    today: "2026-01-01",
    env: { PATH: `${join(root, tools)}:/usr/bin:/bin` },
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  };
  const code = await main(["expand", ...args], io, "0");
  return { code, out, err };
}

test("nothing is run unless it is asked for", async () => {
  const { code, err } = await expand(["app"], "bin");
  expect(code).toBe(3);
  expect(err).toContain(
    "app/cdk.json:1:9: error: The CDK app in app has no cloud assembly, so it was not analysed. Run: cd app && npx cdk synth --quiet",
  );
});

test("--synth says what it runs, and the assembly is analysed", async () => {
  const { code, out, err } = await expand(["--synth", "app", "library"], "bin");
  expect(err).toBe("Running in app: npx cdk synth --quiet\n");
  expect(JSON.parse(out)).toEqual(JSON.parse(resources));
  expect(code).toBe(0);
});

test("a command that fails ends the run with its last words", async () => {
  const { code, err } = await expand(["--synth", "app"], "broken");
  expect(code).toBe(2);
  expect(err).toContain("assay: The app in app was not synthesized: it ended with code 7.\nno such module\n");
});

test("a command that is not there, or that does not end, is said", async () => {
  expect(await runCommand(["no-such-program"], root, {})).toMatchObject({
    ok: false,
    reason: expect.stringContaining("cannot be started") as string,
  });
  const late = await runCommand(["/bin/sh", "-c", "sleep 30 & sleep 30"], root, {}, 120);
  expect(late).toEqual({ ok: false, reason: "it was stopped after 0.002 minutes." });
});
