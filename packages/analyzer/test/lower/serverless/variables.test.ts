import { describe, expect, it } from "vitest";
import { valueOf } from "./expanded.js";

const unknown = (fields: Record<string, unknown>) => ({ "Assay::Unknown": expect.objectContaining(fields) as unknown });

describe("variables", () => {
  it.each<[string, string, string, unknown]>([
    ["a value of the configuration", "${self:custom.a.b}", "  a: {b: c}\n", "c"],
    ["the type of a whole value", "${self:custom.n}", "  n: 5\n", 5],
    ["a mapping", "${self:custom.a}", "  a: {b: [1, true]}\n", { b: [1, true] }],
    ["an item of a list", "${self:custom.l.1}", "  l: [x, y]\n", "y"],
    ["several in one text", "'${self:custom.a}-${self:custom.n}!'", "  a: x\n  n: 2\n", "x-2!"],
    ["a nested one", "${self:custom.map.${self:custom.key}}", "  map: {one: 1}\n  key: one\n", 1],
    ["one that leads to another", "${self:custom.a}", "  a: ${self:custom.b}\n  b: end\n", "end"],
    ["a value inside of a variable", "${self:custom.a.b}", "  a: ${self:custom.o}\n  o: {b: deep}\n", "deep"],
    ["the first fallback with a value", "\"${opt:no, self:custom.no, self:custom.a, 'z'}\"", "  a: x\n", "x"],
    ["a quoted fallback", "\"${opt:no, 'x, y'}\"", "", "x, y"],
    ["a fallback in double quotes", "'${opt:no, \"x\"}'", "", "x"],
    ["a fallback of another type", "'${opt:no, 42}'", "", 42],
    ["a fallback to null", "'${opt:no, null}'", "", null],
    ["a variable as a fallback", "'${opt:no, ${self:custom.a}}'", "  a: x\n", "x"],
    ["no fallback for a falsy value", "'${self:custom.f, true}'", "  f: false\n", false],
    ["an escape", "'\\${self:custom.a}'", "  a: x\n", "${self:custom.a}"],
    [
      "what CloudFormation will put in",
      "'${AWS::Region}-${Topic.Arn}-${self:custom.a}'",
      "  a: x\n",
      "${AWS::Region}-${Topic.Arn}-x",
    ],
    ["the service", "${self:service}", "", "svc"],
    ["the stage", "${sls:stage}", "", "dev"],
    ["the region", "${aws:region}", "", "us-east-1"],
    ["a truth", "\"${strToBool('1')}\"", "", true],
    ["a text of a known truth", "${strToBool(${self:custom.t})}", "  t: 'false'\n", false],
    ["the account", "${aws:accountId}", "", { Ref: "AWS::AccountId" }],
    [
      "the account inside of a text",
      "'arn:${aws:accountId}:x'",
      "",
      { "Fn::Join": ["", ["arn:", { Ref: "AWS::AccountId" }, ":x"]] },
    ],
  ])("resolves %s", async (_, value, custom, expected) => {
    const found = await valueOf(value, { custom: custom || "  none: 0\n" });
    expect(found.value ?? null).toEqual(expected);
    expect(found.problems).toEqual([]);
  });

  it("takes options of the command line", async () => {
    const settings = { stage: "prod", region: "eu-west-1", options: new Map([["color", "red"]]) };
    const { value } = await valueOf("'${sls:stage} ${aws:region} ${opt:stage} ${opt:region} ${opt:color}'", {
      settings,
    });
    expect(value).toBe("prod eu-west-1 prod eu-west-1 red");
  });
  it("takes the stage and region of the provider", async () => {
    const { value } = await valueOf("'${sls:stage} ${aws:region}'", {
      provider: "  stage: ${opt:stage, 'test'}\n  region: eu-west-3\n",
    });
    expect(value).toBe("test eu-west-3");
  });
  it("assumes the default stage where the deployment has to name one, and says so once", async () => {
    const { value, problems } = await valueOf("'${opt:stage, self:provider.stage} ${opt:stage} ${opt:region}'");
    expect(value).toBe("dev dev us-east-1");
    expect(problems).toEqual([expect.stringMatching(/^note stage-assumed serverless.yml:10 /)]);
  });
  it.each([
    ["  stage: ${opt:stage}\n  region: ${opt:region}\n"],
    ["  stage: ${self:custom.s}\n"],
    ["  stage: ${self:custom.s}\n  region: ${self:custom.r}\n"],
  ])("assumes them, too, where the provider itself asks: %j", async (provider) => {
    const custom = "  s: ${opt:stage}\n  r: ${opt:region}\n";
    const { value, problems } = await valueOf("'${sls:stage} ${aws:region} ${self:custom.s}'", { provider, custom });
    expect(value).toBe("dev us-east-1 dev");
    expect(problems).toEqual([expect.stringMatching(/^note stage-assumed/)]);
  });
  it("sees environment variables only when they are given", async () => {
    expect((await valueOf("\"${env:HOME, 'none'}\"")).value).toBe("none");
    expect((await valueOf("${env:HOME}", { settings: { env: new Map([["HOME", "/me"]]) } })).value).toBe("/me");
  });

  describe("files", () => {
    const files = {
      "config.yml": "a: 1\nnested: {list: [x, '${self:custom.own}']}\n",
      "config.json": '{"a": {"b": "json"}}',
      "state.tfstate": '{"outputs": {"arn": {"value": "tf"}}}',
      "note.txt": "plain text",
      "config.dev.yml": "v: of dev\n",
      "config.prod.yml": "v: of prod\n",
    };
    it.each<[string, string, unknown]>([
      ["YAML", "${file(config.yml)}", { a: 1, nested: { list: ["x", "mine"] } }],
      ["an address with variables in the value", "${file(./config.yml):nested.list.1}", "mine"],
      ["JSON", "${file(config.json):a.b}", "json"],
      ["Terraform's state", "${file(state.tfstate):outputs.arn.value}", "tf"],
      ["text", "${file(note.txt)}", "plain text"],
      ["a path with a variable", "${file(config.${sls:stage}.yml):v}", "of dev"],
      ["a fallback for a missing file", "\"${file(nope.yml), 'x'}\"", "x"],
      ["a fallback for a missing value", "\"${file(config.yml):nope, 'x'}\"", "x"],
    ])("reads %s", async (_, value, expected) => {
      expect((await valueOf(value, { files, custom: "  own: mine\n" })).value).toEqual(expected);
    });
    it("is relative to the service's folder, also in included files", async () => {
      const nested = { "part/a.yml": "v: ${file(part/b.yml):w}\n", "part/b.yml": "w: found\n" };
      expect((await valueOf("${file(part/a.yml):v}", { files: nested })).value).toBe("found");
    });
    it("resolves another stage's file with --stage", async () => {
      const value = "${file(config.${sls:stage}.yml):v}";
      expect((await valueOf(value, { files, settings: { stage: "prod" } })).value).toBe("of prod");
    });
    it("says which other stages are on disk", async () => {
      const { problems } = await valueOf("${file(config.${sls:stage}.yml):v}", { files });
      expect(problems).toEqual([expect.stringMatching(/^note stages-on-disk serverless.yml:10 .*dev.*prod/)]);
    });
  });

  describe("parameters", () => {
    const custom = "  none: 0\nparams: {default: {p: d, q: q}, prod: {p: s}}\nstages: {prod: {params: {r: v4}}}\n";
    it.each<[string, string, object, string]>([
      ["of the stage", "${param:p}", { stage: "prod" }, "s"],
      ["of every stage", "${param:q}", { stage: "prod" }, "q"],
      ["by default", "${param:p}", {}, "d"],
      ["under `stages`", "${param:r}", { stage: "prod" }, "v4"],
      ["of the command line first", "${param:p}", { params: new Map([["p", "told"]]) }, "told"],
    ])("are taken %s", async (_, value, settings, expected) => {
      expect((await valueOf(value, { custom, settings })).value).toBe(expected);
    });
  });

  describe(".env files", () => {
    const files = {
      ".env": "A=from env\nexport B='raw ${A}'\nC=\"x ${A}\\ny\" # note\n#D=1\n",
      ".env.prod": "A=prod\n",
    };
    const read = (name: string, provider: string, settings = {}) =>
      valueOf(`"\${env:${name}, 'none'}"`, { files, settings, custom: `  none: 0\n${provider}` }).then(
        ({ value }) => value,
      );
    it("are read with useDotenv", async () => {
      expect(await read("A", "useDotenv: true\n")).toBe("from env");
      expect(await read("B", "useDotenv: true\n")).toBe("raw ${A}");
      expect(await read("C", "useDotenv: true\n")).toBe("x from env\ny");
      expect(await read("D", "useDotenv: true\n")).toBe("none");
      expect(await read("A", "useDotenv: true\n", { stage: "prod" })).toBe("prod");
      expect(await read("A", "useDotenv: true\n", { env: new Map([["A", "process"]]) })).toBe("process");
    });
    it("are read by version 4 without asking, and by version 3 not", async () => {
      expect(await read("A", "frameworkVersion: '4'\n")).toBe("from env");
      expect(await read("A", "frameworkVersion: '3'\n")).toBe("none");
    });
  });
});

