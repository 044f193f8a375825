import {
  always,
  authoredFunctions,
  functionFacts,
  maximumConcurrency,
  nameOf,
  readPresence,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const reservedConcurrencyUndecided = defineRule({
  id: "reserved-concurrency-undecided",
  title: "Nothing limits how many executions of the function run at once",
  topic: "concurrency",
  severity: "info",
  profile: "evidence",
  why: "Functions without reserved concurrency share what the account has left. That is right for most of them; a reviewer wants to see for which functions it was decided otherwise: those that must always be able to run, and those that must not run too often because of what stands behind them.",
  remedy: {
    sam: "Where a limit is wanted set `ReservedConcurrentExecutions`, or `ScalingConfig: { MaximumConcurrency }` of an SQS event.",
    serverless: "Where a limit is wanted set `reservedConcurrency`, or `maximumConcurrency` of an sqs event.",
    cdk: "Where a limit is wanted set `reservedConcurrentExecutions`, or `maxConcurrency` of an `SqsEventSource`.",
    cloudformation:
      "Where a limit is wanted set `ReservedConcurrentExecutions`, or `ScalingConfig` of the event source mapping.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"],
  aliases: [
    "checkov:CKV_AWS_115",
    "cfn_nag:W92",
    "guard:LAMBDA_CONCURRENCY_CHECK",
    "cdk-nag:HIPAA.Security-LambdaConcurrency",
    "cdk-nag:NIST.800.53.R5-LambdaConcurrency",
  ],
  differs:
    "Peers ask for reserved concurrency on every function, which would use up the account's executions; here it is a statement for reports, a limit on the event sources counts, and functions on Lambda Managed Instances are left out. Reserving 0 is reported by reserved-concurrency-zero.",
  covers: ["C1", "B6"],
  examples: [
    {
      framework: "sam",
      bad: example(""),
      good: example(", ReservedConcurrentExecutions: 10"),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const limited = limitOfSources(fn, graph);
      const places = graph
        .to(fn, "triggers")
        .map(({ origin, from }) => ({ origin, says: `started by ${nameOf(from)}` }));
      const named = [
        { name: "reserved concurrency", value: functionFacts(fn).reservedConcurrency },
        { name: "capacity provider", value: readPresence(fn.properties, "CapacityProviderConfig") },
      ] as const;
      yield* judge<[number, boolean]>(
        fn,
        graph.world,
        named,
        (reserved, isManaged) => {
          if (isManaged === true) return doesNotApply(`${nameOf(fn)} runs on instances of a capacity provider.`);
          if (reserved !== undefined) return passes(`${nameOf(fn)} reserves ${reserved} executions.`);
          if (limited !== undefined)
            return passes(`The event sources of ${nameOf(fn)} use at most ${limited} executions.`);
          const sources = [...new Set(graph.to(fn, "triggers").map(({ event }) => event))].join(", ");
          return fails(`${nameOf(fn)} reserves no executions${sources && `; it is started by ${sources}`}.`);
        },
        { places: [...places, at(fn, nameOf(fn))] },
      );
    }
  },
});

/** The executions that all triggers of a function may use together, when each of them has a limit. */
function limitOfSources(fn: Resource, graph: ResourceGraph): number | undefined {
  const limits = graph.to(fn, "triggers").map((trigger) => always(maximumConcurrency(trigger)));
  if (limits.length === 0) return undefined;
  return limits.reduce<number | undefined>(
    (sum, limit) => (sum === undefined || limit === undefined ? undefined : sum + limit),
    0,
  );
}

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: pay.handler, CodeUri: src/${more} }
`;
}
