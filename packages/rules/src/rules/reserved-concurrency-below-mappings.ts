import {
  authoredFunctions,
  combine,
  functionFacts,
  maximumConcurrency,
  type Edge,
  type Resource,
  type ResourceGraph,
  nameOf,
} from "@assay/analyzer";
import {
  defineRule,
  fail,
  notApplicable,
  pass,
  unknown,
  valueAt,
  at,
  worst,
  type EvidenceList,
  type Finding,
} from "../rule.js";

export const reservedConcurrencyBelowMappings = defineRule({
  id: "reserved-concurrency-below-mappings",
  title: "Event sources may start more executions than the function has reserved",
  topic: "concurrency",
  severity: "medium",
  why: "When the event source mappings of a function may together use more executions than its reserved concurrency, the surplus is throttled: messages are received, not processed, and count towards their dead-letter queue.",
  remedy: {
    sam: "Set `ReservedConcurrentExecutions` of the function to at least the sum of `ScalingConfig.MaximumConcurrency` of its SQS events.",
    serverless:
      "Set `reservedConcurrency` of the function to at least the sum of `maximumConcurrency` of its sqs events.",
    cdk: "Set `reservedConcurrentExecutions` to at least the sum of `maxConcurrency` of its `SqsEventSource`s.",
    cloudformation:
      "Set `ReservedConcurrentExecutions` to at least the sum of `ScalingConfig.MaximumConcurrency` of the function's mappings.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
  ],
  aliases: [],
  covers: ["C5", "B4"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: worker.handler
      CodeUri: src/
      ReservedConcurrentExecutions: 5
      Events:
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            ScalingConfig: { MaximumConcurrency: 10 }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: worker.handler
      CodeUri: src/
      ReservedConcurrentExecutions: 10
      Events:
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            ScalingConfig: { MaximumConcurrency: 10 }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const queues = graph.to(fn, "triggers").filter((trigger) => trigger.event === "sqs");
      if (queues.length > 0) yield judge(fn, queues, graph);
    }
  },
});

function judge(fn: Resource, queues: readonly Edge<"triggers">[], graph: ResourceGraph): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  const { reservedConcurrency } = functionFacts(fn);
  const maxima = queues.map(maximumConcurrency);
  const findings = combine(graph.world, fn.when, reservedConcurrency, ...maxima).map(
    ({ when, of: [reserved, ...limits] }) => {
      const evidence: EvidenceList = [
        valueAt(reserved, "reserved concurrency"),
        ...limits.map((limit) => valueAt(limit, "maximum concurrency")),
        place,
      ];
      const said = { when, evidence };
      if (reserved.state === "absent")
        return notApplicable(fn, { ...said, message: `${nameOf(fn)} reserves no concurrency.` });
      const open = [reserved, ...limits].flatMap((value) => (value.state === "unknown" ? [value.because] : []));
      if (reserved.state === "unknown" || open.length > 0)
        return unknown(fn, { ...said, message: `The concurrency of ${nameOf(fn)} is not known: ${open.join("; ")}.` });
      const set = limits.flatMap((limit) => (limit.state === "known" ? [limit.value] : []));
      if (set.length < limits.length)
        return notApplicable(fn, {
          ...said,
          message: `${limits.length - set.length} of ${limits.length} queue mappings of ${nameOf(fn)} set no maximum concurrency; its reserved concurrency of ${reserved.value} limits them.`,
        });
      const sum = set.reduce((total, value) => total + value, 0);
      const numbers = `${nameOf(fn)} reserves ${reserved.value} executions; its queue mappings may use ${set.join(" + ")}${set.length > 1 ? ` = ${sum}` : ""}`;
      return sum > reserved.value
        ? fail(fn, { ...said, message: `${numbers}.` })
        : pass(fn, { ...said, message: `${numbers}.` });
    },
  );
  return (
    worst(findings) ??
    notApplicable(fn, { message: `${nameOf(fn)} never exists together with its mappings.`, evidence: [place] })
  );
}
