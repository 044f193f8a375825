import { functionFacts, nameOf, type Resource, type ResourceGraph, type StateUse } from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule, type Finding } from "../rule.js";

export const stateMachineTaskTimeout = defineRule({
  id: "state-machine-task-timeout",
  title: "A state gives up before its function does",
  topic: "integrations",
  severity: "medium",
  why: "When the timeout of a task state is over, the state fails and is perhaps tried again, while the function goes on, is paid for, and does its work a second time beside the retry.",
  remedy: {
    sam: "Set `TimeoutSeconds` of the state to the function's `Timeout` or more.",
    serverless: "Set `TimeoutSeconds` of the state to the function's `timeout` or more.",
    cdk: "Set `taskTimeout` of the task to the function's `timeout` or more.",
    cloudformation: "Set `TimeoutSeconds` of the state to the function's `Timeout` or more.",
  },
  references: ["https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html"],
  aliases: [],
  covers: ["B10"],
  examples: [{ framework: "sam", bad: example(10), good: example(60) }],
  *check({ graph }) {
    for (const { from: machine, to: fn, states } of graph.edges("orchestrates")) {
      if (fn.kind !== "function" || !fn.stack || machine.owner !== undefined) continue;
      for (const state of states) yield* stateFindings(machine, fn, state, graph);
    }
  },
});

function stateFindings(machine: Resource, fn: Resource, state: StateUse, graph: ResourceGraph): readonly Finding[] {
  const { name, timeout: waits } = state;
  return judge<[number]>(
    machine,
    graph.world,
    [{ name: `timeout of ${nameOf(fn)}`, unit: "s", value: functionFacts(fn).timeout }],
    (seconds = 0) => {
      if (waits === undefined)
        return doesNotApply(`The state ${name} of ${nameOf(machine)} sets no timeout in seconds.`);
      const numbers = `The state ${name} of ${nameOf(machine)} waits ${waits} s for ${nameOf(fn)}, whose timeout is ${seconds} s.`;
      return waits < seconds ? fails(numbers) : passes(numbers);
    },
    { key: `${name} ${fn.id}`, places: [{ origin: state.origin, says: `state ${name}` }, at(fn, nameOf(fn))] },
  );
}

function example(seconds: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Convert:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: convert.handler, CodeUri: src/, Timeout: 60 }
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: arn:aws:iam::123456789012:role/flow
      Definition:
        StartAt: Convert
        States:
          Convert: { Type: Task, Resource: !GetAtt Convert.Arn, TimeoutSeconds: ${seconds}, End: true }
`;
}
