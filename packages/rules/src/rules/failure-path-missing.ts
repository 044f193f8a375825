import {
  authoredFunctions,
  failurePaths,
  nameOf,
  type EventKind,
  type FailurePath,
  type Resource,
} from "@assay/analyzer";
import { namesOf, targetsAsEvidence } from "../failures/target.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

export const failurePathMissing = defineRule({
  id: "failure-path-missing",
  title: "Events that a function fails to process are lost",
  topic: "failures",
  severity: "high",
  profile: "evidence",
  why: "What happens to an event after the last retry depends on how the function is invoked: an asynchronous event is dropped unless the function has an on-failure destination or a dead-letter queue; a message returns to its queue until it expires unless the queue has a redrive policy; a stream's batch blocks its shard until it expires unless the mapping has an on-failure destination; a failed step ends its execution unless the state retries or catches. A synchronous caller gets the error itself. This is the statement about each trigger, for reports; what is missing is named once more, at the resource that lacks it, by the rules on asynchronous functions, queues, streams and state machines.",
  remedy: {
    sam: "Asynchronous: `EventInvokeConfig.DestinationConfig.OnFailure` or `DeadLetterQueue` of the function. SQS: `RedrivePolicy` of the queue. Streams: `DestinationConfig.OnFailure` of the event. Step Functions: `Retry` and `Catch` of the state.",
    serverless:
      "Asynchronous: `destinations.onFailure` or `onError` of the function. SQS: `RedrivePolicy` of the queue under `resources`. Streams: `destinations.onFailure` of the stream event. Step Functions: `Retry` and `Catch` of the state.",
    cdk: "Asynchronous: `onFailure: new SqsDestination(queue)` or `deadLetterQueue` of the function. SQS: `deadLetterQueue` of the queue. Streams: `onFailure` of the event source. Step Functions: `addRetry` and `addCatch` of the task.",
    cloudformation:
      "Asynchronous: `AWS::Lambda::EventInvokeConfig` with `OnFailure`, or `DeadLetterConfig` of the function. SQS: `RedrivePolicy`. Streams: `DestinationConfig.OnFailure` of the `AWS::Lambda::EventSourceMapping`. Step Functions: `Retry` and `Catch`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
  ],
  aliases: [],
  covers: ["B1", "B13"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: resize.handler
      CodeUri: src/
      Events:
        Nightly:
          Type: Schedule
          Properties:
            Schedule: rate(1 day)
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Failed:
    Type: AWS::SQS::Queue
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: resize.handler
      CodeUri: src/
      EventInvokeConfig:
        DestinationConfig:
          OnFailure:
            Type: SQS
            Destination: !GetAtt Failed.Arn
      Events:
        Nightly:
          Type: Schedule
          Properties:
            Schedule: rate(1 day)
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) for (const path of failurePaths(fn, graph)) yield judge(fn, path);
  },
});

/** Events whose delivery to Lambda can fail for itself, before the function is asked. */
const DELIVERED: readonly EventKind[] = ["eventbridge", "schedule", "sns"];

function judge(fn: Resource, path: FailurePath): Finding {
  const { trigger, execution, delivery, because } = path;
  const source = [nameOf(trigger.from), trigger.detail].filter(Boolean).join(" ");
  const said = {
    key: [trigger.event, trigger.from.id, trigger.detail, trigger.qualifier].filter(Boolean).join(" "),
    when: trigger.when,
    confidence: trigger.confidence,
    evidence: [
      { origin: trigger.origin, says: `${trigger.invocation} invocation by ${trigger.event}` },
      ...targetsAsEvidence([...execution, ...delivery]),
      at(fn, `function ${nameOf(fn)}`),
    ],
  } as const;
  const events = `Events of ${source} (${trigger.event}, ${trigger.invocation}) that ${nameOf(fn)} fails to process`;
  const hop = DELIVERED.includes(trigger.event)
    ? ` Those that cannot be delivered ${delivery.length > 0 ? `go to ${namesOf(delivery)}` : "are dropped"}.`
    : "";
  switch (path.state) {
    case "kept":
      return pass(fn, { ...said, message: `${events} are kept: ${because}.${hop}` });
    case "lost":
      return fail(fn, { ...said, message: `${events} are lost: ${because}.${hop}` });
    case "unknown":
      return unknown(fn, {
        ...said,
        message: `Whether ${events.charAt(0).toLowerCase()}${events.slice(1)} are kept is not known: ${because}.${hop}`,
      });
    case "not-applicable":
      return notApplicable(fn, { ...said, message: `${events} need no failure path: ${because}.` });
  }
}
