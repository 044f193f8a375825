import { authoredFunctions } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const alarmDurationMissing = defineRule({
  id: "alarm-duration-missing",
  title: "Nobody is told when the function becomes slow",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "A function that approaches its timeout first becomes slow and then fails. An alarm on its duration, at a share of its own timeout, says so before customers notice.",
  remedy: alarmRemedy(
    "`Duration` of `AWS/Lambda` at about 80 % of the timeout",
    "FunctionName",
    "`fn.metricDuration()`",
  ),
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
  ],
  aliases: [],
  covers: ["O11", "O12", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
`,
      good: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
${alarmExample("PaySlow", "AWS/Lambda", "Duration", "{ Name: FunctionName, Value: !Ref Pay }")}`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield alarmCoverage(fn, { Duration: needs.function.Duration }, graph);
  },
});
