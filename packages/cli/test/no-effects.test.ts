import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Everything that could run when somebody is careless with a repository; each leaves a file and a word behind. */
const PROOF = "proof-of-execution";
const attack = `require("node:fs").writeFileSync(__dirname + "/${PROOF}", ""); console.log(["EXE", "CUTED"].join(""));`;
const esm = `import fs from "node:fs"; fs.writeFileSync(new URL("${PROOF}", import.meta.url), ""); console.log(["EXE", "CUTED"].join(""));`;
const HOSTILE = {
  "package.json": JSON.stringify({
    type: "commonjs",
    main: "index.js",
    scripts: { preinstall: `touch ${PROOF}`, build: `touch ${PROOF}`, postinstall: `touch ${PROOF}` },
  }),
  "index.js": attack,
  "assay.config.js": attack,
  "assay.config.mjs": esm,
  "cdk/cdk.json": JSON.stringify({ app: `touch ${PROOF}`, build: `touch ${PROOF}` }),
  "cdk/cdk.out/manifest.json": JSON.stringify({
    version: "48.0.0",
    artifacts: {
      App: {
        type: "aws:cloudformation:stack",
        properties: { templateFile: "App.template.json" },
        metadata: { "/App/Q": [{ type: "aws:cdk:logicalId", data: "Q", trace: ["/app/bin/app.js:1:1"] }] },
      },
    },
  }),
  "cdk/cdk.out/App.template.json": JSON.stringify({
    Resources: { Q: { Type: "AWS::SQS::Queue", Metadata: { "aws:cdk:path": "App/Q/Resource" } } },
  }),
  "cdk/bin/app.js": attack,
  "yaml/serverless.yml": `service: s
provider: { name: aws, runtime: nodejs22.x, stage: "\${file(stage.js):value}", region: "\${env:AWS_REGION}" }
plugins: [ ./plugin, serverless-esbuild ]
custom:
  a: \${file(value.js)}
  b: \${file(value.mjs):fn}
  c: \${git:branch}
  d: \${ssm:/secret}
  e: \${s3:bucket/key}
  f: \${cf:stack.output}
  g: \${aws:accountId}
  h: \${param:x}
  i: \${http://169.254.169.254/latest/meta-data}
functions:
  f: { handler: src/f.handler, events: [ { http: GET / } ] }
`,
  "yaml/plugin.js": attack,
  "yaml/stage.js": `${attack} module.exports.value = "dev";`,
  "yaml/value.js": `${attack} module.exports = () => ({});`,
  "yaml/value.mjs": `${esm} export const fn = () => 1;`,
  "yaml/src/f.js": attack,
  "ts/serverless.ts": `${esm} export default { service: "s", provider: { name: "aws", runtime: "nodejs22.x" }, functions: {} };`,
  "js/serverless.js": `${attack} module.exports = { service: "s", provider: { name: "aws", runtime: "nodejs22.x" }, functions: { f: { handler: "f.f" } } };`,
  "js/node_modules/typescript/index.js": attack,
  "node_modules/typescript/index.js": attack,
  "node_modules/typescript/package.json": '{"name":"typescript","main":"index.js"}',
  "sam/template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Remote: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://169.254.169.254/template.yaml" } }
  App: { Type: AWS::Serverless::Application, Properties: { Location: { ApplicationId: "arn:aws:serverlessrepo:us-east-1:1:applications/x", SemanticVersion: 1.0.0 } } }
  Include: { "Fn::Transform": { Name: AWS::Include, Parameters: { Location: s3://bucket/x.yaml } } }
  Fn:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: makefile }
    Properties: { Runtime: nodejs22.x, Handler: f.handler, CodeUri: ., Policies: [ AmazonS3FullAccess ] }
`,
  "sam/Makefile": `build-Fn:\n\ttouch ${PROOF}\n`,
  "sam/samconfig.toml": `version = 0.1\n[default.build.parameters]\nhooks = "touch ${PROOF}"\n`,
  "yaml/tags.yaml": `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  A: !!js/function "function(){ require('fs').writeFileSync('${PROOF}', '') }"
  B: !!python/object/apply:os.system ["touch ${PROOF}"]
  C: { Type: AWS::SQS::Queue }
`,
};

/** Loaded before the program: every way out ends it, and a module of the scanned folder that is loaded is said. */
const GUARD = `
const scanned = process.env.SCANNED + require("node:path").sep;
const die = (what) => { require("node:fs").writeSync(2, "FORBIDDEN " + what + "\\n"); process.exit(99); };
const forbid = (name, ...functions) => {
  const module = require(name);
  for (const fn of functions) module[fn] = () => die(name + "." + fn);
};
forbid("node:child_process", "spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork");
forbid("node:http", "request", "get");
forbid("node:https", "request", "get");
forbid("node:http2", "connect");
forbid("node:tls", "connect");
forbid("node:dgram", "createSocket");
forbid("node:dns", "lookup", "resolve");
forbid("node:vm", "runInThisContext", "runInNewContext", "runInContext");
require("node:net").Socket.prototype.connect = () => die("net.connect");
globalThis.fetch = () => die("fetch");
globalThis.eval = () => die("eval");
const Module = require("node:module");
Module.syncBuiltinESMExports();
const load = Module._load;
Module._load = (request, parent, ...rest) => {
  const file = Module._resolveFilename(request, parent);
  return file.startsWith(scanned) ? die("require " + file) : load(request, parent, ...rest);
};
`;

const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "assay-hostile-"));
const cli = path.resolve(import.meta.dirname, "..");
const bundle = path.join(cli, "node_modules/.cache/no-effects");

beforeAll(async () => {
  for (const [file, text] of Object.entries(HOSTILE)) {
    const target = path.join(folder, "repository", file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  fs.writeFileSync(path.join(folder, "guard.cjs"), GUARD);
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
  fs.writeFileSync(
    path.join(bundle, "run.mjs"),
    'import { run } from "./index.mjs"; process.exitCode = await run(process.argv.slice(2));',
  );
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
  fs.rmSync(bundle, { recursive: true });
});

const permissions = () => {
  const flag = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
  return [flag, "--allow-fs-read=*", "--no-warnings"];
};

function run(...args: string[]) {
  const repository = path.join(folder, "repository");
  const guard = ["--require", path.join(folder, "guard.cjs")];
  const result = spawnSync(process.execPath, [...permissions(), ...guard, path.join(bundle, "run.mjs"), ...args], {
    cwd: repository,
    env: { ...process.env, SCANNED: repository, NODE_OPTIONS: "" },
    encoding: "utf8",
  });
  const left = fs.readdirSync(repository, { recursive: true, encoding: "utf8" });
  return { ...result, proofs: left.filter((file) => file.endsWith(PROOF)), said: result.stdout + result.stderr };
}

describe("nothing is run, written or fetched for a hostile repository by", () => {
  it.each([
    [["scan"]],
    [["scan", "-f", "sarif"]],
    [["scan", "-f", "github", "--strict"]],
    [["diff", "./js", "./ts", "-f", "markdown"]],
    [["report"]],
    [["report", "-f", "json"]],
    [["inventory"]],
    [["graph"]],
    [["expand", "js", "--env"]],
    [["expand", "ts"]],
    [["expand", "yaml/serverless.yml"]],
    [["doctor"]],
  ])("%j", (args) => {
    const { status, proofs, said } = run(...args);
    // Lines of the repository that a report quotes are no output of its programs.
    expect(said).not.toMatch(/FORBIDDEN|EXECUTED|ERR_ACCESS_DENIED|internal error/);
    expect(proofs).toEqual([]);
    expect([0, 1, 3]).toContain(status);
    expect(said.length).toBeGreaterThan(50);
  });

  it("and all of it is looked at", () => {
    const analysed = run("doctor").stdout.split("Left out:")[0];
    for (const entry of [
      "cdk/cdk.out/manifest.json",
      "js/serverless.js",
      "sam/template.yaml",
      "ts/serverless.ts",
      "yaml/serverless.yml",
    ])
      expect(analysed).toContain(entry);
  });

  it("and the guard does notice: --synth and --base run programs", () => {
    for (const args of [
      ["scan", "cdk", "--synth"],
      ["scan", "--base", "main"],
    ])
      expect(run(...args).said).toMatch(/FORBIDDEN node:child_process|ERR_ACCESS_DENIED/);
  });
});
