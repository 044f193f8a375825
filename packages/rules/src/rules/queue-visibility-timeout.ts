import {
  combine,
  defaults,
  functionFacts,
  readNumber,
  withDefault,
  type Edge,
  type ResourceGraph,
  nameOf,
} from "@assay/analyzer";
import {
  because,
  defineRule,
  fail,
  notApplicable,
  pass,
  unknown,
  valueAt,
  worst,
  type EvidenceList,
  type Finding,
} from "../rule.js";

export const queueVisibilityTimeout = defineRule({
  id: "queue-visibility-timeout",
  title: "Messages become visible again while the function may still work on them",
  topic: "failures",
  severity: "high",
  why: "A message that becomes visible before the function has finished, its retries included, is processed twice. Lambda refuses a mapping whose function may run longer than the visibility timeout, and AWS recommends at least six times the function's timeout, so that there is time for retries when the function is throttled.",
  remedy: {
    sam: "Set `VisibilityTimeout` of the queue to at least six times the `Timeout` of the function (its own or the one in `Globals`).",
    serverless:
      "Set `VisibilityTimeout` of the queue under `resources` to at least six times the function's `timeout` (6 s when it has none).",
    cdk: "Give the queue `visibilityTimeout: Duration.seconds(6 * timeoutInSeconds)`.",
    cloudformation: "Set `VisibilityTimeout` of the `AWS::SQS::Queue` to at least six times the function's `Timeout`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-lambda-function-trigger.html",
  ],
  aliases: [
    "cfn-lint:E3505",
    "cdk-nag:LambdaEventSourceSQSVisibilityTimeout",
    "sls-mentor:timeout-small-enough-for-sqs-visibility",
  ],
  differs:
    "cfn-lint and cloudformation-validate ask for one times the timeout, which the service enforces anyway, and compare literal values of one template; this rule follows conditions, parameters, Globals and nested stacks.",
  options: {
    multiple: {
      default: 6,
      describes: "how many times the function's timeout the visibility timeout has to be at least",
    },
  },
  covers: ["F8", "F9", "B4"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Timeout: 30
      Events:
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Timeout: 30
      Events:
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
`,
    },
  ],
  *check({ graph }, options) {
    const multiple = options.number("multiple");
    for (const trigger of graph.edges("triggers")) if (trigger.event === "sqs") yield judge(trigger, graph, multiple);
  },
});

function judge(trigger: Edge<"triggers">, graph: ResourceGraph, multiple: number): Finding {
  const { from: queue, to: fn } = trigger;
  const key = fn.id;
  const place = { origin: trigger.origin, says: `${nameOf(fn)} reads ${nameOf(queue)}` };
  if (!queue.stack || !fn.stack) {
    const outside = queue.stack ? fn : queue;
    const message = `The visibility timeout of ${nameOf(queue)} for ${nameOf(fn)} is not known: ${nameOf(outside)} is not declared in the scanned inputs.`;
    return queue.stack
      ? notApplicable(queue, { key, message, evidence: [place] })
      : unknown(fn, { key: queue.id, message, evidence: [place] });
  }
  const visibilities = withDefault(
    readNumber(queue.properties, "VisibilityTimeout"),
    queue,
    defaults.queue.VisibilityTimeout,
    "SQS default",
  );
  const { timeout: timeouts } = functionFacts(fn);
  const findings = combine(graph.world, trigger.when, visibilities, timeouts).map(
    ({ when, of: [visibility, timeout] }) => {
      const evidence: EvidenceList = [
        valueAt(visibility, "visibility timeout", "s"),
        valueAt(timeout, "timeout", "s"),
        place,
      ];
      const said = { key, when, evidence };
      if (visibility.state !== "known" || timeout.state !== "known") {
        const message = `Whether the visibility timeout of ${nameOf(queue)} fits ${nameOf(fn)} is not known: ${because(visibility, timeout)}.`;
        return unknown(queue, { ...said, message });
      }
      const numbers = `The visibility timeout of ${nameOf(queue)} is ${visibility.value} s, the timeout of ${nameOf(fn)} ${timeout.value} s`;
      if (visibility.value >= multiple * timeout.value)
        return pass(queue, { ...said, message: `${numbers}: at least ${multiple} times.` });
      if (visibility.value < timeout.value)
        return fail(queue, { ...said, message: `${numbers}: the mapping cannot be created.` });
      return fail(queue, {
        ...said,
        message: `${numbers}: less than ${multiple} times (${multiple * timeout.value} s).`,
      });
    },
  );
  return (
    worst(findings) ??
    notApplicable(queue, { key, message: `${nameOf(fn)} never reads ${nameOf(queue)}.`, evidence: [place] })
  );
}
