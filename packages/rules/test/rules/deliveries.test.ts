import { describe, expect, it } from "vitest";
import { subscriptionRedriveMissing } from "../../src/rules/subscription-redrive-missing.js";
import { ruleDeadLetterMissing } from "../../src/rules/rule-dead-letter-missing.js";
import { scheduleDeadLetterMissing } from "../../src/rules/schedule-dead-letter-missing.js";
import { pipeDeadLetterMissing } from "../../src/rules/pipe-dead-letter-missing.js";
import { check, FN } from "../check-rule.js";

const HEAD =
  "Parameters: { Stage: { Type: String }, Unknown: { Type: Number }, Arn: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
const Q = "  Q: { Type: AWS::SQS::Queue }\n";

describe("subscription-redrive-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "none",
      `Resources:
  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: t, Protocol: https, Endpoint: 'https://a.b' } }
`,
      ["fail 2:3 Notifications that S cannot deliver are dropped: it has no redrive policy."],
    ],
    [
      "a mapping",
      `Resources:
  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: t, Protocol: https, Endpoint: 'https://a.b', RedrivePolicy: { deadLetterTargetArn: !GetAtt Q.Arn } } }
${Q}`,
      ["pass 2:3 Notifications that S cannot deliver go to a dead-letter queue."],
    ],
    [
      "in one scenario",
      `${HEAD}Resources:
  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: t, Protocol: https, Endpoint: 'https://a.b', RedrivePolicy: !If [IsProd, { deadLetterTargetArn: !GetAtt Q.Arn }, !Ref AWS::NoValue] } }
${Q}`,
      ["fail 4:3 Notifications that S cannot deliver are dropped: it has no redrive policy. (when not IsProd)"],
    ],
    [
      "a macro decides",
      `Resources:
  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: t, Protocol: https, Endpoint: 'https://a.b', RedrivePolicy: { Fn::Transform: { Name: Mine } } } }
`,
      ["unknown 2:3 Whether S has a redrive policy is not known: Fn::Transform is not evaluated."],
    ],
    [
      "inside a topic",
      `Resources:
  T: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: email, Endpoint: a@b.c }] } }
`,
      [
        "fail 2:89 Notifications of T that cannot be delivered to a@b.c are dropped: a subscription inside a topic has no redrive policy.",
      ],
    ],
    [
      "no subscription",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(subscriptionRedriveMissing, text)).toEqual(expected);
  });
});

describe("rule-dead-letter-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "one of two targets",
      `Resources:
${FN}${Q}  R: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [a] }, Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }, { Id: b, Arn: !GetAtt Q.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] } }
`,
      [
        "fail 4:110 Events that R cannot deliver to Fn are dropped: the target has no dead-letter queue.",
        "pass 4:142 Events that R cannot deliver to Q go to a dead-letter queue.",
      ],
    ],
    [
      "in one scenario",
      `${HEAD}Resources:
${FN}${Q}  R: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [a] }, Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: !If [IsProd, { Arn: !GetAtt Q.Arn }, !Ref AWS::NoValue] }] } }
`,
      [
        "fail 6:110 Events that R cannot deliver to Fn are dropped: the target has no dead-letter queue. (when not IsProd)",
      ],
    ],
    [
      "a macro decides",
      `Resources:
${FN}  R: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [a] }, Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Fn::Transform: { Name: Mine } } }] } }
`,
      ["unknown 3:110 Whether Fn of R has a dead-letter queue is not known: Fn::Transform is not evaluated."],
    ],
    [
      "no targets",
      `Resources:
  R: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [a] } } }
`,
      ["not-applicable 2:3 R has no targets that are known here."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(ruleDeadLetterMissing, text)).toEqual(expected);
  });
});

describe("schedule-dead-letter-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "none",
      `Resources:
${FN}  S: { Type: AWS::Scheduler::Schedule, Properties: { ScheduleExpression: rate(1 day), Target: { Arn: !GetAtt Fn.Arn, RoleArn: r } } }
`,
      ["fail 3:3 Invocations that S cannot deliver are dropped: it has no dead-letter queue."],
    ],
    [
      "one",
      `Resources:
${FN}${Q}  S: { Type: AWS::Scheduler::Schedule, Properties: { ScheduleExpression: rate(1 day), Target: { Arn: !GetAtt Fn.Arn, RoleArn: r, DeadLetterConfig: { Arn: !GetAtt Q.Arn } } } }
`,
      ["pass 4:3 Invocations that S cannot deliver go to a dead-letter queue."],
    ],
    [
      "a macro decides",
      `Resources:
${FN}  S: { Type: AWS::Scheduler::Schedule, Properties: { ScheduleExpression: rate(1 day), Target: { Fn::Transform: { Name: Mine } } } }
`,
      ["unknown 3:3 Whether S has a dead-letter queue is not known: Fn::Transform is not evaluated."],
    ],
    [
      "no schedule",
      `Resources:
${FN}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(scheduleDeadLetterMissing, text)).toEqual(expected);
  });
});

describe("pipe-dead-letter-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "a stream without one",
      `Resources:
  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: r, Source: 'arn:aws:kinesis:eu-west-1:1:stream/s', SourceParameters: { KinesisStreamParameters: { StartingPosition: LATEST } }, Target: t } }
`,
      ["fail 2:3 Nothing keeps the position of records that P cannot hand on: its source has no dead-letter queue."],
    ],
    [
      "a table's stream with one",
      `Resources:
${Q}  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: r, Source: 'arn:aws:dynamodb:eu-west-1:1:table/t/stream/x', SourceParameters: { DynamoDBStreamParameters: { StartingPosition: LATEST, DeadLetterConfig: { Arn: !GetAtt Q.Arn } } }, Target: t } }
`,
      ["pass 3:3 The positions of records that P cannot hand on go to a dead-letter queue."],
    ],
    [
      "a macro decides",
      `Resources:
  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: r, Source: 'arn:aws:kinesis:eu-west-1:1:stream/s', SourceParameters: { KinesisStreamParameters: { StartingPosition: LATEST, DeadLetterConfig: { Fn::Transform: { Name: Mine } } } }, Target: t } }
`,
      ["unknown 2:3 Whether the source of P has a dead-letter queue is not known: Fn::Transform is not evaluated."],
    ],
    [
      "a queue",
      `Resources:
${Q}  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: r, Source: !GetAtt Q.Arn, Target: t } }
`,
      ["not-applicable 3:3 P reads no stream."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(pipeDeadLetterMissing, text)).toEqual(expected);
  });
});
