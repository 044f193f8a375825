import { nameOf, readPresence, type EventKind, type ResourceGraph } from "@assay/analyzer";
import { mappingsOf, type Mapping } from "../failures/mapping.js";
import { missingWhen, namesOf, targetsAsEvidence } from "../failures/target.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";

/** The sources whose mappings have an on-failure destination. */
const WITH_DESTINATION: readonly EventKind[] = ["kinesis", "dynamodb", "msk", "kafka"];
const OTHERS: readonly EventKind[] = ["sqs", "mq", "documentdb"];

export const streamFailureDestinationMissing = defineRule({
  id: "stream-failure-destination-missing",
  title: "Records that the function fails to process are skipped without a trace",
  topic: "failures",
  severity: "medium",
  why: "When the retries of a stream's batch are used up, or its records expire, Lambda goes on with the next batch. An on-failure destination receives where the skipped records were; without one nobody learns of them.",
  remedy: {
    sam: "Set `DestinationConfig.OnFailure` of the stream event.",
    serverless: "Set `destinations.onFailure` of the stream event.",
    cdk: "Give the event source `onFailure: new SqsDlq(queue)`.",
    cloudformation: "Set `DestinationConfig.OnFailure.Destination` of the `AWS::Lambda::EventSourceMapping`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-eventsourcemapping-onfailure.html",
  ],
  aliases: ["serverless-rules:ES1001", "cdk-nag:Serverless-LambdaEventSourceMappingDestination"],
  differs:
    "Peers ask for a destination on mappings of queues too, which do not have one: there the redrive policy of the queue keeps failed messages (queue-redrive-missing).",
  covers: ["F3", "B1", "B5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: orders
      EventSourceArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      StartingPosition: TRIM_HORIZON
`,
      good: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: orders
      EventSourceArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      StartingPosition: TRIM_HORIZON
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-west-1:123456789012:failed" } }
`,
    },
  ],
  *check({ graph }) {
    for (const mapping of mappingsOf(graph, WITH_DESTINATION)) yield judge(mapping, graph);
    for (const { mapping, source, trigger } of mappingsOf(graph, OTHERS))
      yield notApplicable(mapping, {
        key: source.id,
        message: `A mapping of ${nameOf(source)} (${trigger.event}) has no on-failure destination.`,
        evidence: [at(mapping, `mapping ${nameOf(mapping)}`)],
      });
  },
});

function judge({ mapping, source, fn, trigger }: Mapping, graph: ResourceGraph): Finding {
  const targets = graph.from(mapping, "fails-to");
  const gap = missingWhen(graph, trigger.when, targets);
  const evidence: EvidenceList = [at(mapping, `${nameOf(fn)} reads ${nameOf(source)}`), ...targetsAsEvidence(targets)];
  const said = { key: source.id, when: trigger.when, confidence: trigger.confidence, evidence };
  const records = `records of ${nameOf(source)} (${trigger.event}) that ${nameOf(fn)} fails to process`;
  if (gap === undefined)
    return pass(mapping, { ...said, message: `The positions of ${records} go to ${namesOf(targets)}.` });
  const open = readPresence(mapping.properties, "DestinationConfig", "OnFailure", "Destination").find(
    ({ state }) => state === "unknown",
  );
  return open?.state === "unknown"
    ? unknown(mapping, { ...said, message: `Where the positions of ${records} go is not known: ${open.because}.` })
    : fail(mapping, { ...said, message: `Nothing keeps the position of ${records}${gap}.` });
}
