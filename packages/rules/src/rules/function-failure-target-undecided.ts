import { authoredFunctions, nameOf, readPresence } from "@assay/analyzer";
import { missingWhen, namesOf, targetsAsEvidence } from "../failures/target.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList } from "../rule.js";

export const functionFailureTargetUndecided = defineRule({
  id: "function-failure-target-undecided",
  title: "Were the function invoked asynchronously, failed events would be dropped",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "Nothing in the scanned inputs says how the function is invoked. If somebody invokes it asynchronously, Lambda drops the events that it fails to process, because neither an on-failure destination nor a dead-letter queue keeps them.",
  remedy: {
    sam: "Set `DeadLetterQueue` or `EventInvokeConfig.DestinationConfig.OnFailure`, or scan what invokes the function as well.",
    serverless: "Set `onError` or `destinations.onFailure`, or scan what invokes the function as well.",
    cdk: "Give the function a `deadLetterQueue` or `onFailure`, or scan what invokes it as well.",
    cloudformation:
      "Set `DeadLetterConfig`, or declare an `AWS::Lambda::EventInvokeConfig`, or scan what invokes the function as well.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"],
  aliases: [
    "cdk-nag:Serverless-LambdaDLQ",
    "cdk-nag:HIPAA.Security-LambdaDLQ",
    "cdk-nag:NIST.800.53.R5-LambdaDLQ",
    "checkov:CKV_AWS_116",
    "guard:LAMBDA_DLQ_CHECK",
    "kics:c2eae442",
    "kics:dec7bc85",
    "prowler:awslambda_function_no_dead_letter_queue",
  ],
  differs:
    "Peers ask for a dead-letter queue on every function. A function that is only called synchronously, or only reads queues and streams, never uses one; this rule is silent about it, and leaves functions with asynchronous triggers to async-failure-target-missing.",
  covers: ["F1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Job:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: job.handler, Code: { S3Bucket: code, S3Key: job.zip }, Role: arn:aws:iam::123456789012:role/job }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Job:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: job.handler
      Code: { S3Bucket: code, S3Key: job.zip }
      Role: arn:aws:iam::123456789012:role/job
      DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const name = nameOf(fn);
      const triggers = graph.to(fn, "triggers");
      const targets = graph.from(fn, "fails-to");
      const evidence: EvidenceList = [at(fn, `function ${name}`), ...targetsAsEvidence(targets)];
      const gap = missingWhen(graph, fn.when, targets);
      const open = readPresence(fn.properties, "DeadLetterConfig").find(({ state }) => state === "unknown");
      if (triggers.length > 0)
        yield notApplicable(fn, {
          message: `How ${name} is invoked is known: ${[...new Set(triggers.map(({ event }) => event))].join(", ")}.`,
          evidence,
        });
      else if (gap === undefined)
        yield pass(fn, {
          message: `Asynchronous events that ${name} fails to process go to ${namesOf(targets)}.`,
          evidence,
        });
      else if (open?.state === "unknown")
        yield unknown(fn, {
          message: `Whether ${name} has a dead-letter queue is not known: ${open.because}.`,
          evidence,
        });
      else
        yield fail(fn, {
          message: `${name} has neither an on-failure destination nor a dead-letter queue${gap}, and no trigger says how it is invoked.`,
          evidence,
        });
    }
  },
});
