import { describe, expect, it } from "vitest";
import { asyncFailureTargetMissing } from "../../src/rules/async-failure-target-missing.js";
import { functionFailureTargetUndecided } from "../../src/rules/function-failure-target-undecided.js";
import { asyncRetriesUnset } from "../../src/rules/async-retries-unset.js";
import { idempotencyUnseen } from "../../src/rules/idempotency-unseen.js";
import { check, FN } from "../check-rule.js";

const HEAD =
  "Parameters: { Stage: { Type: String }, Unknown: { Type: Number }, Arn: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
const RULE =
  "  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }\n";
const URL = "  U: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: !Ref Fn } }\n";
const Q = "  Q: { Type: AWS::SQS::Queue }\n";

describe("async-failure-target-missing", () => {
  it.each<[string, string | Readonly<Record<string, string>>, string[]]>([
    [
      "nothing keeps events",
      `Resources:
${FN}${RULE}`,
      ["fail 2:3 Events (schedule) that Fn fails to process are dropped: nothing keeps failed events."],
    ],
    [
      "a destination",
      `Resources:
${FN}${RULE}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } } }
${Q}`,
      ["pass 2:3 Events (schedule) that Fn fails to process go to Q."],
    ],
    [
      "a dead-letter queue",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${RULE}${Q}`,
      ["pass 2:3 Events (schedule) that Fn fails to process go to Q."],
    ],
    [
      "a destination of another alias",
      `Resources:
${FN}${RULE}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: live, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } } }
${Q}`,
      ["fail 2:3 Events (schedule) that Fn fails to process are dropped: nothing keeps failed events."],
    ],
    [
      "a dead-letter queue in one scenario",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: !If [IsProd, { TargetArn: !GetAtt Q.Arn }, !Ref AWS::NoValue] } }
${RULE}${Q}`,
      ["fail 4:3 Events (schedule) that Fn fails to process are dropped: nothing keeps failed events when not IsProd."],
    ],
    [
      "a dead-letter queue and a trigger in the same scenario",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: !If [IsProd, { TargetArn: !GetAtt Q.Arn }, !Ref AWS::NoValue] } }
  R: { Type: AWS::Events::Rule, Condition: IsProd, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }
${Q}`,
      ["pass 4:3 Events (schedule) that Fn fails to process go to Q. (when IsProd)"],
    ],
    [
      "a dead-letter queue that a macro decides",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { Fn::Transform: { Name: Mine } } } }
${RULE}`,
      [
        "unknown 2:3 Where events (schedule) that Fn fails to process go is not known: its dead-letter queue is known at deployment only.",
      ],
    ],
    [
      "synchronous only",
      `Resources:
${FN}${URL}`,
      ["not-applicable 2:3 Nothing in the scanned inputs invokes Fn asynchronously."],
    ],
    [
      "a configuration without a destination, and no trigger",
      `Resources:
${FN}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, MaximumRetryAttempts: 1 } }
`,
      ["fail 3:3 C configures the asynchronous invocation of Fn, but nothing keeps failed events."],
    ],
    [
      "a configuration with a destination, and no trigger",
      `Resources:
${FN}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } } }
${Q}`,
      ["pass 3:3 C configures the asynchronous invocation of Fn; failed events go to Q."],
    ],
    [
      "Serverless, nothing keeps events",
      {
        "serverless.yml": `service: orders
frameworkVersion: "3"
provider: { name: aws, runtime: nodejs20.x }
functions:
  worker:
    handler: worker.handler
    events:
      - schedule: rate(1 day)
`,
      },
      [
        "fail serverless.yml:5:3 Events (schedule) that WorkerLambdaFunction fails to process are dropped: nothing keeps failed events.",
      ],
    ],
    [
      "Serverless, a destination",
      {
        "serverless.yml": `service: orders
frameworkVersion: "3"
provider: { name: aws, runtime: nodejs20.x }
functions:
  worker:
    handler: worker.handler
    destinations: { onFailure: 'arn:aws:sqs:eu-west-1:123456789012:failed' }
    events:
      - schedule: rate(1 day)
`,
      },
      [
        "pass serverless.yml:5:3 Events (schedule) that WorkerLambdaFunction fails to process go to arn:aws:sqs:eu-west-1:123456789012:failed.",
      ],
    ],
    [
      "a queue of a nested stack",
      {
        "template.yaml": `Resources:
  Queues: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: queues.yaml } }
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Queues.Outputs.Arn } } }
${RULE}`,
        "queues.yaml": `Resources:
  D: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: 60 } }
Outputs: { Arn: { Value: !GetAtt D.Arn } }
`,
      },
      ["pass 3:3 Events (schedule) that Fn fails to process go to D."],
    ],
    [
      "SAM, inherited from Globals",
      `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Q.Arn } } } } }
Resources:
${Q}  Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: a.b, CodeUri: ., Events: { N: { Type: Schedule, Properties: { Schedule: rate(1 day) } } } } }
`,
      ["pass 5:3 Events (schedule) that Fn fails to process go to Q."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(asyncFailureTargetMissing, text)).toEqual(expected);
  });
});

