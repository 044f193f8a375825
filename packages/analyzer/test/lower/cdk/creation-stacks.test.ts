import { describe, expect, test } from "vitest";
import { isTranspiledInMemory, parseFrame } from "../../../src/lower/cdk/frames.js";
import { assembly, constructsOf, lower, place, queue } from "./assembly-files.js";

describe("frames", () => {
  test.each([
    ["new Api (/app/lib/api.ts:12:5)", { file: "/app/lib/api.ts", line: 12, column: 5 }],
    ["    at new Api (/app/lib/api.ts:12:5)", { file: "/app/lib/api.ts", line: 12, column: 5 }],
    ["Foo.bar [as baz] (/app/lib/a (b).ts:1:2)", { file: "/app/lib/a (b).ts", line: 1, column: 2 }],
    ["<anonymous> (file:///app/bin%20x/app.mjs:3:1)", { file: "/app/bin x/app.mjs", line: 3, column: 1 }],
    ["file:///app/app.mjs:3:1", { file: "/app/app.mjs", line: 3, column: 1 }],
    ["new Api (C:\\work\\lib\\api.ts:12:5)", { file: "C:/work/lib/api.ts", line: 12, column: 5 }],
    ["__init__ (/app/app_stack.py:9)", { file: "/app/app_stack.py", line: 9, column: undefined }],
    ["/app/bin/app.ts:3:9 (/app/bin/app.ts:3:95)", { file: "/app/bin/app.ts", line: 3, column: undefined }],
    ["/app/bin/app.ts:3 (:)", { file: "/app/bin/app.ts", line: 3, column: undefined }],
    ["...new Queue2 in aws-cdk-lib...", undefined],
    ["(no user code in 10 frames, use --stack-trace-limit to capture more)", undefined],
    ["new Queue (/app/node_modules/aws-cdk-lib/aws-sqs/lib/queue.js:1:2)", undefined],
    ["main (/usr/lib/python3/site-packages/jsii/kernel.py:4)", undefined],
    ["Module._compile (node:internal/modules/cjs/loader:1521:14)", undefined],
    ["new Api (<anonymous>)", undefined],
    ["", undefined],
  ])("%s", (text, expected) => {
    expect(parseFrame(text)).toEqual(expected);
  });

  test("programs that were compiled in memory are recognised", () => {
    expect(isTranspiledInMemory(["new A (/a.ts:1:1)", "...node internals, tsx..."])).toBe(true);
    expect(isTranspiledInMemory(["new A (/a.ts:1:1)", "...node internals, ts-node..."])).toBe(false);
  });
});

const resources = { Resources: { Q: queue("App/Q/Resource") } };

/** An assembly whose queue was created at the given frames. */
function made(frames: readonly string[], files: Record<string, string>): Record<string, string> {
  const metadata = {
    "/App/Q/Resource": [
      { type: "aws:cdk:logicalId", data: "Q" },
      { type: "aws:cdk:creationStack", data: frames },
    ],
  };
  return assembly(resources, { metadata, files });
}

async function lineOf(frames: readonly string[], files: Record<string, string>) {
  const { project, problems } = await lower(made(frames, files));
  const info = constructsOf(project).get("App/Q/Resource");
  return { place: place(info!.source), kind: info?.sourceKind, codes: problems.map(({ code }) => code) };
}

const stackTs = "import * as sqs from 'aws-cdk-lib/aws-sqs';\n\nnew sqs.Queue(this, 'Q', {});\n";

