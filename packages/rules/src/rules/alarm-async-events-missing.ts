import { authoredFunctions, nameOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { at, defineRule, notApplicable, type Finding } from "../rule.js";

export const alarmAsyncEventsMissing = defineRule({
  id: "alarm-async-events-missing",
  title: "Nobody is told when asynchronous events wait or are dropped",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "Lambda queues asynchronous events, tries failed ones again and drops them in the end. Throttled events wait there for up to six hours without one error of the function; only the metrics AsyncEventAge and AsyncEventsDropped say so.",
  remedy: alarmRemedy(
    "`AsyncEventsDropped` or `AsyncEventAge` of `AWS/Lambda`",
    "FunctionName",
    "`fn.metric('AsyncEventsDropped')`",
  ),
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
  ],
  aliases: [],
  covers: ["O12", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SNS::Topic
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
  PayOrders:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref Orders, Protocol: lambda, Endpoint: !GetAtt Pay.Arn }
`,
      good: `Resources:
  Orders:
    Type: AWS::SNS::Topic
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
  PayOrders:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref Orders, Protocol: lambda, Endpoint: !GetAtt Pay.Arn }
${alarmExample("PayDropsEvents", "AWS/Lambda", "AsyncEventsDropped", "{ Name: FunctionName, Value: !Ref Pay }")}`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield judge(fn, graph);
  },
});

const NEED = "AsyncEventsDropped or AsyncEventAge";

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const events = graph
    .to(fn, "triggers")
    .filter(({ invocation, event }) => invocation === "async" && event !== "custom-resource");
  if (events.length > 0) return alarmCoverage(fn, { [NEED]: needs.function[NEED] }, graph);
  const message = `No event source that was found invokes ${nameOf(fn)} asynchronously.`;
  return notApplicable(fn, { message, evidence: [at(fn, nameOf(fn))] });
}
