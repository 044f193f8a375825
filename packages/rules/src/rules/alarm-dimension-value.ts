import {
  alarmMetrics,
  both,
  known,
  literalText,
  metricNamespace,
  nameOf,
  resourceId,
  type Resource,
  type ResourceGraph,
  type Text,
} from "@assay/analyzer";
import data from "../data/metrics.json" with { type: "json" };
import { at, defineRule, fail, pass, unknown, worst, type Finding } from "../rule.js";

const dimensions: Readonly<Record<string, string>> = data.values.dimensions;
const returns: Readonly<Record<string, Readonly<Record<string, string>>>> = data.values.returns;

export const alarmDimensionValue = defineRule({
  id: "alarm-dimension-value",
  title: "An alarm names what it watches by an ARN, a URL or an id instead of its name",
  topic: "monitoring",
  severity: "high",
  why: "A dimension has to hold exactly what the service publishes: the name of a queue, not its URL; the name of a REST API, not its id; the ARN of a state machine, not its name. Anything else is a metric without data, and the alarm never changes to ALARM.",
  remedy: {
    sam: "Use `!GetAtt Queue.QueueName` for a queue, `!GetAtt Topic.TopicName` for a topic, `!Ref` for a function, table, stream, rule or state machine, the `Name` of a REST API.",
    serverless:
      "Use `!GetAtt Queue.QueueName` for a queue, `!GetAtt Topic.TopicName` for a topic, `!Ref` for a function, table, stream, rule or state machine, the `Name` of a REST API.",
    cdk: "Use the methods of the construct, such as `queue.metricApproximateNumberOfMessagesVisible()`, which know the dimensions.",
    cloudformation:
      "Use `!GetAtt Queue.QueueName` for a queue, `!GetAtt Topic.TopicName` for a topic, `!Ref` for a function, table, stream, rule or state machine, the `Name` of a REST API.",
  },
  references: [
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html",
  ],
  aliases: [],
  covers: ["O12", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions:
        - { Name: QueueName, Value: !Ref Failed }
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions:
        - { Name: QueueName, Value: !GetAtt Failed.QueueName }
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
`,
    },
  ],
  *check({ graph }) {
    for (const alarm of graph.ofType("AWS::CloudWatch::Alarm")) {
      const found = worst([...judge(alarm, graph)]);
      if (found) yield found;
    }
  },
});

function* judge(alarm: Resource, graph: ResourceGraph): Generator<Finding> {
  for (const metric of alarmMetrics(alarm)) {
    const { dimensions: named, when: given } = metric;
    const space = metricNamespace(metric) ?? "";
    for (const { name, value, origin, when } of named) {
      const dimension = known(name)[0]?.value ?? "";
      const wanted = dimensions[`${space} ${dimension}`];
      if (wanted === undefined) continue;
      for (const one of value) {
        const scenario = both(both(alarm.when, given) ?? given, both(when, one.when) ?? one.when);
        if (!scenario || !graph.world.satisfiable(scenario)) continue;
        const said = {
          when: scenario,
          evidence: [{ origin, says: dimension }, at(alarm, `alarm ${nameOf(alarm)}`)] as const,
        };
        const held = one.state === "known" ? heldBy(one.value, graph) : undefined;
        if (!held)
          yield unknown(alarm, {
            ...said,
            message: `What ${dimension} of the alarm ${nameOf(alarm)} holds is known at deployment only.`,
          });
        else if (held.what === wanted)
          yield pass(alarm, {
            ...said,
            message: `${dimension} of the alarm ${nameOf(alarm)} is the ${wanted} of ${held.of}.`,
          });
        else
          yield fail(alarm, {
            ...said,
            message: `${dimension} of the alarm ${nameOf(alarm)} is the ${held.what} of ${held.of}, but ${space} publishes by its ${wanted}.`,
          });
      }
    }
  }
}

/** What a text is and of what; `undefined` when that is not known. */
function heldBy(text: Text, graph: ResourceGraph): { readonly what: string; readonly of: string } | undefined {
  const literal = literalText(text);
  if (literal !== undefined) return { what: kindOfLiteral(literal), of: literal };
  const [symbol] = text;
  if (typeof symbol !== "object" || symbol.kind !== "resource" || text.length > 1) {
    const first = typeof symbol === "string" ? symbol : "";
    return text.every((part) => typeof part === "string" || part.kind !== "resource") && text.length > 1
      ? { what: kindOfLiteral(first), of: "what it names" }
      : undefined;
  }
  const resource = graph.resource(resourceId(symbol.stack, symbol.logicalId));
  const what = resource && returns[resource.type]?.[symbol.attribute];
  return resource && what !== undefined ? { what, of: nameOf(resource) } : undefined;
}

function kindOfLiteral(text: string): string {
  if (text.startsWith("arn:")) return "ARN";
  return text.startsWith("https://") ? "URL" : "name";
}
