import type { AssessedFinding, AssessedProblem, Assessment, Location } from "@assay/rules";

/** A location with the texts that a repository decides. */
export const location = (file: string, says: string, startLine = 3): Location => ({
  file,
  startLine,
  startColumn: 5,
  endLine: startLine,
  endColumn: 9,
  says,
});

export const finding = (more: Partial<AssessedFinding> = {}): AssessedFinding => ({
  rule: "queue-visibility-timeout",
  title: "Messages become visible again",
  topic: "failures",
  severity: "high",
  outcome: "fail",
  subject: { id: "template.yaml#Orders", name: "Orders", kind: "queue", type: "AWS::SQS::Queue" },
  message: "The visibility timeout of Orders is 60 s.",
  confidence: "certain",
  fingerprint: "0123456789abcdef",
  locations: [location("template.yaml", "visibility timeout 60 s"), location("other.yaml", "timeout 30 s")],
  ...more,
});

export const problemAt = (file: string, more: Partial<AssessedProblem> = {}): AssessedProblem => ({
  code: "yaml-syntax",
  level: "error",
  message: "Not valid YAML: bad indentation.",
  help: "Correct the syntax.",
  file,
  startLine: 2,
  startColumn: 1,
  endLine: 2,
  endColumn: 1,
  ...more,
});

const rule = {
  title: "Messages become visible again",
  topic: "failures",
  severity: "high",
  why: "A message is processed twice.",
  remedy: { sam: "Set `A`.", serverless: "Set `B`.", cdk: "Set `C`.", cloudformation: "Set `D`." },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"],
  aliases: ["cfn-lint:E3505"],
} as const;

/** An assessment with the given findings and problems. */
export function assessment(
  findings: readonly AssessedFinding[],
  problems: readonly AssessedProblem[] = [],
  more: Partial<Assessment> = {},
): Assessment {
  return {
    schema: "https://assay.dev/schema/assessment-1.json",
    tool: { name: "assay", version: "1.2.3" },
    complete: problems.length === 0,
    projects: [{ framework: "sam", entry: "template.yaml", templates: ["template.yaml"] }],
    inputs: ["template.yaml"],
    problems,
    functions: [],
    findings,
    rules: [...new Set(findings.map(({ rule: id }) => id))].map((id) => ({ id, ...rule })),
    suppressions: [],
    ruleFailures: [],
    checklists: [],
    answers: [],
    ...more,
  };
}
