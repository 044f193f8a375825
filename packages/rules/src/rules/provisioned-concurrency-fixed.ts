import { authoredFunctions, nameOf, provisionedConcurrency, type Resource, type ResourceGraph } from "@assay/analyzer";
import { fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const provisionedConcurrencyFixed = defineRule({
  id: "provisioned-concurrency-fixed",
  title: "Provisioned concurrency does not follow the load",
  topic: "concurrency",
  severity: "low",
  profile: "strict",
  why: "Provisioned executions are paid for by the hour, whether used or not, and beyond them cold starts return. A schedule or target tracking keeps as many as the load needs.",
  remedy: {
    sam: "Add an `AWS::ApplicationAutoScaling::ScalableTarget` with a scaling policy or scheduled actions for the alias, or leave out `ProvisionedConcurrencyConfig`.",
    serverless: "Use serverless-provisioned-concurrency-autoscaling, or leave out `provisionedConcurrency`.",
    cdk: "Call `alias.addAutoScaling(…)`, or leave out `provisionedConcurrentExecutions`.",
    cloudformation:
      "Add an `AWS::ApplicationAutoScaling::ScalableTarget` for the alias, or leave out `ProvisionedConcurrencyConfig`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html"],
  aliases: [],
  differs:
    "sls-mentor and CloudBurn report every function with provisioned concurrency as a cost; this rule asks whether it scales.",
  covers: ["C2", "C5"],
  examples: [
    {
      framework: "sam",
      bad: example(""),
      good: example(`  Scaling:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: lambda
      ScalableDimension: lambda:function:ProvisionedConcurrency
      ResourceId: !Sub function:\${Pay}:live
      MinCapacity: 1
      MaxCapacity: 10
`),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      for (const { through, executions } of provisionedConcurrency(fn, graph)) {
        const targets = scalersOf(through, fn, graph);
        const named = { name: "provisioned concurrency", value: executions };
        yield* judge<[number]>(
          through,
          graph.world,
          [named],
          (provisioned = 0) =>
            targets.length > 0
              ? passes(`${targets.map(nameOf).join(", ")} scales the provisioned concurrency of ${nameOf(through)}.`)
              : fails(
                  `${provisioned} ${provisioned === 1 ? "execution" : "executions"} of ${nameOf(fn)} ${provisioned === 1 ? "is" : "are"} provisioned through ${nameOf(through)} at all times.`,
                ),
          { places: targets.map((target) => at(target, nameOf(target))) },
        );
      }
    }
  },
});

/** What scales an alias: a target that names it, or the function that it belongs to. */
function scalersOf(alias: Resource, fn: Resource, graph: ResourceGraph): readonly Resource[] {
  return [...graph.to(alias, "scales"), ...graph.to(fn, "scales")].map(({ from }) => from);
}

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
      AutoPublishAlias: live
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 }
${more}`;
}