describe("creation stacks", () => {
  test("the innermost frame in the repository counts, wherever the checkout was", async () => {
    const frames = [
      "...new Queue2 in aws-cdk-lib...",
      "new S (/home/me/shop/lib/stack.ts:3:1)",
      "main (/home/me/shop/bin/app.ts:1:1)",
    ];
    expect(await lineOf(frames, { "lib/stack.ts": stackTs, "bin/app.ts": "main();" })).toEqual({
      place: "lib/stack.ts:3",
      kind: "creation-stack",
      codes: [],
    });
  });

  test("frames of Python name lines without columns", async () => {
    const frames = ["...new Queue2 in aws-cdk-lib...", "__init__ (/src/shop/app_stack.py:2)"];
    expect(await lineOf(frames, { "shop/app_stack.py": "class S:\n    sqs.Queue(self, 'Q')\n" })).toMatchObject({
      place: "shop/app_stack.py:2",
      kind: "creation-stack",
    });
  });

  test("frames of Java name files without folders, which count where there is one of the name", async () => {
    const frames = [
      "...jsii runtime...",
      "(no user code in 10 frames)",
      "com.acme.ShopStack.<init> (ShopStack.java:2)",
    ];
    const java = 'class ShopStack {\n  Queue.Builder.create(this, "Q").build();\n';
    expect(await lineOf(frames, { "src/main/java/com/acme/ShopStack.java": java })).toMatchObject({
      place: "src/main/java/com/acme/ShopStack.java:2",
      kind: "creation-stack",
    });
    expect(await lineOf(frames, { "a/ShopStack.java": java, "b/ShopStack.java": java })).toMatchObject({
      kind: "template",
    });
  });

  test("a file outside the repository is not looked for", async () => {
    const frames = ["new S (/etc/passwd:1:1)", "new S (/app/../../etc/passwd:1:1)"];
    expect(await lineOf(frames, {})).toMatchObject({ kind: "template", codes: [] });
  });

  test("a line that creates something else now shows that the assembly is old", async () => {
    const frames = ["...new Queue2 in aws-cdk-lib...", "new S (/app/lib/stack.ts:2:1)"];
    expect(await lineOf(frames, { "lib/stack.ts": stackTs })).toMatchObject({
      kind: "template",
      codes: ["assembly-stale"],
    });
  });

  test("a line with another class is not believed", async () => {
    const frames = ["...new Topic2 in aws-cdk-lib...", "new S (/app/lib/stack.ts:3:1)"];
    expect(await lineOf(frames, { "lib/stack.ts": stackTs })).toMatchObject({ kind: "template" });
  });

  test.each(["import { Queue as Sqs } from 'x'", "const { Queue: Sqs } = require('x')"])(
    "a class that was imported under another name is recognised: %s",
    async (imported) => {
      const frames = ["...new Queue2 in aws-cdk-lib...", "new S (/app/lib/stack.ts:2:1)"];
      const files = { "lib/stack.ts": `${imported};\nnew Sqs(this, 'Q');\n` };
      expect(await lineOf(frames, files)).toMatchObject({ place: "lib/stack.ts:2", kind: "creation-stack" });
    },
  );

  test("the constructor of a class that declares none is not where it is created", async () => {
    const frames = [
      "...new Queue2 in aws-cdk-lib...",
      "new Mine (/app/lib/stack.ts:1:1)",
      "new S (/app/lib/stack.ts:2:1)",
    ];
    const files = { "lib/stack.ts": "class Mine extends Queue {}\nnew Mine(this, 'Q');\n" };
    expect(await lineOf(frames, files)).toEqual({ place: "lib/stack.ts:2", kind: "creation-stack", codes: [] });
  });

  test("positions of code that was compiled in memory are no sign of age", async () => {
    const frames = ["...new Queue2 in aws-cdk-lib...", "new S (/app/lib/stack.ts:2:1745)", "...node internals, tsx..."];
    expect(await lineOf(frames, { "lib/stack.ts": stackTs })).toMatchObject({ kind: "template", codes: [] });
  });

  test("a resource without code of the author in its trace takes the line of the construct around it", async () => {
    const metadata = {
      "/App/Q/Policy/Resource": [
        { type: "aws:cdk:logicalId", data: "P" },
        {
          type: "aws:cdk:creationStack",
          data: ["...aws-cdk-lib...", "(no user code in 10 frames, use --stack-trace-limit to capture more)"],
        },
      ],
      "/App/Q/Resource": [{ type: "aws:cdk:logicalId", data: "Q", trace: ["new S (/app/lib/stack.ts:3:1)"] }],
    };
    const template = { Resources: { Q: queue("App/Q/Resource"), P: queue("App/Q/Policy/Resource") } };
    const { project } = await lower(assembly(template, { metadata, files: { "lib/stack.ts": stackTs } }));
    expect(place(constructsOf(project).get("App/Q/Policy/Resource")!.source)).toBe("lib/stack.ts:3");
  });
});

describe("source maps", () => {
  const compiled = '"use strict";\nnew sqs.Queue(this, "Q");\n';
  /** Line 2 of the JavaScript is line 3 of the TypeScript. */
  const map = (source: string) => JSON.stringify({ version: 3, sources: [source], names: [], mappings: ";AAEA" });
  const frames = ["...new Queue2 in aws-cdk-lib...", "new S (/app/dist/stack.js:2:1)"];

  test.each([
    [
      "beside the file",
      { "dist/stack.js": `${compiled}//# sourceMappingURL=stack.js.map`, "dist/stack.js.map": map("../lib/stack.ts") },
    ],
    [
      "inside the file",
      {
        "dist/stack.js": `${compiled}//# sourceMappingURL=data:application/json;base64,${btoa(map("../lib/stack.ts"))}\n`,
      },
    ],
  ])("%s lead to the TypeScript", async (_, files) => {
    expect(await lineOf(frames, { ...files, "lib/stack.ts": stackTs })).toEqual({
      place: "lib/stack.ts:3",
      kind: "source-map",
      codes: [],
    });
  });

  test("that lead out of the repository, or are broken, leave the JavaScript", async () => {
    for (const text of [map("../../../../etc/passwd"), "{", "[]", "null", '{"version":3}']) {
      const files = { "dist/stack.js": `${compiled}//# sourceMappingURL=stack.js.map`, "dist/stack.js.map": text };
      expect(await lineOf(frames, files)).toMatchObject({ place: "dist/stack.js:2", kind: "creation-stack" });
    }
  });
});
