import { expect, it } from "vitest";
import { failurePathMissing } from "../../src/rules/failure-path-missing.js";
import { check, FN, resources } from "../check-rule.js";

const RULE =
  "  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }\n";
const CONFIG =
  "  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } } }\n  Q: { Type: AWS::SQS::Queue }\n";

it.each([
  [
    "asynchronous, lost",
    resources(FN + RULE),
    [
      "fail 3:3 Events of R rate(1 day) (schedule, async) that Fn fails to process are lost: nothing keeps failed events. Those that cannot be delivered are dropped.",
    ],
  ],
  [
    "asynchronous, kept",
    resources(FN + RULE + CONFIG),
    [
      "pass 3:3 Events of R rate(1 day) (schedule, async) that Fn fails to process are kept: Q. Those that cannot be delivered are dropped.",
    ],
  ],
  [
    "a queue elsewhere",
    resources(
      `${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: 'arn:aws:sqs:eu-west-1:1:jobs', FunctionName: !Ref Fn } }\n`,
    ),
    [
      "unknown 3:3 Whether events of arn:aws:sqs:eu-west-1:1:jobs (sqs, queue) that Fn fails to process are kept is not known: the queue is not declared in the scanned inputs.",
    ],
  ],
  [
    "synchronous",
    resources(`${FN}  U: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: !Ref Fn } }\n`),
    [
      "not-applicable 3:3 Events of U (function-url, sync) that Fn fails to process need no failure path: the caller waits for the answer and gets the error.",
    ],
  ],
  ["no trigger", resources(FN), []],
])("%s", async (_, text, expected) => {
  expect(await check(failurePathMissing, text)).toEqual(expected);
});
