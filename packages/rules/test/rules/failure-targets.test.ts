import { describe, expect, it } from "vitest";
import { failureTargetFifo } from "../../src/rules/failure-target-fifo.js";
import { failureTargetLoop } from "../../src/rules/failure-target-loop.js";
import { failureTargetNotPermitted } from "../../src/rules/failure-target-not-permitted.js";
import { deadLetterQueuePolicy } from "../../src/rules/dead-letter-queue-policy.js";
import { deadLetterQueueKey } from "../../src/rules/dead-letter-queue-key.js";
import { deadLetterQueueUnwatched } from "../../src/rules/dead-letter-queue-unwatched.js";
import { deadLetterQueueShared } from "../../src/rules/dead-letter-queue-shared.js";
import { check, FN } from "../check-rule.js";

const HEAD =
  "Parameters: { Stage: { Type: String }, Unknown: { Type: Number }, Arn: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
const RULE =
  "  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }\n";
const Q = "  Q: { Type: AWS::SQS::Queue }\n";
const REDRIVEN =
  "  S: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Q.Arn, maxReceiveCount: 5 } } }\n";
const MAPPING =
  "  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn } }\n";

describe("failure-target-fifo", () => {
  it.each<[string, string, string[]]>([
    [
      "a FIFO queue",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
`,
      ["fail 2:126 The dead-letter queue Q of Fn is a FIFO queue."],
    ],
    [
      "a standard queue",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}`,
      ["pass 2:126 The dead-letter queue Q of Fn is a standard queue."],
    ],
    [
      "a FIFO topic",
      `Resources:
${FN}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !Ref T } } } }
  T: { Type: AWS::SNS::Topic, Properties: { FifoTopic: true } }
`,
      ["fail 3:155 The on-failure destination T of Fn is a FIFO topic."],
    ],
    [
      "a FIFO queue elsewhere, of a rule",
      `Resources:
${FN}  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:1:d.fifo' } }] } }
`,
      ["fail 3:145 The dead-letter queue arn:aws:sqs:eu-west-1:1:d.fifo of R is a FIFO queue."],
    ],
    [
      "FIFO in one scenario",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: !If [IsProd, !Ref AWS::NoValue, true] } }
`,
      ["fail 4:126 The dead-letter queue Q of Fn is a FIFO queue. (when not IsProd)"],
    ],
    [
      "not known",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: !Ref Unknown } }
`,
      [
        "unknown 4:126 Whether the dead-letter queue Q of Fn is a FIFO one is not known: parameter Unknown has no default.",
      ],
    ],
    [
      "what a parameter names",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !Ref Arn } } }
`,
      [
        "unknown 4:123 Whether the dead-letter queue ${Arn} of Fn is a FIFO one is not known: it is not declared in the scanned inputs.",
      ],
    ],
    [
      "a bus",
      `Resources:
${FN}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: 'arn:aws:events:eu-west-1:1:event-bus/b' } } } }
`,
      ["not-applicable 3:150 arn:aws:events:eu-west-1:1:event-bus/b is neither a queue nor a topic."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(failureTargetFifo, text)).toEqual(expected);
  });
});

describe("failure-target-loop", () => {
  it.each<[string, string, string[]]>([
    [
      "the dead-letter queue triggers the function",
      `Resources:
${FN}${REDRIVEN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt S.Arn } }
  N: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn } }
`,
      ["fail 6:3 What Fn fails to process goes to the dead-letter queue Q of S, which triggers Fn again."],
    ],
    [
      "switched off",
      `Resources:
${FN}${REDRIVEN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt S.Arn } }
  N: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, Enabled: false } }
`,
      ["pass 3:91 What Fn fails to process goes to the dead-letter queue Q of S, which does not trigger it again."],
    ],
    [
      "a destination that notifies the function",
      `Resources:
${FN}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !Ref T } } } }
  T: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: lambda, Endpoint: !GetAtt Fn.Arn }] } }
`,
      ["fail 4:98 What Fn fails to process goes to the on-failure destination T of Fn, which triggers Fn again."],
    ],
    [
      "no failure target",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s } }
`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(failureTargetLoop, text)).toEqual(expected);
  });
});

describe("failure-target-not-permitted", () => {
  it.each<[string, string, string[]]>([
    [
      "no statement",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}  Role: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } }
`,
      ["fail 2:150 The role of Fn does not allow sqs:SendMessage on the dead-letter queue Q of Fn."],
    ],
    [
      "a statement on the queue",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 'sqs:Send*', Resource: !GetAtt Q.Arn }] } }] } }
`,
      ["pass 2:150 The role of Fn allows sqs:SendMessage on the dead-letter queue Q of Fn."],
    ],
    [
      "a statement on everything",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] } }] } }
