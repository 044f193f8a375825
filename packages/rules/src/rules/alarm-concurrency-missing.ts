import { authoredFunctions } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const alarmConcurrencyMissing = defineRule({
  id: "alarm-concurrency-missing",
  title: "Nobody is told when concurrency runs out",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "All functions of an account and region share one concurrency limit, and a function with reserved concurrency has a limit of its own. Who reaches it is throttled; an alarm on the concurrent executions, of the function or of the account, says so before.",
  remedy: alarmRemedy(
    "`ConcurrentExecutions` of `AWS/Lambda`, of the function or without a dimension for the whole account,",
    "FunctionName",
    "`fn.metric('ConcurrentExecutions')` or `Function.metricAllConcurrentExecutions()`",
  ),
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
  ],
  aliases: [],
  covers: ["O12", "B7"],
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
${alarmExample("Busy", "AWS/Lambda", "ConcurrentExecutions", "{ Name: FunctionName, Value: !Ref Pay }")}`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph))
      yield alarmCoverage(fn, { ConcurrentExecutions: needs.function.ConcurrentExecutions }, graph);
  },
});
