import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const stateMachineAlarmMissing = defineRule({
  id: "state-machine-alarm-missing",
  title: "Nobody is told when a workflow fails",
  topic: "monitoring",
  severity: "medium",
  why: "A failed or timed-out execution stops where it is, often with half of its work done. Step Functions publishes how many there are; only an alarm tells somebody.",
  remedy: alarmRemedy(
    "`ExecutionsFailed` of `AWS/States`, and one on `ExecutionsTimedOut`,",
    "StateMachineArn",
    "`stateMachine.metricFailed()` and `stateMachine.metricTimedOut()`",
  ),
  references: ["https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html"],
  aliases: [],
  covers: ["O11", "O12", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Ship:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/ship
      Definition: { StartAt: Done, States: { Done: { Type: Succeed } } }
`,
      good: `Resources:
  Ship:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/ship
      Definition: { StartAt: Done, States: { Done: { Type: Succeed } } }
${alarmExample("ShipFails", "AWS/States", "ExecutionsFailed", "{ Name: StateMachineArn, Value: !Ref Ship }")}${alarmExample("ShipHangs", "AWS/States", "ExecutionsTimedOut", "{ Name: StateMachineArn, Value: !Ref Ship }")}`,
    },
  ],
  *check({ graph }) {
    for (const machine of graph.ofKind("state-machine"))
      if (machine.stack && machine.owner === undefined) yield alarmCoverage(machine, needs.stateMachine, graph);
  },
});
