import { describe, expect, test } from "vitest";
import { SourceSearch } from "../../../src/lower/cdk/search/search.js";
import { Sources } from "../../../src/parse/sources.js";
import { memoryRepository } from "../../../src/source/memory-repository.js";
import { place } from "./assembly-files.js";

/** Where the program creates the constructs of some paths, as `file:line`. */
async function search(files: Record<string, string>, paths: readonly string[], type?: string) {
  const repository = memoryRepository({ "cdk.json": '{"app": "npx ts-node app.ts"}', ...files });
  const program = await SourceSearch.open("cdk.out", new Sources(repository, () => undefined));
  return paths.map((path) => {
    const found = program?.find(path, type, path.split("/")[0] ?? "");
    return found && place(found.span);
  });
}

const head =
  "import { App, Stack, aws_sqs as sqs } from 'aws-cdk-lib';\nimport { Construct } from 'constructs';\nconst app = new App();\n";

describe("programs", () => {
  test.each<[string, string, Record<string, string>]>([
    [
      "a construct on a stack",
      "const s = new Stack(app, 'S');\nnew sqs.Queue(s, 'Q');",
      { "S/Q/Resource": "app.ts:5" },
    ],
    [
      "a loop over a list",
      "const s = new Stack(app, 'S');\nfor (const n of ['a', 'b'])\n  new sqs.Queue(s, `q-${n}`);",
      {
        "S/q-a/Resource": "app.ts:6",
        "S/q-b/Resource": "app.ts:6",
      },
    ],
    [
      "a loop over what is not known",
      "const s = new Stack(app, 'S');\nload().forEach((n) => new sqs.Queue(s, `q-${n}-x`));",
      { "S/q-any-x/Resource": "app.ts:5" },
    ],
    [
      "a counting loop",
      "const s = new Stack(app, 'S');\nfor (let i = 0; i < 3; i++)\n  new sqs.Queue(s, 'q' + i);",
      { "S/q2/Resource": "app.ts:6" },
    ],
    [
      "both sides of a condition",
      "const s = new Stack(app, 'S');\nif (prod)\n  new sqs.Queue(s, 'A');\nelse\n  new sqs.Queue(s, 'B');",
      {
        "S/A/Resource": "app.ts:6",
        "S/B/Resource": "app.ts:8",
      },
    ],
    [
      "an id of two kinds",
      "const s = new Stack(app, 'S');\nnew sqs.Queue(s, prod ? 'A' : 'B');",
      { "S/A/Resource": "app.ts:5", "S/B/Resource": "app.ts:5" },
    ],
    ["a slash in an id", "const s = new Stack(app, 'S');\nnew sqs.Queue(s, 'a/b');", { "S/a--b/Resource": "app.ts:5" }],
    [
      "a stack of an unknown name",
      "const s = new Stack(app, `S-${process.env.STAGE ?? 'dev'}`);\nnew sqs.Queue(s, 'Q');",
      { "S-prod/Q/Resource": "app.ts:5" },
    ],
    [
      "a class with a helper method",
      `class S extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue('Q');
  }
  private queue(id: string) {
    return new sqs.Queue(this, id);
  }
}
new S(app, 'S');`,
      { "S/Q/Resource": "app.ts:10" },
    ],
    [
      "a base class whose subclass builds",
      `abstract class Base extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.build();
  }
  abstract build(): void;
}
class S extends Base {
  build() { new sqs.Queue(this, 'Q'); }
}
new S(app, 'S');`,
      { "S/Q/Resource": "app.ts:12" },
    ],
    [
      "a class without a constructor",
      `class Q extends sqs.Queue {}
const s = new Stack(app, 'S');
new Q(s, 'Q');`,
      { "S/Q/Resource": "app.ts:6" },
    ],
    [
      "a class that configures a library class",
      `class Q extends sqs.Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, { fifo: true });
  }
}
const s = new Stack(app, 'S');
new Q(s, 'Q');`,
      { "S/Q/Resource": "app.ts:6" },
    ],
    [
      "fields, getters and a scope that is a construct",
      `class S extends Stack {
  private readonly group = new Construct(this, 'Group');
  get lazy() { return this.made ??= new sqs.Queue(this.group, 'Lazy'); }
  private made?: sqs.Queue;
}
const s = new S(app, 'S');
s.lazy.grantPurge(role);`,
      { "S/Group/Lazy/Resource": "app.ts:6" },
    ],
    [
      "a factory with destructured arguments",
      `const make = (scope: Construct, { id = 'Default' }: { id?: string }) =>
  new sqs.Queue(scope, id);
const s = new Stack(app, 'S');
make(s, {});
make(s, { id: 'Other' });`,
      { "S/Default/Resource": "app.ts:5", "S/Other/Resource": "app.ts:5" },
    ],
    [
      "a method of a construct with an id",
      "const s = new Stack(app, 'S');\nconst api = new RestApi(s, 'Api');\napi.root.addResource('orders')\n  .addMethod('GET');",
      {
        "S/Api/Default/orders/Resource": "app.ts:6",
        "S/Api/Default/orders/GET/Resource": "app.ts:7",
      },
    ],
    [
      "an alarm on a metric",
      "const s = new Stack(app, 'S');\nconst q = new sqs.Queue(s, 'Q');\nq.metricX()\n  .createAlarm(s, 'Alarm', {});",
      { "S/Alarm/Resource": "app.ts:7" },
    ],
    [
      "an immediately called function",
      "(async () => {\n  const s = new Stack(app, 'S');\n  new sqs.Queue(s, 'Q');\n})();",
      { "S/Q/Resource": "app.ts:6" },
    ],
    [
      "an enumeration",
      "enum E { A = 'a', B = 'b' }\nObject.values(E).forEach((e) => new sqs.Queue(new Stack(app, e), 'Q'));",
      { "b/Q/Resource": "app.ts:5" },
    ],
    [
      "the stack around a construct, and a cache in a static field",
      `class Keys {
  private static made: { [id: string]: sqs.Queue } = {};
  static of(scope: Construct): sqs.Queue {
    const stack = Stack.of(scope);
    if (!Keys.made[stack.stackName]) Keys.made[stack.stackName] = new sqs.Queue(stack, 'Shared');
    return Keys.made[stack.stackName]!;
  }
}
const group = new Construct(new Stack(app, 'S'), 'Group');
Keys.of(group).metricX().createAlarm(group, 'Alarm');`,
      { "S/Shared/Resource": "app.ts:8", "S/Group/Alarm/Resource": "app.ts:13" },
    ],
    [
      "a map",
      "const s = new Stack(app, 'S');\nconst m = new Map<string, Construct>();\nm.set('a', new Construct(s, 'A'));\nnew sqs.Queue(m.get('a')!, 'Q');",
      { "S/A/Q/Resource": "app.ts:7" },
    ],
    [
      "an element at an unknown place",
      "const s = new Stack(app, 'S');\nfor (let i = 0; i < 2; i++) new sqs.Queue(s, ['a', 'b'][i]);",
      { "S/b/Resource": "app.ts:5", "S/a/Resource": "app.ts:5" },
    ],
    [
      "a path of an API",
      "const api = new RestApi(new Stack(app, 'S'), 'Api');\napi.root.resourceForPath('a/b').addMethod('GET');",
      {
        "S/Api/Default/a/Resource": "app.ts:5",
        "S/Api/Default/a/b/GET/Resource": "app.ts:5",
      },
    ],
    [
      "a route of an HTTP API",
      "const api = new HttpApi(new Stack(app, 'S'), 'Api');\napi.addRoutes({ path: '/a/{b}', methods: [HttpMethod.GET] });",
      { "S/Api/GET--a--{b}/Resource": "app.ts:5" },
    ],
    [
      "recursion",
      "function f(s: Construct) {\n  new sqs.Queue(s, 'Q');\n  f(s);\n}\nf(new Stack(app, 'S'));",
      { "S/Q/Resource": "app.ts:5" },
    ],
  ])("%s", async (_, program, expected) => {
    const found = await search({ "app.ts": head + program }, Object.keys(expected));
    expect(found).toEqual(Object.values(expected));
  });

  test("what no part of the program creates is not found", async () => {
    const program = `${head}const s = new Stack(app, 'S');\nnew sqs.Queue(s, 'Q');`;
    expect(await search({ "app.ts": program }, ["S/Other/Resource", "S/Exports/Output", "T/Q/Resource"])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("a grant is the place of the policy that it makes", async () => {
    const program = `${head}const s = new Stack(app, 'S');\nconst f = new lambda.Function(s, 'F');\nconst q = new sqs.Queue(s, 'Q');\nq.grantSendMessages(f);`;
    const path = "S/F/ServiceRole/DefaultPolicy/Resource";
    expect(await search({ "app.ts": program }, [path], "AWS::IAM::Policy")).toEqual(["app.ts:7"]);
  });
});

describe("modules", () => {
  const stack =
    "import { Stack, aws_sqs as sqs } from 'aws-cdk-lib';\nexport class S extends Stack {\n  q = new sqs.Queue(this, 'Q');\n}\n";
  test.each<[string, string, Record<string, string>, string]>([
    ["a relative import", "import { S } from './lib/s';", { "lib/s.ts": stack }, "lib/s.ts:3"],
    [
      "a barrel",
      "import { S } from './lib';",
      { "lib/index.ts": "export * from './s.js';", "lib/s.ts": stack },
      "lib/s.ts:3",
    ],
    [
      "a renamed export",
      "import { T as S } from './lib/i';",
      { "lib/i.ts": "export { S as T } from './s';", "lib/s.ts": stack },
      "lib/s.ts:3",
    ],
    [
      "a default export",
      "import S from './s';",
      { "s.ts": stack.replace("export class S", "export default class") },
      "s.ts:3",
    ],
    ["a namespace", "import * as n from './s';\nconst S = n.S;", { "s.ts": stack }, "s.ts:3"],
    ["an import of CommonJS", "import s = require('./s');\nconst S = s.S;", { "s.ts": stack }, "s.ts:3"],
    [
      "CommonJS",
      "const { S } = require('./s');",
      { "s.js": `${stack.replace("export class", "class")}module.exports = { S };` },
      "s.js:3",
    ],
    [
      "an alias of tsconfig.json",
      "import { S } from '@lib/s';",
      {
        "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["lib/*"] } } } // comment',
        "lib/s.ts": stack,
      },
      "lib/s.ts:3",
    ],
    [
      "a package of the same repository",
      "import { S } from '@shop/s';",
      { "packages/s/package.json": '{\n"name": "@shop/s"}', "packages/s/src/index.ts": stack },
      "packages/s/src/index.ts:3",
    ],
    [
      "modules that import each other",
      "import { S } from './a';",
      { "a.ts": `import './b';\n${stack}`, "b.ts": "import { S } from './a';\nexport const x = S;" },
      "a.ts:4",
    ],
  ])("%s", async (_, imports, files, expected) => {
    const app = `import { App } from 'aws-cdk-lib';\n${imports}\nnew S(new App(), 'S');`;
    expect(await search({ ...files, "app.ts": app }, ["S/Q/Resource"])).toEqual([expected]);
  });

  test("a JSON file is a list that is known", async () => {
    const app = `${head}import names from './names.json';\nconst s = new Stack(app, 'S');\nnames.queues.forEach((n) => new sqs.Queue(s, n));`;
    const files = { "app.ts": app, "names.json": '{"queues": ["a", "b"]}' };
    expect(await search(files, ["S/b/Resource", "S/c/Resource"])).toEqual(["app.ts:6", undefined]);
  });

  test("imports that leave the repository are not followed", async () => {
    const app = `import { S } from '../../outside';\n${head}new S(app, 'S');`;
    expect(await search({ "app.ts": app }, ["S/Q/Resource"])).toEqual([undefined]);
  });
});

describe("entries", () => {
  const program = `${head}new sqs.Queue(new Stack(app, 'S'), 'Q');`;
  test.each<[string, Record<string, string>, string]>([
    [
      "the source of the compiled file that cdk.json runs",
      { "cdk.json": '{"app": "node dist/bin/app.js"}', "bin/app.ts": program },
      "bin/app.ts:4",
    ],
    [
      "the only file that makes an App",
      { "cdk.json": '{"app": "npm run app"}', "src/main.ts": program, "src/other.ts": "x" },
      "src/main.ts:4",
    ],
    [
      "a file in another folder",
      { "cdk.json": '{"app": "npx tsx ./infra/main.ts"}', "infra/main.ts": program },
      "infra/main.ts:4",
    ],
  ])("%s", async (_, files, expected) => {
    expect(await search(files, ["S/Q/Resource"])).toEqual([expected]);
  });

  test("an integration test's snapshot belongs to the test", async () => {
    const files = { "test/integ.q.ts": program, "test/integ.other.ts": program.replace("'Q'", "'R'") };
    const sources = new Sources(memoryRepository(files), () => undefined);
    const found = await SourceSearch.open("test/integ.q.js.snapshot", sources);
    expect(place(found!.find("S/Q/Resource", undefined, "S")!.span)).toBe("test/integ.q.ts:4");
    expect(found?.find("S/R/Resource", undefined, "S")).toBeUndefined();
  });

  test("apps in other languages are not read", async () => {
    expect(await search({ "cdk.json": '{"app": "python3 app.py"}', "app.py": "App()" }, ["S/Q"])).toEqual([undefined]);
  });
});

describe("hostile programs", () => {
  const stack = `${head}const s = new Stack(app, 'S');\nnew sqs.Queue(s, 'First');\n`;
  test.each([
    ["endless recursion", "const f = (n) => f(n + 1) + f(n + 2);\nf(0);"],
    ["a sum of ten thousand terms", `const t = ${"'a' + ".repeat(10_000)}'b';`],
    ["loops within loops", `${"for (const i of [1,2,3,4,5,6,7,8,9,10]) ".repeat(12)}new sqs.Queue(s, 'x');`],
    ["a class that extends itself", "class A extends A {}\nnew A(s, 'A');"],
    ["classes that extend each other", "class A extends B {}\nclass B extends A {}\nnew A(s, 'A');"],
    ["a getter of itself", "class A extends Construct { get x() { return this.x; } }\nnew A(s, 'A').x;"],
    ["a pattern of many unknowns", `new sqs.Queue(s, \`${"${x}-".repeat(2_000)}\`);`],
    ["syntax errors", "class { new new ( => }}} `${"],
    ["names like __proto__", "const __proto__ = { constructor: 1 };\nnew __proto__.toString(s, 'x');"],
  ])("%s", async (_, program) => {
    const started = performance.now();
    expect(
      await search({ "app.ts": stack + program }, ["S/First/Resource", `S/${"x-".repeat(1_000)}y/Resource`]),
    ).toEqual(["app.ts:5", undefined]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("a text that is nested too deep for the compiler is left out", async () => {
    const program = `${stack}const t = ${"(".repeat(30_000)}1${")".repeat(30_000)};`;
    expect(await search({ "app.ts": program }, ["S/First/Resource"])).toEqual([undefined]);
  });
});
