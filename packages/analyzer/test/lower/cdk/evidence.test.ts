import { describe, expect, test } from "vitest";
import { assembly, fixture, lower, place, queue } from "./assembly-files.js";

const template = { Resources: { Q: queue("App/Q/Resource") } };

async function evidenceOf(files: Record<string, string>) {
  const { project, problems } = await lower(files);
  return { evidence: project.evidence ?? [], problems };
}

describe("validation reports", () => {
  const violation = (more: object) => ({
    ruleName: "W3011",
    description: "Both policies are needed",
    severity: "warning",
    violatingConstructs: [
      {
        constructPath: "App/Q/Resource",
        cloudFormationResource: { templatePath: "App.template.json", logicalId: "Q" },
      },
    ],
    ...more,
  });

  test("are evidence of their plugin, suppressed findings too", async () => {
    const report = {
      version: "55.0.0",
      pluginReports: [
        {
          pluginName: "CloudFormation Validate",
          pluginVersion: "1.14.0",
          conclusion: "failure",
          violations: [violation({})],
          suppressedViolations: [violation({ ruleName: "W2", reason: "Known." })],
        },
      ],
    };
    const { evidence } = await evidenceOf(
      assembly(template, { files: { "cdk.out/validation-report.json": JSON.stringify(report, null, 1) } }),
    );
    const resource = { template: "cdk.out/App.template.json", logicalId: "Q" };
    expect(evidence).toMatchObject([
      {
        tool: "CloudFormation Validate",
        version: "1.14.0",
        rule: "W3011",
        outcome: "fail",
        severity: "warning",
        subject: "App/Q/Resource",
        resource,
      },
      { tool: "CloudFormation Validate", rule: "W2", outcome: "suppressed", reason: "Known.", resource },
    ]);
    expect(place(evidence[0]!.span)).toBe("cdk.out/validation-report.json:14");
  });

  test("of the first format are read as well", async () => {
    const report = {
      title: "Validation Report",
      pluginReports: [
        {
          summary: { pluginName: "cfn-guard" },
          violations: [violation({ violatingConstructs: [{ constructPath: "App/Q" }] })],
        },
      ],
    };
    const { evidence } = await evidenceOf(
      assembly(template, { files: { "cdk.out/policy-validation-report.json": JSON.stringify(report) } }),
    );
    expect(evidence).toMatchObject([
      { tool: "cfn-guard", rule: "W3011", subject: "App/Q", resource: { logicalId: "Q" } },
    ]);
  });

  test("that are broken are located", async () => {
    const { evidence, problems } = await evidenceOf(
      assembly(template, { files: { "cdk.out/validation-report.json": "{" } }),
    );
    expect(evidence).toEqual([]);
    expect(problems.map(({ code, span }) => [code, span.file.path])).toEqual([
      ["json-syntax", "cdk.out/validation-report.json"],
    ]);
  });
});

