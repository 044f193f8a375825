import {
  authoredFunctions,
  failurePaths,
  nameOf,
  readPresence,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { missingWhen, namesOf, targetsAsEvidence } from "../failures/target.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";

export const asyncFailureTargetMissing = defineRule({
  id: "async-failure-target-missing",
  title: "Asynchronous events that the function fails to process are dropped",
  topic: "failures",
  severity: "high",
  why: "Lambda tries an asynchronous event three times, or for six hours when the function is throttled, and then drops it. Only an on-failure destination or a dead-letter queue of the function keeps it.",
  remedy: {
    sam: "Set `EventInvokeConfig.DestinationConfig.OnFailure` of the function, or its `DeadLetterQueue`.",
    serverless: "Set `destinations.onFailure` of the function, or `onError`.",
    cdk: "Give the function `onFailure: new SqsDestination(queue)` or a `deadLetterQueue`.",
    cloudformation:
      "Declare an `AWS::Lambda::EventInvokeConfig` with `DestinationConfig.OnFailure`, or set `DeadLetterConfig` of the function.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  ],
  aliases: [
    "serverless-rules:ES1007",
    "cdk-nag:Serverless-LambdaAsyncFailureDestination",
    "cdk-nag:Serverless-LambdaDLQ",
    "cdk-nag:HIPAA.Security-LambdaDLQ",
    "cdk-nag:NIST.800.53.R5-LambdaDLQ",
    "checkov:CKV_AWS_116",
    "guard:LAMBDA_DLQ_CHECK",
    "kics:c2eae442",
    "kics:dec7bc85",
    "prowler:awslambda_function_no_dead_letter_queue",
    "sls-mentor:async-specify-failure-destination",
  ],
  differs:
    "Peers that ask for a dead-letter queue ask for it on every function; this rule asks functions that something invokes asynchronously, and an on-failure destination counts as well (function-failure-target-undecided speaks of functions of which no trigger is known). Those that ask for a destination do not accept a dead-letter queue, or look only at functions that have an asynchronous configuration already.",
  covers: ["F1", "F2", "B1", "B13"],
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
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
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
      DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Failed.Arn }
      Events:
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield judge(fn, graph);
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const name = nameOf(fn);
  const place = at(fn, `function ${name}`);
  const paths = failurePaths(fn, graph).filter(
    ({ trigger, state }) => trigger.invocation === "async" && state !== "not-applicable",
  );
  if (paths.length === 0) return configuredOnly(fn, graph);
  const sources = paths.map(({ trigger }) => ({
    origin: trigger.origin,
    says: `${trigger.event}: ${[nameOf(trigger.from), trigger.detail].filter(Boolean).join(" ")}`,
  }));
  const events = `Events (${[...new Set(paths.map(({ trigger }) => trigger.event))].join(", ")}) that ${name} fails to process`;
  const [worst] = [...paths].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const confidence = worst?.trigger.confidence ?? "certain";
  const targets = [...new Set(paths.flatMap(({ execution }) => execution))];
  const evidence: EvidenceList = [place, ...targetsAsEvidence(targets), ...sources];
  const said = { confidence, when: worst?.trigger.when ?? fn.when, evidence };
  switch (worst?.state) {
    case "lost":
      return fail(fn, { ...said, message: `${events} are dropped: ${worst.because}.` });
    case "unknown":
      return unknown(fn, {
        ...said,
        message: `Where ${events.toLowerCase().slice(0, 1)}${events.slice(1)} go is not known: ${worst.because}.`,
      });
    default:
      return pass(fn, { ...said, message: `${events} go to ${namesOf(targets)}.` });
  }
}

const ORDER = ["lost", "unknown", "kept"];

/** A function that is configured for asynchronous invocation is invoked so, though no trigger says by whom. */
function configuredOnly(fn: Resource, graph: ResourceGraph): Finding {
  const name = nameOf(fn);
  const place = at(fn, `function ${name}`);
  const configs = graph.from(fn, "contains").filter(({ to }) => to.type === "AWS::Lambda::EventInvokeConfig");
  const [config] = configs;
  if (!config)
    return notApplicable(fn, {
      message: `Nothing in the scanned inputs invokes ${name} asynchronously.`,
      evidence: [place],
    });
  const targets = graph.from(fn, "fails-to");
  const gap = missingWhen(graph, config.when, targets);
  const how = `${nameOf(config.to)} configures the asynchronous invocation of ${name}`;
  const evidence: EvidenceList = [at(config.to, how), ...targetsAsEvidence(targets), place];
  if (gap === undefined) return pass(fn, { message: `${how}; failed events go to ${namesOf(targets)}.`, evidence });
  const open = readPresence(config.to.properties, "DestinationConfig", "OnFailure", "Destination").find(
    ({ state }) => state === "unknown",
  );
  if (open?.state === "unknown")
    return unknown(fn, { message: `${how}; where failed events go is not known: ${open.because}.`, evidence });
  return fail(fn, { message: `${how}, but nothing keeps failed events${gap}.`, evidence });
}
