import { describe, expect, it } from "vitest";
import { expanded } from "./expanded.js";

const unknown = (fields: Record<string, unknown>) => ({ "Assay::Unknown": expect.objectContaining(fields) as unknown });

/** The value that an expression of a TypeScript configuration has as an output, and what was said about it. */
async function valueOf(expression: string, before = "", files: Record<string, string> = {}) {
  const script = `${before}\nexport default {\nservice: 's', provider: { name: 'aws' }, resources: { Outputs: { V: { Value: ${expression} } } },\n};`;
  const { outputs, problems } = await expanded({ "serverless.ts": script, ...files });
  return { value: outputs["V"]?.Value, problems };
}

describe("a script", () => {
  it.each<[string, string, unknown, string?]>([
    ["a constant", "a", "x", "const a = 'x';"],
    ["an object with shorthand and computed keys", "{ a, ['b' + 1]: 2 }", { a: "x", b1: 2 }, "const a = 'x';"],
    [
      "spreads",
      "{ ...a, y: 2, ...(true && { z: 3 }), ...(false && { w: 4 }) }",
      { x: 1, y: 2, z: 3 },
      "const a = { x: 1, y: 1 };",
    ],
    ["spread lists", "[...a, 3]", [1, 2, 3], "const a = [1, 2];"],
    ["a template string", "`${a}-${1 + 1}`", "x-2", "const a = 'x';"],
    ["as const and satisfies", "({ a: 1 as const } satisfies object).a", 1],
    ["a conditional", "a === 'x' ? 'yes' : 'no'", "yes", "const a: string = 'x';"],
    ["logical operators", "[null ?? 1, 0 || 2, 1 && 3]", [1, 2, 3]],
    ["destructuring", "[a, c, d]", [1, 2, { e: 3 }], "const { a, b: c, ...d } = { a: 1, b: 2, e: 3 };"],
    ["a pure function", "f('a')", "a-b", "function f(x: string, y = 'b') { return `${x}-${y}`; }"],
    ["an arrow function", "f({ n: 2 })", 4, "const f = ({ n }: { n: number }) => n * 2;"],
    ["a loop", "a", { x: "x!", y: "y!" }, "const a: any = {}; for (const k of ['x', 'y']) a[k] = k + '!';"],
    ["a counted loop", "a", [0, 1, 2], "const a: number[] = []; for (let i = 0; i < 3; i++) a.push(i);"],
    [
      "a switch",
      "f('b')",
      2,
      "const f = (x: string) => { switch (x) { case 'a': return 1; case 'b': return 2; default: return 3; } };",
    ],
    ["an enumeration", "[E.A, E.C]", ["a", 1], "enum E { A = 'a', B = 0, C }"],
    ["methods of lists", "['b', 'a'].map((x) => x.toUpperCase()).sort().join('+')", "A+B"],
    [
      "filter, find and some",
      "[[1, 2].filter((n) => n > 1), [1, 2].find((n) => n > 1), [1].some((n) => n > 1)]",
      [[2], 2, false],
    ],
    ["reduce", "['a', 'b'].reduce((all, k) => ({ ...all, [k]: 1 }), {})", { a: 1, b: 1 }],
    [
      "entries and fromEntries",
      "Object.fromEntries(Object.entries({ a: 1 }).map(([k, v]) => [k + 'x', v]))",
      { ax: 1 },
    ],
    ["texts", "'a/b c'.replace(/[/ ]/g, '-').split('-').length", 3],
    ["JSON", "JSON.parse(JSON.stringify({ a: [1] })).a[0]", 1],
    ["an environment variable with a fallback", "process.env.NOPE ?? process.env.NONE ?? 'dev'", "dev"],
    ["undefined, which is left out", "{ a: undefined, b: 1 }", { b: 1 }],
    ["a variable of the framework", "'${sls:stage}-x'", "dev-x"],
    ["delete", "a", { y: 2 }, "const a: any = { x: 1, y: 2 }; delete a.x;"],
  ])("is evaluated: %s", async (_, expression, expected, before) => {
    const { value, problems } = await valueOf(expression, before);
    expect(value).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it("imports local modules in every form", async () => {
    const files = {
      "lib/a.ts": "export const one = 1;\nexport default { d: 'default' };\n",
      "lib/index.ts": "export * from './a';\nexport { default as again } from './a';\nexport const two = 2;\n",
      "lib/c.js": "module.exports = { three: 3, nested: { four: 4 } };\n",
      "lib/d.json": '{"five": 5}',
      "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["lib/*"] } } } // comment',
    };
    const before = `import a, { one } from './lib/a';
import * as all from './lib';
import { again, two as second } from './lib/index';
import c from './lib/c';
import d from './lib/d.json';
import { one as mapped } from '@lib/a';
const { nested } = require('./lib/c');`;
    const { value, problems } = await valueOf(
      "[a.d, one, all.two, again.d, second, c.three, d.five, nested.four, mapped]",
      before,
      files,
    );
    expect(value).toEqual(["default", 1, 2, "default", 2, 3, 5, 4, 1]);
    expect(problems).toEqual([]);
  });

  it("knows the folder of a module, as helpers for handlers use it", async () => {
    const files = {
      "src/libs/handler.ts":
        "export const handlerPath = (context: string) => `${context.split(process.cwd())[1].substring(1).replace(/\\\\/g, '/')}`;\n",
      "src/hello/index.ts":
        "import { handlerPath } from '../libs/handler';\nexport default { handler: `${handlerPath(__dirname)}/handler.main` };\n",
    };
    const { value } = await valueOf("hello.handler", "import hello from './src/hello';", files);
    expect(value).toBe("src/hello/handler.main");
  });

  it("reads files of the repository", async () => {
    const before = "import fs from 'fs'; import path from 'node:path'; import yaml from 'js-yaml';";
    const files = { "conf/a.yml": "x: 1\n", "conf/b.json": '{"y": 2}' };
    const expression =
      "{ ...(yaml.load(fs.readFileSync(path.join(__dirname, 'conf/a.yml'), 'utf8')) as object), ...JSON.parse(fs.readFileSync('conf/b.json', 'utf8')) }";
    expect((await valueOf(expression, before, files)).value).toEqual({ x: 1, y: 2 });
  });

  it.each<[string, Record<string, string>]>([
    ["module.exports", { "serverless.js": "module.exports = { service: 's', provider: { name: 'aws' } };" }],
    [
      "a promise",
      { "serverless.js": "module.exports = (async () => ({ service: 's', provider: { name: 'aws' } }))();" },
    ],
    ["an ES module", { "serverless.mjs": "export default { service: 's', provider: { name: 'aws' } };" }],
    ["CommonJS", { "serverless.cjs": "exports.service = 's'; exports.provider = { name: 'aws' };" }],
    [
      "a typed constant",
      { "serverless.ts": "const c: any = { service: 's', provider: { name: 'aws' } };\nmodule.exports = c;" },
    ],
  ])("exports its configuration as %s", async (_, files) => {
    const { root, problems } = await expanded(files);
    expect(problems).toEqual([]);
    expect(root).toBeDefined();
  });
});

describe("what a script would have to be run for", () => {
  it.each<[string, string, string, Record<string, unknown>]>([
    ["the network", "fetch('https://example.com')", "", { At: "serverless.ts:3" }],
    [
      "a package",
      "secret()",
      "import { secret } from 'some-package';",
      { Reason: expect.stringContaining("some-package") as unknown },
    ],
    ["a child process", "execSync('git rev-parse HEAD').toString()", "import { execSync } from 'child_process';", {}],
    ["the time", "new Date().toISOString()", "", {}],
    ["chance", "Math.random()", "", {}],
    [
      "an environment variable",
      "process.env.TOKEN",
      "",
      { Variable: expect.stringContaining("TOKEN") as unknown, Source: "env" },
    ],
    ["a class", "new C().x", "class C { x = 1 }", {}],
    [
      "a branch that hangs on it",
      "a",
      "let a = 1; if (fetch('x')) a = 2;",
      { Reason: expect.stringContaining("fetch") as unknown },
    ],
    ["a result that hangs on it", "f()", "const f = () => { if (fetch('x')) return 1; return 2; };", {}],
  ])("is a stated unknown: %s", async (_, expression, before, fields) => {
    const { value, problems } = await valueOf(expression, before);
    expect(value).toEqual(unknown(fields));
    if (fields["Source"] !== "env")
      expect(problems).toEqual([expect.stringMatching(/^warning script-unreadable serverless.ts:\d/)]);
  });

  it("keeps the known parts of a text", async () => {
    const { value } = await valueOf("`a-${process.env.TOKEN}-b`");
    expect(value).toEqual({ "Fn::Join": ["", ["a-", unknown({ Source: "env" }), "-b"]] });
  });

  it.each([
    ["process.exit", "process.exit(1);"],
    ["an error", "throw new Error('no');"],
    ["a loop without end", "while (true) {}"],
    ["a recursion without end", "const f = (): any => f(); f();"],
    ["a loop that grows without end", "const a: any[] = [1]; for (const x of a) a.push(x);"],
    ["a module that imports itself", "import './serverless';"],
    ["broken syntax", "const = ;"],
  ])("does no harm: %s", async (_, before) => {
    const { outputs } = await expanded({
      "serverless.ts": `${before}\nexport default { service: 's', provider: { name: 'aws' }, resources: { Outputs: { V: { Value: 1 } } } };`,
      "template.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  T: {Type: AWS::SNS::Topic}\n",
    });
    expect([1, undefined]).toContain(outputs["V"]?.Value);
  });

  it("reports a configuration that is not a value", async () => {
    const { root, problems } = await expanded({ "serverless.ts": "process.exit(1);\n" });
    expect(root).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/script-unreadable serverless.ts:1 /);
  });
});

describe("${file(script)}", () => {
  const yaml = (value: string) => `service: s\nprovider: {name: aws}\nresources: {Outputs: {V: {Value: "${value}"}}}\n`;
  it.each<[string, string, string, unknown]>([
    ["a value", "module.exports = { a: { b: 1 } };", "${file(x.js):a.b}", 1],
    ["a named export of a TypeScript file", "export const a = 'x';", "${file(x.ts):a}", "x"],
    ["what a function returns", "module.exports = () => ({ a: 2 });", "${file(x.js):a}", 2],
    ["what a function under a name returns", "module.exports.f = () => 'y';", "${file(x.js):f}", "y"],
    [
      "a resolved variable",
      "module.exports = async ({ resolveVariable }) => ({ s: await resolveVariable('sls:stage') });",
      "${file(x.js):s}",
      "dev",
    ],
    ["an option", "module.exports = ({ options }) => ({ s: options.stage || 'none' });", "${file(x.js):s}", "none"],
  ])("gives %s", async (_, script, value, expected) => {
    const name = value.includes(".ts") ? "x.ts" : "x.js";
    const { outputs, problems } = await expanded({ "serverless.yml": yaml(value), [name]: script });
    expect(outputs["V"]?.Value).toEqual(expected);
    expect(problems).toEqual([]);
  });
});