describe("cdk-nag", () => {
  test("suppressions of version 2 are accepted risks, with their limits and reasons", async () => {
    const suppressed = {
      Resources: {
        Q: {
          ...queue("App/Q/Resource"),
          Metadata: {
            "aws:cdk:path": "App/Q/Resource",
            cdk_nag: {
              rules_to_suppress: [
                { id: "AwsSolutions-SQS3", reason: "It is a dead-letter queue." },
                {
                  id: "AwsSolutions-IAM5",
                  reason: btoa("grün"),
                  is_reason_encoded: true,
                  applies_to: ["Action::s3:*", { regex: "/^Resource/" }],
                },
                { reason: "no id" },
              ],
            },
          },
        },
      },
      Metadata: { cdk_nag: { rules_to_suppress: [{ id: "AwsSolutions-L1", reason: "Pinned." }] } },
    };
    const { evidence } = await evidenceOf(assembly(suppressed));
    expect(evidence.map(({ tool, rule, reason, subject, message }) => [tool, rule, reason, subject, message])).toEqual([
      ["cdk-nag", "AwsSolutions-L1", "Pinned.", "cdk.out/App.template.json", undefined],
      ["cdk-nag", "AwsSolutions-SQS3", "It is a dead-letter queue.", "App/Q/Resource", undefined],
      [
        "cdk-nag",
        "AwsSolutions-IAM5",
        expect.stringMatching(/^gr.n$/),
        "App/Q/Resource",
        "applies to Action::s3:*, /^Resource/",
      ],
    ]);
  });

  test("acknowledgements of version 3 name the plugin, the rule and the finding", async () => {
    const metadata = {
      "/App/Q": [
        {
          type: "aws:cdk:acknowledged-rules",
          data: { "Annotation::AwsSolutions-IAM5[Resource::*]": "Reads any table." },
        },
      ],
    };
    const { evidence } = await evidenceOf(assembly(template, { metadata }));
    expect(evidence).toMatchObject([
      {
        tool: "cdk-nag",
        rule: "AwsSolutions-IAM5[Resource::*]",
        outcome: "suppressed",
        reason: "Reads any table.",
        subject: "App/Q",
        resource: { logicalId: "Q" },
      },
    ]);
  });

  test("and acknowledgements of the fixtures are found where they are written", async () => {
    const orders = await evidenceOf(fixture("cdk-orders"));
    expect(orders.evidence).toMatchObject([
      { tool: "CloudFormation Validate", rule: "W2531", outcome: "suppressed", subject: "Audit/Recorder" },
    ]);
    expect(place(orders.evidence[0]!.span)).toMatch(/^cdk\.out\/Audit\.metadata\.json:\d+$/);
    const links = await evidenceOf(fixture("cdk-v1"));
    expect(links.evidence).toMatchObject([
      { tool: "cdk-nag", rule: "AwsSolutions-L1", resource: { logicalId: "Cleanup" } },
    ]);
  });

  test.each([
    [
      "csv",
      'Rule ID,Resource ID,Compliance,Exception Reason,Rule Level,Rule Info\n"AwsSolutions-SQS2","App/Q/Resource","Compliant","N/A","Error","Has ""SSE""."\n"AwsSolutions-SQS3","App/Q/Resource","Suppressed","A DLQ,\nso.","Warning","x"\n"AwsSolutions-SQS4","App/Q/Resource","UNKNOWN","N/A","Error","y"\n"AwsSolutions-SQS5","App/Q/Resource","N/A","N/A","Error","z"\n',
    ],
    [
      "json",
      JSON.stringify({
        lines: [
          {
            ruleId: "AwsSolutions-SQS2",
            resourceId: "App/Q/Resource",
            compliance: "Compliant",
            exceptionReason: "N/A",
            ruleLevel: "Error",
            ruleInfo: 'Has "SSE".',
          },
          {
            ruleId: "AwsSolutions-SQS3",
            resourceId: "App/Q/Resource",
            compliance: "Suppressed",
            exceptionReason: "A DLQ,\nso.",
            ruleLevel: "Warning",
            ruleInfo: "x",
          },
          {
            ruleId: "AwsSolutions-SQS4",
            resourceId: "App/Q/Resource",
            compliance: "UNKNOWN",
            exceptionReason: "N/A",
            ruleLevel: "Error",
            ruleInfo: "y",
          },
        ],
      }),
    ],
  ])("reports of version 2 say what passed as well: %s", async (format, text) => {
    const cdk_nag = { rules_to_suppress: [{ id: "AwsSolutions-SQS3", reason: "A DLQ,\nso." }] };
    const suppressed = { Resources: { Q: { ...queue(""), Metadata: { "aws:cdk:path": "App/Q/Resource", cdk_nag } } } };
    const { evidence } = await evidenceOf(
      assembly(suppressed, { files: { [`cdk.out/AwsSolutions-App-NagReport.${format}`]: text } }),
    );
    expect(evidence.map(({ rule, outcome, reason, message }) => [rule, outcome, reason, message])).toEqual([
      ["AwsSolutions-SQS2", "pass", undefined, 'Has "SSE".'],
      ["AwsSolutions-SQS3", "suppressed", "A DLQ,\nso.", "x"],
      ["AwsSolutions-SQS4", "unknown", undefined, "y"],
    ]);
    expect(new Set(evidence.map(({ tool }) => tool))).toEqual(new Set(["cdk-nag"]));
  });
});