describe("what cannot be known", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["an SSM parameter", "${ssm:/p/x}", { Variable: "ssm:/p/x", Source: "ssm", At: "serverless.yml:10" }],
    ["an output of a stack", "${cf(eu-west-1):stack.Out}", { Source: "cf" }],
    ["an object in S3", "${s3:bucket/key}", { Source: "s3" }],
    ["a git fact", "${git:sha1}", { Source: "git" }],
    ["an environment variable", "${env:TOKEN}", { Variable: "env:TOKEN", Source: "env" }],
    ["an option", "${opt:color}", { Source: "opt" }],
    ["a fallback that might be taken", "\"${ssm:/p, 'x'}\"", { Source: "ssm", Fallback: "x" }],
    ["what depends on it", "${self:custom.map.${ssm:/key}}", { Variable: "self:custom.map.${ssm:/key}" }],
  ])("states %s", async (_, value, fields) => {
    expect((await valueOf(value)).value).toEqual(unknown(fields));
  });
  it("stays a part of the text that it stands in", async () => {
    expect((await valueOf("'a-${ssm:/p}-b'")).value).toEqual({
      "Fn::Join": ["", ["a-", unknown({ Source: "ssm" }), "-b"]],
    });
  });
  it("becomes a variable of the Fn::Sub that it stands in", async () => {
    const { value } = await valueOf("!Sub 'arn:${AWS::Region}:${ssm:/p}'");
    expect(value).toEqual({ "Fn::Sub": ["arn:${AWS::Region}:${Ssmp}", { Ssmp: unknown({ Source: "ssm" }) }] });
  });
  it("names the place of the variable, not of what uses it", async () => {
    const { value } = await valueOf("${self:custom.a}", { custom: "  a: ${ssm:/p}\n" });
    expect(value).toEqual(unknown({ At: "serverless.yml:6" }));
  });
});