`,
      ["pass 2:150 The role of Fn allows sqs:SendMessage on the dead-letter queue Q of Fn."],
    ],
    [
      "a statement on another queue",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:1:other' }] } }] } }
`,
      ["fail 2:150 The role of Fn does not allow sqs:SendMessage on the dead-letter queue Q of Fn."],
    ],
    [
      "a statement on what a parameter names",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 'sqs:SendMessage', Resource: !Ref Arn }] } }] } }
`,
      [
        "unknown 4:150 Whether the role of Fn allows sqs:SendMessage on the dead-letter queue Q of Fn is not known: a statement with that action names a resource that is known at deployment only.",
      ],
    ],
    [
      "a role elsewhere",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: 'arn:aws:iam::1:role/r', DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}`,
      [
        "unknown 2:157 Whether the role of Fn allows sqs:SendMessage on the dead-letter queue Q of Fn is not known: the role arn:aws:iam::1:role/r is not declared in the scanned inputs.",
      ],
    ],
    [
      "the destination of a mapping",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, DestinationConfig: { OnFailure: { Destination: !Ref T } } } }
  T: { Type: AWS::SNS::Topic }
  Role: { Type: AWS::IAM::Role, Properties: { Path: / } }
`,
      ["fail 3:190 The role of Fn does not allow sns:Publish on the on-failure destination T of M."],
    ],
    [
      "SAM allows it itself",
      `Transform: AWS::Serverless-2016-10-31
Resources:
${Q}  Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: a.b, CodeUri: ., DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Q.Arn } } }
`,
      ["pass 4:152 The role of Fn allows sqs:SendMessage on the dead-letter queue Q of Fn."],
    ],
    [
      "a target that is not known",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !Ref Arn } } }
  Role: { Type: AWS::IAM::Role, Properties: { Path: / } }
`,
      [
        "unknown 4:147 Whether the role of Fn allows to send to the dead-letter queue ${Arn} of Fn is not known: what it is, is not known here.",
      ],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(failureTargetNotPermitted, text)).toEqual(expected);
  });
});

describe("dead-letter-queue-policy", () => {
  it.each<[string, string, string[]]>([
    [
      "no policy",
      `Resources:
${FN}${Q}  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
`,
      ["fail 4:153 No policy of Q allows events.amazonaws.com to send to the dead-letter queue Q of R."],
    ],
    [
      "a policy for the service",
      `Resources:
${FN}${Q}  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Q], PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn }] } } }
`,
      ["pass 4:153 A policy of Q allows events.amazonaws.com to send to the dead-letter queue Q of R."],
    ],
    [
      "a policy for another service",
      `Resources:
${Q}  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: t, Protocol: https, Endpoint: 'https://a.b', RedrivePolicy: { deadLetterTargetArn: !GetAtt Q.Arn } } }
  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Q], PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn }] } } }
`,
      ["fail 3:153 No policy of Q allows sns.amazonaws.com to send to the dead-letter queue Q of S."],
    ],
    [
      "a queue elsewhere",
      `Resources:
${FN}  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:1:d' } }] } }
`,
      [
        "unknown 3:145 Whether arn:aws:sqs:eu-west-1:1:d lets events.amazonaws.com in is not known: it is not declared in the scanned inputs.",
      ],
    ],
    [
      "no dead-letter queue",
      `Resources:
${FN}${RULE}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(deadLetterQueuePolicy, text)).toEqual(expected);
  });
});

describe("dead-letter-queue-key", () => {
  it.each<[string, string, string[]]>([
    [
      "the managed key",
      `Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: alias/aws/sqs } }
  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
`,
      ["fail 3:61 The AWS managed key of Q cannot be used by events.amazonaws.com for the dead-letter queue Q of R."],
    ],
    [
      "a key for the service",
      `Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref K } }
  K: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' }] } } }
  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
`,
      [
        "pass 3:66 The policy of the key K allows kms:GenerateDataKey and kms:Decrypt to events.amazonaws.com for the dead-letter queue Q of R.",
      ],
    ],
    [
      "a key for somebody else",
      `Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref K } }
  K: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'kms:*', Resource: '*' }] } } }
  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
`,
      [
        "fail 3:66 The policy of the key K does not allow kms:GenerateDataKey and kms:Decrypt to events.amazonaws.com for the dead-letter queue Q of R.",
      ],
    ],
    [
      "a key elsewhere",
      `Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: alias/mine } }
  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
`,
      [
        "unknown 3:61 Whether the key of Q can be used by events.amazonaws.com for the dead-letter queue Q of R is not known: the policy of alias/mine is not declared in the scanned inputs.",
      ],
    ],
    [
      "a function without permission on the key",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref K } }
  K: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'kms:*', Resource: '*' }] } } }
  Role: { Type: AWS::IAM::Role, Properties: { Path: / } }
`,
      ["fail 3:66 The role of Fn does not allow kms:GenerateDataKey and kms:Decrypt on the key of Q."],
    ],
    [
      "a function with permission on the key",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref K } }
  K: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'kms:*', Resource: '*' }] } } }
  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: !GetAtt K.Arn }] } }] } }
