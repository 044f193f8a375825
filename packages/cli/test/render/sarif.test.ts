import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Assessment } from "@assay/rules";
import { sarif } from "../../src/render/sarif.js";
import { assessment, finding, location, problemAt } from "./assessments.js";
import { grammarError } from "./grammar.js";

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly Record<string, unknown>[];
    readonly invocations: readonly [Record<string, { descriptor: { id: string }; message: { text: string } }[]>];
    readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
  }[];
}

function run(given: Assessment) {
  const text = sarif(given);
  expect(grammarError("sarif", text)).toBeUndefined();
  const { runs } = JSON.parse(text) as Sarif;
  expect(runs).toHaveLength(1);
  return runs[0]!;
}

const where = (file: string, line: number) => ({
  artifactLocation: { uri: file, uriBaseId: "%SRCROOT%" },
  region: { startLine: line, startColumn: 5, endLine: line, endColumn: 9 },
});

describe("a result", () => {
  it("has a place, what else it rests on, and a fingerprint", () => {
    expect(run(assessment([finding()])).results).toEqual([
      {
        ruleId: "queue-visibility-timeout",
        ruleIndex: 0,
        level: "error",
        message: { text: "The visibility timeout of Orders is 60 s." },
        locations: [
          {
            physicalLocation: where("template.yaml", 3),
            logicalLocations: [{ fullyQualifiedName: "template.yaml#Orders", kind: "resource" }],
          },
        ],
        relatedLocations: [{ id: 1, physicalLocation: where("other.yaml", 3), message: { text: "timeout 30 s" } }],
        codeFlows: [
          {
            threadFlows: [
              {
                locations: [
                  {
                    location: {
                      physicalLocation: where("template.yaml", 3),
                      message: { text: "visibility timeout 60 s" },
                    },
                  },
                  { location: { physicalLocation: where("other.yaml", 3), message: { text: "timeout 30 s" } } },
                ],
              },
            ],
          },
        ],
        partialFingerprints: { primaryLocationLineHash: "0123456789abcdef", "assayFinding/v1": "0123456789abcdef" },
        properties: { confidence: "certain", severity: "high" },
      },
    ]);
  });

  it("is there for failures only, accepted ones as suppressed", () => {
    const { results } = run(
      assessment(
        [
          finding({ outcome: "pass" }),
          finding({ outcome: "unknown" }),
          finding({ fingerprint: "1", accepted: { by: "assay", reason: "replayed from the archive" } }),
          finding({ fingerprint: "2", accepted: { by: "assay" } }),
        ],
        [],
        {
          suppressions: [
            {
              tool: "assay",
              rules: ["*"],
              state: "applied",
              findings: ["1"],
              location: { file: "a", startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
            },
          ],
        },
      ),
    );
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: "inSource", status: "accepted", justification: "replayed from the archive" }],
      [{ kind: "external", status: "accepted", justification: "accepted by assay" }],
    ]);
  });

  it("says whether it is new", () => {
    const { results } = run(assessment([finding({ change: "new" }), finding({ change: "unchanged" })]));
    expect(results.map(({ baselineState }) => baselineState)).toEqual(["new", "unchanged"]);
  });

  it.each([
    ["a path with blanks, hashes and colons", "my app/a#b:c?.yaml", "my%20app/a%23b%3Ac%3F.yaml"],
    ["a path with letters of other alphabets", "größe.yaml", "gr%C3%B6%C3%9Fe.yaml"],
  ])("names %s as a relative URI", (_, file, uri) => {
    const text = JSON.stringify(run(assessment([finding({ locations: [location(file, "x")] })])).results);
    expect(text).toContain(`"uri":"${uri}"`);
  });

  it("holds no link and no placeholder of the repository's making", () => {
    const [result] = run(assessment([finding({ message: "[x](https://evil.example) {0}" })])).results;
    expect(result?.["message"]).toEqual({ text: "[x] (https://evil.example) {{0}}" });
  });
});

describe("a rule", () => {
  const rule = (given: Assessment) => run(given).tool.driver.rules[0];
  it("explains itself as text and as Markdown", () => {
    expect(rule(assessment([finding()]))).toMatchObject({
      id: "queue-visibility-timeout",
      helpUri: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
      help: {
        text: expect.stringContaining("AWS SAM: Set `A`.") as string,
        markdown: expect.stringContaining("- **AWS CDK**: Set `C`.") as string,
      },
      defaultConfiguration: { level: "error" },
      properties: { tags: ["failures", "serverless"], precision: "high", "problem.severity": "error" },
    });
  });
  it("has a security severity where it is about security, by the gravest of its findings", () => {
    const given = assessment([finding({ severity: "low" }), finding({ severity: "medium" })]);
    const security = { ...given, rules: given.rules.map((one) => ({ ...one, topic: "iam" as const })) };
    expect(rule(security)).toMatchObject({
      defaultConfiguration: { level: "warning" },
      properties: { tags: ["security", "iam", "serverless"], "security-severity": "5.5" },
    });
    expect(rule(given)?.["properties"]).not.toHaveProperty("security-severity");
  });
});

describe("the limits of hosts", () => {
  const notes = (given: Assessment) =>
    run(given).invocations[0]["toolExecutionNotifications"]?.map(
      ({ descriptor, message }) => `${descriptor.id}: ${message.text}`,
    );
  it("leave out the least severe results and say so", () => {
    const many = Array.from({ length: 6_000 }, (_, i) => finding({ severity: i < 3_000 ? "low" : "high" }));
    const { results } = run(assessment(many));
    expect(results).toHaveLength(5_000);
    expect(results.filter(({ level }) => level === "error")).toHaveLength(3_000);
    expect(notes(assessment(many))).toEqual([
      "results-left-out: 1000 of 6000 results are left out, the least severe ones: GitHub takes 5000 results and 10 MB.",
    ]);
    expect(notes(assessment(many.slice(0, 5_000)))).toEqual([]);
  });
  it("apply to locations", () => {
    const places = Array.from({ length: 300 }, (_, i) => location("a.yaml", `place ${i}`, i + 1));
    expect(run(assessment([finding({ locations: places })])).results[0]?.["relatedLocations"]).toHaveLength(99);
  });
  it("apply to the compressed size", () => {
    const noise = () => randomBytes(600).toString("base64");
    const big = Array.from({ length: 1_000 }, () =>
      finding({ locations: Array.from({ length: 20 }, () => location("a.yaml", noise())) }),
    );
    const text = sarif(assessment(big));
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
    expect((JSON.parse(text) as Sarif).runs[0]?.results).toHaveLength(500);
    expect(text).toContain("500 of 1000 results are left out");
  });
  it("what could not be read is a notification with its place", () => {
    expect(run(assessment([], [problemAt("b.yaml")])).invocations).toMatchObject([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            descriptor: { id: "yaml-syntax" },
            level: "error",
            locations: [{ physicalLocation: { artifactLocation: { uri: "b.yaml" } } }],
          },
        ],
      },
    ]);
  });
});
