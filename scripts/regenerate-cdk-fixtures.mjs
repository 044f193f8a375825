// Synthesizes the CDK fixtures again, each with the CDK version of its package.json, in a temporary folder.
// Usage: node scripts/regenerate-cdk-fixtures.mjs [fixture…]
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const fixtures = ["cdk-orders", "cdk-v1", "trio/cdk"];
/** Stands for the temporary folder, so that the assembly is the same wherever it was made. */
const CHECKOUT = "/home/dev/src";
/** What the CDK CLI asks for by default. */
const context = {
  "aws:cdk:enable-path-metadata": true,
  "aws:cdk:enable-asset-metadata": true,
};

for (const name of process.argv.length > 2 ? process.argv.slice(2) : fixtures) regenerate(name);

function regenerate(name) {
  const source = path.join(root, "fixtures", name);
  const work = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "cdk-fixture-"));
  try {
    const outdir = synthesize(source, path.join(work, path.basename(name)));
    keep(outdir, work);
    fs.rmSync(path.join(source, "cdk.out"), { recursive: true, force: true });
    fs.cpSync(outdir, path.join(source, "cdk.out"), { recursive: true });
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Installs and runs a copy of the app; returns the folder of its assembly. */
function synthesize(source, app) {
  fs.cpSync(source, app, { recursive: true, filter: (file) => path.basename(file) !== "cdk.out" });
  const run = (command, args, env = {}) =>
    execFileSync(command, args, { cwd: app, stdio: "inherit", env: { ...process.env, ...env } });
  run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--legacy-peer-deps"]);
  const config = JSON.parse(fs.readFileSync(path.join(app, "cdk.json"), "utf8"));
  const outdir = path.join(app, "cdk.out");
  const [command, ...args] = config.app.split(" ");
  run(command, args, { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ ...config.context, ...context }) });
  return outdir;
}

/** Leaves out the contents of assets, and what names the temporary folder. */
function keep(folder, work) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.name.startsWith("asset.")) fs.rmSync(file, { recursive: true });
    else if (entry.isDirectory()) keep(file, work);
    else fs.writeFileSync(file, withoutFlags(fs.readFileSync(file, "utf8").replaceAll(work, CHECKOUT), entry.name));
  }
}

/** The report on feature flags is most of a manifest, and says nothing about what is deployed. */
function withoutFlags(text, name) {
  if (name !== "manifest.json") return text;
  const manifest = JSON.parse(text);
  for (const [id, artifact] of Object.entries(manifest.artifacts))
    if (artifact.type === "cdk:feature-flag-report") delete manifest.artifacts[id];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
