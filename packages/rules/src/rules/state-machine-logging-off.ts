import { nameOf, readString, withDefault } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { authored } from "../failures/mapping.js";
import { at, because, defineRule, fail, pass, unknown, valueAt } from "../rule.js";

export const stateMachineLoggingOff = defineRule({
  id: "state-machine-logging-off",
  title: "The state machine does not log what fails",
  topic: "failures",
  severity: "low",
  why: "Step Functions writes the events of executions to CloudWatch Logs only at a level other than `OFF`, which is the default. Express workflows keep no history besides, so that nothing tells what happened in a failed execution.",
  remedy: {
    sam: "Set `Logging` of the `AWS::Serverless::StateMachine` with `Level` and `Destinations`.",
    serverless: "Set `loggingConfig` of the state machine with `level` and `destinations`.",
    cdk: "Give the state machine `logs: { destination: logGroup, level: LogLevel.ALL }`.",
    cloudformation: "Set `LoggingConfiguration` with `Level` and `Destinations`.",
  },
  references: ["https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html"],
  aliases: [
    "cdk-nag:AwsSolutions-SF1",
    "trivy:AWS-0119",
    "prowler:stepfunctions_statemachine_logging_enabled",
    "securityhub:StepFunctions.1",
  ],
  differs: "cdk-nag asks for the level ALL; this rule accepts ERROR and FATAL too, which log what fails.",
  covers: ["F14"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Order:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/order
      DefinitionString: '{ "StartAt": "Done", "States": { "Done": { "Type": "Succeed" } } }'
`,
      good: `Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { RetentionInDays: 30 }
  Order:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/order
      DefinitionString: '{ "StartAt": "Done", "States": { "Done": { "Type": "Succeed" } } }'
      LoggingConfiguration:
        Level: ALL
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt Logs.Arn } }]
`,
    },
  ],
  *check({ graph }) {
    for (const machine of authored(graph, "AWS::StepFunctions::StateMachine")) {
      const name = nameOf(machine);
      const levels = withDefault(
        readString(machine.properties, "LoggingConfiguration", "Level"),
        machine,
        "OFF",
        "Step Functions default",
      );
      yield* worstOf<[string]>(graph, machine.when, [levels], ([level], when) => {
        const said = { when, evidence: [valueAt(level, "log level"), at(machine, `state machine ${name}`)] as const };
        if (level.state !== "known")
          return unknown(machine, {
            ...said,
            message: `Whether ${name} logs its executions is not known: ${because(level)}.`,
          });
        return level.value === "OFF"
          ? fail(machine, {
              ...said,
              message: `${name} logs nothing: its level is OFF${level.origin.why === "default" ? ", the default" : ""}.`,
            })
          : pass(machine, { ...said, message: `${name} logs its executions at the level ${level.value}.` });
      });
    }
  },
});
