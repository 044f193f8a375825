import { nameOf, readNumber, readPresence } from "@assay/analyzer";
import { authored, doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const mappingPollersConflict = defineRule({
  id: "mapping-pollers-conflict",
  title: "A queue mapping has both a maximum concurrency and provisioned pollers",
  topic: "concurrency",
  severity: "high",
  why: "A mapping of an SQS queue is limited either by its maximum concurrency or by its provisioned pollers. Lambda refuses both together, and the deployment fails.",
  remedy: {
    sam: "Leave out `ScalingConfig` or `ProvisionedPollerConfig` of the event.",
    serverless: "Leave out `maximumConcurrency` or `provisionedPollerConfig` of the sqs event.",
    cdk: "Leave out `maxConcurrency` or `provisionedPollerConfig` of the `SqsEventSource`.",
    cloudformation: "Leave out `ScalingConfig` or `ProvisionedPollerConfig` of the mapping.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html"],
  aliases: [],
  covers: ["C5", "B4"],
  examples: [
    {
      framework: "sam",
      bad: example("            ScalingConfig: { MaximumConcurrency: 10 }\n"),
      good: example(""),
    },
  ],
  *check({ graph }) {
    for (const mapping of authored(graph, "AWS::Lambda::EventSourceMapping")) {
      const { properties } = mapping;
      const named = [
        { name: "maximum concurrency", value: readNumber(properties, "ScalingConfig", "MaximumConcurrency") },
        { name: "provisioned pollers", value: readPresence(properties, "ProvisionedPollerConfig") },
      ] as const;
      if (named.every(({ value }) => value.every(({ state }) => state === "absent"))) continue;
      yield* judge<[number, boolean]>(mapping, graph.world, named, (maximum, hasPollers) => {
        if (maximum !== undefined && hasPollers === true)
          return fails(
            `The mapping ${nameOf(mapping)} has a maximum concurrency of ${maximum} and provisioned pollers.`,
          );
        if (maximum !== undefined)
          return passes(`The mapping ${nameOf(mapping)} has a maximum concurrency of ${maximum}.`);
        return hasPollers === true
          ? passes(`The mapping ${nameOf(mapping)} has provisioned pollers.`)
          : doesNotApply(`Nothing limits the mapping ${nameOf(mapping)}.`);
      });
    }
  },
});

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: worker.handler
      CodeUri: src/
      Events:
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 10 }
${more}`;
}
