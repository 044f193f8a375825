import { describe, expect, it } from "vitest";
import { stateMachineRetryMissing } from "../../src/rules/state-machine-retry-missing.js";
import { stateMachineCatchMissing } from "../../src/rules/state-machine-catch-missing.js";
import { stateMachineLoggingOff } from "../../src/rules/state-machine-logging-off.js";
import { check, FN } from "../check-rule.js";

const HEAD =
  "Parameters: { Stage: { Type: String }, Unknown: { Type: Number }, Arn: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";

describe("state-machine-retry-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "no retry",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: A, States: { A: { Type: Task, Resource: !GetAtt Fn.Arn, End: true } } } } }
${FN}`,
      ["fail 2:113 1 of 1 Lambda tasks of M do not retry the service errors of Lambda: A."],
    ],
    [
      "a retry of everything",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: A, States: { A: { Type: Task, Resource: !GetAtt Fn.Arn, End: true, Retry: [{ ErrorEquals: [States.ALL] }] } } } } }
${FN}`,
      ["pass 2:3 1 of 1 Lambda tasks of M retry the service errors of Lambda."],
    ],
    [
      "a retry of the author's errors only",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: A, States: { A: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: !Ref Fn }, End: true, Retry: [{ ErrorEquals: [OutOfStock] }] } } } } }
${FN}`,
      ["fail 2:113 1 of 1 Lambda tasks of M do not retry the service errors of Lambda: A."],
    ],
    [
      "a retry around it",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: P, States: { P: { Type: Parallel, End: true, Retry: [{ ErrorEquals: [Lambda.ServiceException] }], Branches: [{ StartAt: A, States: { A: { Type: Task, Resource: !GetAtt Fn.Arn, End: true } } }] } } } } }
${FN}`,
      ["pass 2:3 1 of 1 Lambda tasks of M retry the service errors of Lambda."],
    ],
    [
      "a definition as a string",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, DefinitionString: !Sub '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"\${Fn.Arn}","End":true}}}' } }
${FN}`,
      ["fail 2:109 1 of 1 Lambda tasks of M do not retry the service errors of Lambda: A."],
    ],
    [
      "a definition elsewhere",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, DefinitionS3Location: { Bucket: b, Key: k } } }
`,
      ["unknown 2:3 The Lambda tasks of M are not known: its definition cannot be read."],
    ],
    [
      "no task",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: A, States: { A: { Type: Succeed } } } } }
`,
      ["not-applicable 2:3 M has no Lambda tasks."],
    ],
    [
      "SAM, where the definition becomes a string",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  M:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionSubstitutions: { Arn: !GetAtt Fn.Arn }
      Definition:
        StartAt: Pay
        States:
          Pay: { Type: Task, Resource: "\${Arn}", End: true }
${FN}`,
      ["fail 10:11 1 of 1 Lambda tasks of M do not retry the service errors of Lambda: Pay."],
    ],
    [
      "no function",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: A, States: { A: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: u }, End: true } } } } }
`,
      ["not-applicable 2:3 M has no Lambda tasks."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(stateMachineRetryMissing, text)).toEqual(expected);
  });
});

describe("state-machine-catch-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "no catch",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: A, States: { A: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true } } } } }
`,
      ["fail 2:113 1 of 1 tasks of M catch no error: A."],
    ],
    [
      "a catch",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: A, States: { A: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true, Catch: [{ ErrorEquals: [States.ALL], Next: B }] }, B: { Type: Fail } } } } }
`,
      ["pass 2:3 1 of 1 tasks of M catch errors."],
    ],
    [
      "a catch around it",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, Definition: { StartAt: L, States: { L: { Type: Map, End: true, Catch: [{ ErrorEquals: [States.ALL], Next: B }], ItemProcessor: { StartAt: A, States: { A: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true } } } }, B: { Type: Fail } } } } }
`,
      ["pass 2:3 1 of 1 tasks of M catch errors."],
    ],
    [
      "a definition elsewhere",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, DefinitionS3Location: { Bucket: b, Key: k } } }
`,
      ["unknown 2:3 The tasks of M are not known: its definition cannot be read."],
    ],
    [
      "no state machine",
      `Resources:
${FN}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(stateMachineCatchMissing, text)).toEqual(expected);
  });
});

describe("state-machine-logging-off", () => {
  it.each<[string, string, string[]]>([
    [
      "default",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r } }
`,
      ["fail 2:3 M logs nothing: its level is OFF, the default."],
    ],
    [
      "off",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, LoggingConfiguration: { Level: 'OFF' } } }
`,
      ["fail 2:105 M logs nothing: its level is OFF."],
    ],
    [
      "errors",
      `Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, LoggingConfiguration: { Level: ERROR } } }
`,
      ["pass 2:105 M logs its executions at the level ERROR."],
    ],
    [
      "off in one scenario",
      `${HEAD}Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, LoggingConfiguration: !If [IsProd, { Level: ALL }, !Ref AWS::NoValue] } }
`,
      ["fail 4:3 M logs nothing: its level is OFF, the default. (when not IsProd)"],
    ],
    [
      "not known",
      `${HEAD}Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: r, LoggingConfiguration: { Level: !Ref Arn } } }
`,
      ["unknown 4:110 Whether M logs its executions is not known: parameter Arn has no default."],
    ],
    [
      "no state machine",
      `Resources:
${FN}`,
      [],
    ],
    [
      "SAM",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  M: { Type: AWS::Serverless::StateMachine, Properties: { Definition: { StartAt: A, States: { A: { Type: Succeed } } }, Logging: { Level: ALL } } }
`,
      ["pass 3:139 M logs its executions at the level ALL."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(stateMachineLoggingOff, text)).toEqual(expected);
  });
});

it("points at a state in the file from which a Serverless service takes its definition", async () => {
  const found = await check(stateMachineCatchMissing, {
    "serverless.yml": `service: shop
provider: { name: aws, runtime: nodejs22.x }
plugins: [serverless-step-functions]
functions: { ship: { handler: a.b } }
stepFunctions: { stateMachines: { flow: "\${file(flow.yml)}" } }
`,
    "flow.yml": "name: flow\ndefinition: \${file(asl.yml)}\n",
    "asl.yml": `StartAt: Ship
States:
  Ship: { Type: Task, Resource: !GetAtt ship.Arn, End: true }
`,
  });
  expect(found).toEqual(["fail asl.yml:3:3 1 of 1 tasks of Flow catch no error: Ship."]);
});