describe("function-failure-target-undecided", () => {
  it.each<[string, string, string[]]>([
    [
      "no trigger, no target",
      `Resources:
${FN}`,
      [
        "fail 2:3 Fn has neither an on-failure destination nor a dead-letter queue, and no trigger says how it is invoked.",
      ],
    ],
    [
      "no trigger, a dead-letter queue",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}`,
      ["pass 2:3 Asynchronous events that Fn fails to process go to Q."],
    ],
    [
      "a macro decides",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { Fn::Transform: { Name: Mine } } } }
`,
      ["unknown 2:3 Whether Fn has a dead-letter queue is not known: Fn::Transform is not evaluated."],
    ],
    [
      "a target in one scenario",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: !If [IsProd, { TargetArn: !GetAtt Q.Arn }, !Ref AWS::NoValue] } }
${Q}`,
      [
        "fail 4:3 Fn has neither an on-failure destination nor a dead-letter queue when not IsProd, and no trigger says how it is invoked.",
      ],
    ],
    [
      "a trigger",
      `Resources:
${FN}${URL}`,
      ["not-applicable 2:3 How Fn is invoked is known: function-url."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(functionFailureTargetUndecided, text)).toEqual(expected);
  });
});

describe("async-retries-unset", () => {
  it.each<[string, string, string[]]>([
    [
      "left to the default",
      `Resources:
${FN}${RULE}`,
      ["fail 2:3 Fn leaves its asynchronous retries to the default: 2 retries, 21600 s."],
    ],
    [
      "half chosen",
      `Resources:
${FN}${RULE}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, MaximumRetryAttempts: 1 } }
`,
      ["fail 4:3 Fn leaves event age of asynchronous events to the default."],
    ],
    [
      "chosen",
      `Resources:
${FN}${RULE}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 3600 } }
`,
      ["pass 4:3 Asynchronous events of Fn are tried 0 times more, for up to 3600 s."],
    ],
    [
      "outside what Lambda takes",
      `Resources:
${FN}${RULE}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 30 } }
`,
      ["fail 4:3 Lambda refuses C of Fn: 3 retries, outside 0 to 2; 30 s of event age, outside 60 to 21600."],
    ],
    [
      "not known",
      `${HEAD}Resources:
${FN}${RULE}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, MaximumRetryAttempts: !Ref Unknown, MaximumEventAgeInSeconds: 3600 } }
`,
      ["unknown 6:3 How often asynchronous events of Fn are tried is not known: parameter Unknown has no default."],
    ],
    [
      "synchronous only",
      `Resources:
${FN}${URL}`,
      ["not-applicable 2:3 Nothing in the scanned inputs invokes Fn asynchronously."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(asyncRetriesUnset, text)).toEqual(expected);
  });
});

describe("idempotency-unseen", () => {
  it.each<[string, string, string[]]>([
    [
      "only the code knows",
      `Resources:
${FN}${RULE}`,
      [
        "unknown 2:3 Fn gets events at least once (schedule); whether it recognises a repetition is not known: only its code says so.",
      ],
    ],
    [
      "a table for it",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { TABLE: !Ref IdempotencyKeys } } } }
${RULE}  IdempotencyKeys: { Type: AWS::DynamoDB::Table }
`,
      ["pass 2:127 Fn gets events at least once (schedule) and is configured with IdempotencyKeys for idempotency."],
    ],
    [
      "switched off",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { POWERTOOLS_IDEMPOTENCY_DISABLED: true } } } }
${RULE}`,
      [
        "fail 2:148 Fn gets events at least once (schedule) and turns idempotency off: POWERTOOLS_IDEMPOTENCY_DISABLED is true.",
      ],
    ],
    [
      "switched off in one scenario",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { POWERTOOLS_IDEMPOTENCY_DISABLED: !If [IsProd, false, true] } } } }
${RULE}`,
      [
        "fail 4:168 Fn gets events at least once (schedule) and turns idempotency off: POWERTOOLS_IDEMPOTENCY_DISABLED is true. (when not IsProd)",
      ],
    ],
    [
      "synchronous only",
      `Resources:
${FN}${URL}`,
      ["not-applicable 2:3 No trigger of Fn delivers an event more than once."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(idempotencyUnseen, text)).toEqual(expected);
  });
});
