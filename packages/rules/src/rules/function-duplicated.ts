import {
  at as nodeAt,
  authoredFunctions,
  both,
  nameOf,
  stringAt,
  toJson,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { at, defineRule, fail, pass } from "../rule.js";

/** What makes two functions the same program with the same configuration. */
const SAME = ["Code", "Handler", "Runtime", "Environment", "Layers", "ImageConfig"] as const;
/** With a makefile `sam build` builds a target per function, whatever the function's properties say. */
const OWN_BUILD = "makefile";

export const functionDuplicated = defineRule({
  id: "function-duplicated",
  title: "Two functions are the same program with the same configuration",
  topic: "management",
  severity: "info",
  profile: "strict",
  why: "Copies have to be changed, watched and paid attention to together, and sooner or later one of them is forgotten. One function can have several triggers; where copies are meant, for their own concurrency or role, the reason should be written down.",
  remedy: {
    sam: "Give one function all `Events`, or say in a comment why there are two.",
    serverless: "Give one function all `events`, or say in a comment why there are two.",
    cdk: "Add all event sources to one function, or say in a comment why there are two.",
    cloudformation: "Let one function have all triggers, or say in a comment why there are two.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html"],
  aliases: [],
  covers: ["B14"],
  examples: [
    {
      framework: "sam",
      bad: pair("orders.handler"),
      good: pair("payments.handler"),
    },
  ],
  *check({ graph }) {
    const programs = new Map<string, Resource[]>();
    for (const fn of authoredFunctions(graph)) {
      const key = programOf(fn);
      if (key !== undefined) programs.set(key, [...(programs.get(key) ?? []), fn]);
    }
    for (const functions of programs.values()) {
      for (const fn of functions) {
        const others = functions.filter((other) => other !== fn && canBeTogether(fn, other, graph));
        const said = { evidence: [at(fn, nameOf(fn)), ...others.map((other) => at(other, nameOf(other)))] as const };
        if (others.length > 0)
          yield fail(fn, {
            ...said,
            message: `${nameOf(fn)} is the same program as ${others.map(nameOf).join(", ")}, with the same variables.`,
          });
        else
          yield pass(fn, { ...said, message: `No other function of the stack is the same program as ${nameOf(fn)}.` });
      }
    }
  },
});

function canBeTogether(a: Resource, b: Resource, graph: ResourceGraph): boolean {
  const when = both(a.when, b.when);
  return when !== undefined && graph.world.satisfiable(when);
}

function programOf(fn: Resource): string | undefined {
  const body = fn.stack?.resources.get(fn.logicalId);
  const code = nodeAt(body, "Properties", "Code");
  const metadata = nodeAt(body, "Metadata");
  if (!fn.stack || !code || stringAt(metadata, "BuildMethod") === OWN_BUILD) return undefined;
  const parts = SAME.map((name) => {
    const node = nodeAt(body, "Properties", name);
    return node ? toJson(node) : null;
  });
  const build = nodeAt(metadata, "BuildProperties");
  const image = ["Dockerfile", "DockerContext"].map((key) => stringAt(metadata, key) ?? null);
  return JSON.stringify([fn.stack.id, ...parts, build ? toJson(build) : null, ...image]);
}

function pair(handler: string): string {
  const fn = (name: string, its: string) => `  ${name}:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: ${its}, CodeUri: src/ }
`;
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${fn("Orders", "orders.handler")}${fn("Other", handler)}`;
}