`,
      ["pass 3:66 The role of Fn allows kms:GenerateDataKey and kms:Decrypt on the key of Q."],
    ],
    [
      "a key whose policy names the role",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
  Q: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref K } }
  K: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt Role.Arn }, Action: 'kms:*', Resource: '*' }] } } }
  Role: { Type: AWS::IAM::Role, Properties: { Path: / } }
`,
      ["unknown 3:66 Whether the role of Fn may use the key of Q is not known: its policy names the role."],
    ],
    [
      "no key",
      `Resources:
${FN}${Q}  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
`,
      ["not-applicable 4:153 Q has no key that a sender needs permissions for."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(deadLetterQueueKey, text)).toEqual(expected);
  });
});

describe("dead-letter-queue-unwatched", () => {
  it.each<[string, string, string[]]>([
    [
      "neither alarm nor reader",
      `Resources:
${REDRIVEN}${Q}`,
      [
        "not-applicable 2:3 S keeps no failed events.",
        "fail 3:3 Q, which keeps what S failed on, has neither an alarm on its depth nor a reader.",
      ],
    ],
    [
      "an alarm on its depth",
      `Resources:
${REDRIVEN}${Q}  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/SQS, MetricName: ApproximateNumberOfMessagesVisible, Dimensions: [{ Name: QueueName, Value: !GetAtt Q.QueueName }] } }
`,
      ["not-applicable 2:3 S keeps no failed events.", "pass 3:3 Q, which keeps what S failed on, is watched by A."],
    ],
    [
      "an alarm in one scenario",
      `${HEAD}Resources:
${REDRIVEN}${Q}  A: { Type: AWS::CloudWatch::Alarm, Condition: IsProd, Properties: { Namespace: AWS/SQS, MetricName: ApproximateNumberOfMessagesVisible, Dimensions: [{ Name: QueueName, Value: !GetAtt Q.QueueName }] } }
`,
      [
        "not-applicable 4:3 S keeps no failed events.",
        "fail 5:3 Q, which keeps what S failed on, has neither an alarm on its depth nor a reader when not IsProd.",
      ],
    ],
    [
      "an alarm on what redriven messages do not count for",
      `Resources:
${REDRIVEN}${Q}  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/SQS, MetricName: NumberOfMessagesSent, Dimensions: [{ Name: QueueName, Value: !GetAtt Q.QueueName }] } }
`,
      [
        "not-applicable 2:3 S keeps no failed events.",
        "fail 3:3 Q, which keeps what S failed on, has neither an alarm on its depth nor a reader (its alarms are on NumberOfMessagesSent).",
      ],
    ],
    [
      "an alarm on a metric that is not known",
      `Resources:
${REDRIVEN}${Q}  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/SQS, MetricName: { Fn::Transform: { Name: Mine } }, Dimensions: [{ Name: QueueName, Value: !GetAtt Q.QueueName }] } }
`,
      [
        "not-applicable 2:3 S keeps no failed events.",
        "unknown 3:3 Whether an alarm watches the depth of Q, which keeps what S failed on, is not known: the metric of an alarm is not known here.",
      ],
    ],
    [
      "a reader",
      `Resources:
${FN}${REDRIVEN}${Q}${MAPPING}`,
      ["not-applicable 3:3 S keeps no failed events.", "pass 4:3 Q, which keeps what S failed on, is read by Fn."],
    ],
    [
      "somebody who may move messages back",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt Role.Arn } }
${REDRIVEN}${Q}  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 'sqs:StartMessageMoveTask', Resource: !GetAtt Q.Arn }] } }] } }
`,
      ["not-applicable 3:3 S keeps no failed events.", "pass 4:3 Q, which keeps what S failed on, is read by Fn."],
    ],
    [
      "no dead-letter queue",
      `Resources:
${Q}`,
      ["not-applicable 2:3 Q keeps no failed events."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(deadLetterQueueUnwatched, text)).toEqual(expected);
  });
});

describe("dead-letter-queue-shared", () => {
  it.each<[string, string, string[]]>([
    [
      "two sources",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${REDRIVEN}${Q}`,
      ["fail 4:3 Q keeps what 2 sources failed on: Fn, S."],
    ],
    [
      "one source",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } } }
${Q}`,
      ["pass 3:3 Q keeps what one source failed on: Fn."],
    ],
    [
      "no source",
      `Resources:
${Q}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(deadLetterQueueShared, text)).toEqual(expected);
  });
});
