import fs from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yamlParse } from "yaml-cfn";
import { at, parse, regionOf, textOf, toJson, type Node } from "@assay/analyzer";
import { filesBelow, hasShared, shared } from "../shared.js";

const read = (text: string, path = "template.yaml") => parse({ path, text });
const json = (text: string) => {
  const { root } = read(text);
  return root && toJson(root);
};
const place = (node: Node | undefined) => {
  if (!node) return "missing";
  const { startLine, startColumn, endLine, endColumn } = regionOf(node.origin.span);
  return `${startLine}:${startColumn}-${endLine}:${endColumn}`;
};

describe("values", () => {
  it.each([
    ["short tags become long names", "a: !Sub x", { a: { "Fn::Sub": "x" } }],
    ["GetAtt is split once", "a: !GetAtt A.B.C", { a: { "Fn::GetAtt": ["A", "B.C"] } }],
    ["a tagged list", "a: !Join [',', [x, !Ref Y]]", { a: { "Fn::Join": [",", ["x", { Ref: "Y" }]] } }],
    ["a tagged mapping", "a: !Transform { Name: AWS::Include }", { a: { "Fn::Transform": { Name: "AWS::Include" } } }],
    ["an unlisted tag", "a: !ToJsonString { b: 1 }", { a: { "Fn::ToJsonString": { b: 1 } } }],
    ["dates and yes stay text", "a: 2012-10-17\nb: yes", { a: "2012-10-17", b: "yes" }],
    ["an alias is the anchored value", "a: &x { b: 1 }\nc: *x", { a: { b: 1 }, c: { b: 1 } }],
    ["a merge key is an ordinary key", "a: &x { b: 1 }\nc: { <<: *x }", { a: { b: 1 }, c: { "<<": { b: 1 } } }],
    ["an empty value is null", "a:\nb: 1", { a: null, b: 1 }],
    ["JSON", '{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
    ["a closing brace at the parent's indentation", "a: {\n  b: 1\n}\nc: 2", { a: { b: 1 }, c: 2 }],
    ["a set in braces", "a: {x, y}", { a: { x: null, y: null } }],
  ])("%s", (_, text, expected) => {
    expect(json(text)).toEqual(expected);
  });

  it("merges mappings where the dialect does", () => {
    const { root } = parse(
      { path: "serverless.yml", text: "base: &b { x: 1, y: 2 }\nown: { <<: *b, y: 3 }" },
      { merge: true },
    );
    expect(toJson(at(root, "own")!)).toEqual({ y: 3, x: 1 });
  });

  it("gives nothing for an empty or comment-only text", () => {
    for (const text of ["", "\n\n", "# only\n", "---\n"]) expect(read(text)).toEqual({ root: undefined, problems: [] });
  });
});

describe("places", () => {
  const text = `Resources:
  Queue:
    Type: AWS::SQS::Queue # a queue
    Properties:
      Name: "orders"
      Text: |
        one
        two
      Tags: [a, { b: c }]
      Empty:
      Sub: !Sub "x"
`;
  const { root } = read(text);
  const queue = at(root, "Resources", "Queue");
  it.each([
    ["Type", at(queue, "Type"), "3:11-3:26"],
    ["a quoted string, with its quotes", at(queue, "Properties", "Name"), "5:13-5:21"],
    ["a block scalar without the line break after it", at(queue, "Properties", "Text"), "6:13-8:12"],
    ["a flow list", at(queue, "Properties", "Tags"), "9:13-9:26"],
    ["a value that is not there", at(queue, "Properties", "Empty"), "10:13-10:13"],
    ["what a tag stands before", at(queue, "Properties", "Sub"), "11:17-11:20"],
    ["a block mapping ends with its last value", queue, "3:5-11:20"],
  ])("%s", (_, node, expected) => {
    expect(place(node)).toBe(expected);
  });
  it("a key", () => {
    expect(textOf(queue!.origin.key!)).toBe("Queue");
  });
  it("counts CRLF as one line break", () => {
    const windows = read("a: 1\r\nb: 2\r\n");
    expect(place(at(windows.root, "b"))).toBe("2:4-2:5");
  });
});

describe("problems", () => {
  const problems = (text: string, path?: string) =>
    read(text, path).problems.map(
      (problem) =>
        `${problem.level} ${problem.code} ${regionOf(problem.span).startLine}:${regionOf(problem.span).startColumn}`,
    );
  it.each([
    ["a tab as indentation", "a:\n\tb: 1", ["error yaml-syntax 2:1"]],
    ["an unclosed bracket", "a: [1, 2", ["error yaml-syntax 1:9"]],
    ["a second document", "a: 1\n---\nb: 2", ["warning multiple-documents 3:1"]],
    ["a duplicate key", "a: 1\nb: 2\na: 3", ["warning duplicate-key 3:1"]],
    ["an alias to what contains it", "a: &x [*x]", ["warning recursive-alias 1:8"]],
    ["nesting that is too deep", `${"[".repeat(150)}${"]".repeat(150)}`, ["error yaml-syntax 1:100"]],
  ])("%s", (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
  it("names JSON when the file is JSON", () => {
    expect(problems('{"a": }]', "template.json")).toEqual(["error json-syntax 1:8"]);
  });
  it("lets the last of duplicate keys win, and reads the first of several documents", () => {
    expect(json("a: 1\na: 2")).toEqual({ a: 2 });
    expect(json("a: 1\n---\nb: 2")).toEqual({ a: 1 });
  });
  it("refuses aliases that expand beyond measure, and is quick about it", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    expect(problems(lines.join("\n"))).toEqual(["error alias-expansion 1:1"]);
  });
});

describe("properties", () => {
  const anything = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom(..."abc:-#{}[]!&*|>\n\t '\",?".split("")) }),
  );
  it("never throws, and spans lie within the text and within their parents", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { root, problems } = read(text);
        for (const { span } of problems)
          expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
        const check = (node: Node, outer: { start: number; end: number }) => {
          const { start, end } = node.origin.span;
          expect(start <= end && end <= text.length).toBe(true);
          const isAlias = start < outer.start || end > outer.end; // an alias points back to its anchor
          if (isAlias) return;
          if (node.kind === "sequence") for (const item of node.items) check(item, node.origin.span);
          else if (node.kind === "mapping") for (const value of node.entries.values()) check(value, node.origin.span);
        };
        if (root) check(root, { start: 0, end: text.length });
      }),
      { numRuns: 2000 },
    );
  });
  it("reads back what JSON writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const { root } = read(JSON.stringify(value, null, 1), "x.json");
        expect(root ? toJson(root) : null).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe.runIf(hasShared)("real files", () => {
  it("have the values that yaml-cfn gives, wherever it accepts them", () => {
    let compared = 0;
    for (const file of filesBelow(shared("corpus"))) {
      if (!/\.(ya?ml|json|template)$/.test(file) || fs.statSync(file).size > 2e6) continue;
      const text = fs.readFileSync(file, "utf8");
      let expected: unknown;
      try {
        expected = yamlParse(text);
      } catch {
        continue;
      }
      const { root } = read(text, file);
      expect(root ? toJson(root) : undefined, file).toEqual(expected ?? undefined);
      compared++;
    }
    expect(compared).toBeGreaterThan(3000);
  }, 240_000);
});
