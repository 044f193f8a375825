import { nameOf, readPresence, readString, type EventKind, type Resource } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { mappingsOf } from "../failures/mapping.js";
import { at, because, defineRule, fail, notApplicable, pass, unknown } from "../rule.js";

const REQUIRED: readonly EventKind[] = ["kinesis", "dynamodb", "msk"];

export const mappingStartingPosition = defineRule({
  id: "mapping-starting-position",
  title: "Lambda refuses the mapping for its starting position",
  topic: "failures",
  severity: "high",
  why: "A mapping of a Kinesis or DynamoDB stream or an MSK cluster has to say where reading begins; one of a queue must not. Lambda refuses the mapping otherwise, and the deployment rolls back.",
  remedy: {
    sam: "Set `StartingPosition` of Kinesis, DynamoDB and MSK events, and not of SQS events.",
    serverless: "Set `startingPosition` of stream and msk events, and not of sqs events.",
    cdk: "Give stream event sources a `startingPosition`.",
    cloudformation: "Set `StartingPosition` of mappings of streams, and remove it from mappings of queues.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-eventsourcemapping.html",
  ],
  aliases: ["cfn-lint:E3633", "cfn-lint:E3634"],
  differs:
    "cfn-lint looks at sources that are written as an ARN; this rule also follows references to streams and queues of other resources and stacks, and leaves out topics that are read as a queue.",
  covers: ["F17", "B5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: orders, EventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders" }
`,
      good: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: orders, EventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders", StartingPosition: LATEST }
`,
    },
  ],
  *check({ graph }) {
    for (const { mapping, source, trigger } of mappingsOf(graph, [...REQUIRED, "sqs", "mq"])) {
      if (isQueueMode(mapping)) continue;
      const needs = REQUIRED.includes(trigger.event);
      const positions = readPresence(mapping.properties, "StartingPosition");
      const name = `The mapping ${nameOf(mapping)} of ${nameOf(source)} (${trigger.event})`;
      yield* worstOf<[boolean]>(graph, trigger.when, [positions], ([position], when) => {
        const evidence = [
          at(mapping, `mapping of ${nameOf(source)}`),
          { origin: position.origin, says: "starting position" },
        ] as const;
        const said = { key: source.id, when, evidence };
        if (position.state === "unknown")
          return unknown(mapping, {
            ...said,
            message: `Whether ${nameOf(mapping)} has a starting position is not known: ${because(position)}.`,
          });
        if ((position.state === "known") !== needs)
          return fail(mapping, { ...said, message: `${name} ${needs ? "has no" : "has a"} starting position.` });
        return needs
          ? pass(mapping, { ...said, message: `${name} has a starting position.` })
          : notApplicable(mapping, { ...said, message: `${name} needs no starting position.` });
      });
    }
  },
});

/** A topic that is read as a queue has no position. https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html */
function isQueueMode({ properties }: Resource): boolean {
  const modes = readString(properties, "AmazonManagedKafkaEventSourceConfig", "ConsumptionMode");
  return modes.some((mode) => mode.state === "known" && mode.value === "Queue");
}
