import { describe, expect, it } from "vitest";
import { analyze, memoryRepository } from "@assay/analyzer";
import { assess, rules, type RuleConfiguration } from "../../src/index.js";

const TODAY = "2026-11-21";

async function assessed(template: string, configuration: RuleConfiguration = {}) {
  const analysis = await analyze(memoryRepository({ "template.yaml": template }), { parameters: new Map() });
  const only = rules.filter(({ id }) =>
    ["tracing-off", "alarm-missing", "failure-path-missing", "log-retention-unset"].includes(id),
  );
  const { findings, suppressions } = assess(analysis, {
    rules: only,
    packs: [],
    version: "0",
    today: TODAY,
    configuration,
  });
  return {
    open: findings
      .filter(({ outcome, accepted }) => outcome === "fail" && !accepted)
      .map(({ rule, subject }) => `${subject.name} ${rule}`),
    accepted: findings.flatMap(({ rule, subject, accepted }) =>
      accepted ? [`${subject.name} ${rule} by ${accepted.by}: ${accepted.reason ?? "-"}`] : [],
    ),
    states: suppressions.map(({ tool, state, because }) => [tool, state, because].filter(Boolean).join(" ")),
  };
}

const template = (before: string, behind = "", inside = "") => `Resources:
${before}  A: ${behind}
    Type: AWS::Lambda::Function
${inside}    Properties: { TracingConfig: { Mode: PassThrough } }
  B:
    Type: AWS::Lambda::Function
    Properties: { TracingConfig: { Mode: Active } }
`;
const EVERYTHING = [
  "A alarm-missing",
  "A log-retention-unset",
  "A tracing-off",
  "B alarm-missing",
  "B log-retention-unset",
];
const without = (...gone: string[]) => EVERYTHING.filter((finding) => !gone.includes(finding));

describe("comments", () => {
  it.each([
    [
      "above a resource, for the whole resource",
      template("  # assay-ignore tracing-off -- nobody traces this\n"),
      without("A tracing-off"),
      ["A tracing-off by assay: nobody traces this"],
      ["assay applied"],
    ],
    [
      "on the line of a resource",
      template("", "# assay-ignore tracing-off, alarm-* -- batch job"),
      without("A tracing-off", "A alarm-missing"),
      ["A alarm-missing by assay: batch job", "A tracing-off by assay: batch job"],
      ["assay applied"],
    ],
    [
      "above a property, for that line",
      template("", "", "    # assay-ignore tracing-off -- later\n"),
      without("A tracing-off"),
      ["A tracing-off by assay: later"],
      ["assay applied"],
    ],
    [
      "with all fields",
      template("  # assay-ignore tracing-off expires=2027-01-01 owner=me ticket=OPS-1 -- why\n"),
      without("A tracing-off"),
      ["A tracing-off by assay: why"],
      ["assay applied"],
    ],
    [
      "without a reason",
      template("  # assay-ignore tracing-off\n"),
      EVERYTHING,
      [],
      ["assay malformed it gives no reason"],
    ],
    [
      "with a date that is none",
      template("  # assay-ignore tracing-off expires=soon -- why\n"),
      EVERYTHING,
      [],
      ["assay malformed 'soon' is no date such as 2027-03-31"],
    ],
    [
      "that is over",
      template("  # assay-ignore tracing-off expires=2026-11-20 -- why\n"),
      EVERYTHING,
      [],
      ["assay expired"],
    ],
    [
      "on its last day",
      template("  # assay-ignore tracing-off expires=2026-11-21 -- why\n"),
      without("A tracing-off"),
      ["A tracing-off by assay: why"],
      ["assay applied"],
    ],
    [
      "with nothing to accept",
      template("  # assay-ignore failure-path-missing -- why\n"),
      EVERYTHING,
      [],
      ["assay unused"],
    ],
    ["without a rule", template("  # assay-ignore -- why\n"), EVERYTHING, [], ["assay malformed it names no rule"]],
  ])("%s", async (_, text, open, accepted, states) => {
    const found = await assessed(text);
    expect(found.open.sort()).toEqual(open);
    expect(found.accepted.sort()).toEqual(accepted);
    expect(found.states).toEqual(states);
  });
});

describe("peers", () => {
  it.each([
    [
      "Checkov, in a comment",
      template("", "", "    # checkov:skip=CKV_AWS_66:not needed\n"),
      ["A log-retention-unset by checkov: not needed"],
      ["checkov applied"],
    ],
    [
      "Checkov, in metadata",
      template("", "", "    Metadata: { checkov: { skip: [{ id: CKV_AWS_66, comment: c }] } }\n"),
      ["A log-retention-unset by checkov: c"],
      ["checkov applied"],
    ],
    [
      "cfn_nag",
      template("", "", "    Metadata: { cfn_nag: { rules_to_suppress: [{ id: W86, reason: r }] } }\n"),
      ["A log-retention-unset by cfn_nag: r"],
      ["cfn_nag applied"],
    ],
    [
      "cdk-nag",
      template(
        "",
        "",
        "    Metadata: { cdk_nag: { rules_to_suppress: [{ id: Serverless-LambdaTracing, reason: r }] } }\n",
      ),
      ["A tracing-off by cdk-nag: r"],
      ["cdk-nag applied"],
    ],
    ["Trivy", template("  #trivy:ignore:AWS-0066\n"), ["A tracing-off by trivy: -"], ["trivy applied"]],
    [
      "a rule that has no equivalent",
      template("", "", "    Metadata: { cfn_nag: { rules_to_suppress: [{ id: W99, reason: r }] } }\n"),
      [],
      ["cfn_nag foreign"],
    ],
  ])("%s", async (_, text, accepted, states) => {
    const found = await assessed(text);
    expect(found.accepted).toEqual(accepted);
    expect(found.states).toEqual(states);
  });
});

it("our own metadata, which survives a synthesis", async () => {
  const found = await assessed(
    template(
      "",
      "",
      "    Metadata: { assay: { ignore: [{ rule: [tracing-off, alarm-missing], reason: r, owner: me }] } }\n",
    ),
  );
  expect(found.accepted.sort()).toEqual(["A alarm-missing by assay: r", "A tracing-off by assay: r"]);
});

it("the configuration, by resource", async () => {
  const suppress = [{ rule: "alarm-missing", resource: "B", reason: "internal" }];
  expect((await assessed(template(""), { suppress })).accepted).toEqual(["B alarm-missing by assay: internal"]);
});