describe("problems of variables", () => {
  const problems = async (value: string, custom?: string, files?: Record<string, string>) =>
    (await valueOf(value, { ...(custom ? { custom } : {}), ...(files ? { files } : {}) })).problems;
  it("reports a cycle with its path", async () => {
    const custom = "  a: ${self:custom.b}\n  b: x-${self:custom.c}\n  c: ${self:custom.a}\n";
    const found = await problems("${self:custom.a}", custom);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^error variable-cycle .*self:custom\.b \(serverless\.yml:6\) → x-\$\{self:custom\.c\} \(serverless\.yml:7\) → self:custom\.a \(serverless\.yml:8\) → self:custom\.b/,
    );
  });
  it.each<[string, string, RegExp]>([
    ["a missing value", "${self:custom.nope}", /^error variable-missing serverless.yml:10 .*self:custom.nope/],
    ["a missing file", "${file(nope.yml)}", /^warning variable-file serverless.yml:10 .*nope.yml/],
    ["a file outside of the repository", "${file(../../etc/passwd)}", /^warning path-escapes serverless.yml:10 /],
    ["an absolute path", "${file(/etc/passwd)}", /^warning path-escapes serverless.yml:10 /],
    ["an unknown source", "${nonsense:x}", /variable-source serverless.yml:10 .*nonsense/],
    ["an environment variable", "${env:TOKEN}", /^note variable-unresolved serverless.yml:10 .*env:TOKEN/],
    ["a broken variable", "'${self:custom.a'", /^error variable-syntax serverless.yml:10 /],
    ["a mapping inside of a text", "'x-${self:provider}'", /^error variable-not-text serverless.yml:10 /],
    ["a truth that is none", "\"${strToBool('maybe')}\"", /^error variable-missing serverless.yml:10 /],
  ])("locates %s", async (_, value, expected) => {
    expect(await problems(value)).toEqual([expect.stringMatching(expected)]);
  });
  it("locates a YAML error in the included file", async () => {
    const found = await problems("${file(part.yml):a}", undefined, { "part.yml": "a: 1\nb: [1, 2\nc: 3\n" });
    expect(found).toEqual([expect.stringMatching(/^error yaml-syntax part.yml:\d/)]);
  });
  it("does not expand forever", async () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `  a${i + 1}: ['\${self:custom.a${i}}', '\${self:custom.a${i}}']\n`,
    );
    const found = await problems("${self:custom.a40}", `  a0: x\n${lines.join("")}`);
    expect(found.some((line) => line.includes("variable-too-large"))).toBe(true);
  });
});
