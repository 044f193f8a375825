import { authoredFunctions, nameOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { at, defineRule, notApplicable, type Finding } from "../rule.js";

export const alarmFailedDeliveryMissing = defineRule({
  id: "alarm-failed-delivery-missing",
  title: "Nobody is told when failed events cannot be kept",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "When Lambda cannot deliver a failed event to its dead-letter queue or destination, for want of permission or because it is too large, the event is lost after all. Only the metrics DeadLetterErrors and DestinationDeliveryFailures say so.",
  remedy: alarmRemedy(
    "`DeadLetterErrors` (dead-letter queue) or `DestinationDeliveryFailures` (destination) of `AWS/Lambda`",
    "FunctionName",
    "`fn.metric('DeadLetterErrors')` or `fn.metric('DestinationDeliveryFailures')`",
  ),
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  ],
  aliases: [],
  covers: ["O12", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn }
${alarmExample("PayLosesEvents", "AWS/Lambda", "DeadLetterErrors", "{ Name: FunctionName, Value: !Ref Pay }")}`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield judge(fn, graph);
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const mappings = graph.to(fn, "triggers").flatMap(({ via }) => (via?.kind === "event-source-mapping" ? [via] : []));
  const paths = [fn, ...mappings].flatMap((from) => graph.from(from, "fails-to"));
  const { DeadLetterErrors, DestinationDeliveryFailures } = needs.function;
  const needed = {
    ...(paths.some(({ reason }) => reason === "dead-letter-queue") ? { DeadLetterErrors } : {}),
    ...(paths.some(({ reason }) => reason === "on-failure-destination") ? { DestinationDeliveryFailures } : {}),
  };
  if (Object.keys(needed).length > 0) return alarmCoverage(fn, needed, graph);
  const message = `Lambda delivers no failed events of ${nameOf(fn)} anywhere.`;
  return notApplicable(fn, { message, evidence: [at(fn, nameOf(fn))] });
}
