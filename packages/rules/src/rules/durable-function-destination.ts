import { authoredFunctions, nameOf, readPresence } from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const durableFunctionDestination = defineRule({
  id: "durable-function-destination",
  title: "A durable function has a destination that it never uses",
  topic: "failures",
  severity: "medium",
  why: "Lambda does not send the results of durable functions to destinations. A failed event that should have gone there is lost; only a dead-letter queue of the function keeps it.",
  remedy: {
    sam: "Use `DeadLetterQueue` instead of `EventInvokeConfig.DestinationConfig`.",
    serverless: "Use `onError` instead of `destinations`.",
    cdk: "Use `deadLetterQueue` instead of `onFailure`.",
    cloudformation: "Use `DeadLetterConfig` instead of an `AWS::Lambda::EventInvokeConfig` with destinations.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html"],
  aliases: [],
  covers: ["B17"],
  examples: [
    {
      framework: "sam",
      bad: example(
        "EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Failed.Arn } } }",
      ),
      good: example("DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Failed.Arn }"),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const durable = { name: "durable configuration", value: readPresence(fn.properties, "DurableConfig") };
      if (durable.value.every(({ state }) => state === "absent")) continue;
      const failures = graph.from(fn, "fails-to").filter(({ reason }) => reason === "on-failure-destination");
      const destinations = [...failures, ...graph.from(fn, "succeeds-to")];
      const places = destinations.map(({ origin, to }) => ({ origin, says: `destination ${nameOf(to)}` }));
      yield* judge<[boolean]>(
        fn,
        graph.world,
        [durable],
        (isDurable) => {
          if (isDurable !== true) return doesNotApply(`${nameOf(fn)} is no durable function.`);
          return destinations.length > 0
            ? fails(
                `The durable function ${nameOf(fn)} has the destination ${destinations.map(({ to }) => nameOf(to)).join(", ")}, which Lambda does not use.`,
              )
            : passes(`The durable function ${nameOf(fn)} has no destination.`);
        },
        { places },
      );
    }
  },
});

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Failed:
    Type: AWS::SQS::Queue
  Approve:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      Handler: approve.handler
      CodeUri: src/
      AutoPublishAlias: live
      DurableConfig: { ExecutionTimeout: 3600 }
      ${more}
`;
}
