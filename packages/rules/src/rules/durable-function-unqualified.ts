import { authoredFunctions, nameOf, readPresence } from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const durableFunctionUnqualified = defineRule({
  id: "durable-function-unqualified",
  title: "A durable function is started without naming a version or alias",
  topic: "integrations",
  severity: "high",
  why: "An execution of a durable function may take days and has to go on with the code that it began with. Lambda therefore refuses to start one by its unqualified name: a trigger that names no version, alias or `$LATEST` fails, some at deployment, others with the first event.",
  remedy: {
    sam: "Set `AutoPublishAlias` on the function; its events then use the alias.",
    serverless: "Let events use the published version or an alias of it.",
    cdk: "Add event sources and targets to an `Alias` of `fn.currentVersion` instead of the function.",
    cloudformation: "Name an `AWS::Lambda::Alias` or `AWS::Lambda::Version` where the function is started.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html"],
  aliases: [],
  covers: ["B17"],
  examples: [{ framework: "sam", bad: example(""), good: example("      AutoPublishAlias: live\n") }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const durable = { name: "durable configuration", value: readPresence(fn.properties, "DurableConfig") };
      if (durable.value.every(({ state }) => state === "absent")) continue;
      const triggers = graph.to(fn, "triggers");
      const bare = triggers.filter(({ qualifier }) => qualifier === undefined);
      const places = triggers.map(({ origin, from }) => ({ origin, says: `started by ${nameOf(from)}` }));
      yield* judge<[boolean]>(
        fn,
        graph.world,
        [durable],
        (isDurable) => {
          if (isDurable !== true) return doesNotApply(`${nameOf(fn)} is no durable function.`);
          if (triggers.length === 0) return doesNotApply(`Nothing starts the durable function ${nameOf(fn)} here.`);
          return bare.length > 0
            ? fails(
                `${bare.map(({ from }) => nameOf(from)).join(", ")} starts the durable function ${nameOf(fn)} without a version or alias.`,
              )
            : passes(`The durable function ${nameOf(fn)} is started by version or alias.`);
        },
        { places },
      );
    }
  },
});

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Approve:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      Handler: approve.handler
      CodeUri: src/
      DurableConfig: { ExecutionTimeout: 3600 }
${more}      Events:
        Daily: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 day) } }
`;
}
