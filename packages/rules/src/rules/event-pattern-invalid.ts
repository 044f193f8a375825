import { follow, nameOf } from "@assay/analyzer";
import data from "../data/event-patterns.json" with { type: "json" };
import { flaws, parsePattern, readPattern } from "../events/pattern.js";
import { authored } from "../judge.js";
import { at, defineRule, fail, pass, unknown, worst } from "../rule.js";

export const eventPatternInvalid = defineRule({
  id: "event-pattern-invalid",
  title: "A rule has no valid event pattern",
  topic: "integrations",
  severity: "high",
  why: "In an event pattern every value stands in a list, and the operators that compare have fixed names. EventBridge refuses other patterns, and the deployment fails.",
  remedy: {
    sam: "Write `source: [aws.s3]` instead of `source: aws.s3`, and use the operators of EventBridge.",
    serverless: "Write `source: [aws.s3]` instead of `source: aws.s3`, and use the operators of EventBridge.",
    cdk: "Use `eventPattern` with lists, and `Match` for the operators.",
    cloudformation: "Write `source: [aws.s3]` instead of `source: aws.s3`, and use the operators of EventBridge.",
  },
  references: ["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"],
  aliases: ["cloudformation-validate:E9014"],
  covers: ["N3"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("aws.s3"),
      good: example("[aws.s3]"),
    },
  ],
  *check({ graph }) {
    for (const rule of authored(graph, "AWS::Events::Rule")) {
      const findings = follow(rule.properties, "EventPattern").flatMap(({ when, shape }) => {
        const evidence = [{ origin: shape.origin, says: "event pattern" }, at(rule, nameOf(rule))] as const;
        const said = { when, evidence };
        // A parameter whose default is empty is given a pattern at deployment.
        if (shape.kind === "absent" || (shape.kind === "scalar" && shape.value === "")) return [];
        if (shape.kind === "unknown" || shape.kind === "text")
          return [
            unknown(rule, { ...said, message: `The event pattern of ${nameOf(rule)} is known at deployment only.` }),
          ];
        const read =
          shape.kind === "scalar" ? parsePattern(String(shape.value)) : readPattern({ cases: [{ when: [], shape }] });
        const found = read === undefined ? ["it is no JSON"] : flaws(read, data.operators);
        return [
          found.length > 0
            ? fail(rule, {
                ...said,
                message: `The event pattern of ${nameOf(rule)} is not valid: ${found.join("; ")}.`,
              })
            : pass(rule, { ...said, message: `The event pattern of ${nameOf(rule)} is valid.` }),
        ];
      });
      const found = worst(findings);
      if (found) yield found;
    }
  },
});

function example(source: string): string {
  return `Resources:
  Uploads:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: ${source}
`;
}
