import {
  authoredFunctions,
  combine,
  functionFacts,
  known,
  nameOf,
  type Resource,
  type ResourceGraph,
  type Scenario,
  type Value,
} from "@assay/analyzer";
import limits from "../data/limits.json" with { type: "json" };
import { at, defineRule, fail, pass, unknown, valueAt, type EvidenceList, type Finding } from "../rule.js";

export const reservedConcurrencyOverQuota = defineRule({
  id: "reserved-concurrency-over-quota",
  title: "The functions reserve more executions than the account has",
  topic: "concurrency",
  severity: "high",
  why: "Lambda always keeps 100 executions of an account and region unreserved. A deployment that reserves more than the rest fails, and one that reserves nearly all of it starves every other function of the account.",
  remedy: {
    sam: "Lower `ReservedConcurrentExecutions`, or raise the quota and the rule's option `quota`.",
    serverless: "Lower `reservedConcurrency`, or raise the quota and the rule's option `quota`.",
    cdk: "Lower `reservedConcurrentExecutions`, or raise the quota and the rule's option `quota`.",
    cloudformation: "Lower `ReservedConcurrentExecutions`, or raise the quota and the rule's option `quota`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  ],
  aliases: [],
  covers: ["C5", "B6"],
  options: {
    quota: {
      default: limits.accountConcurrency,
      describes: "the concurrent executions that the account has in the region (quota L-B99A9384)",
    },
  },
  examples: [{ framework: "sam", bad: example(600), good: example(300) }],
  *check({ graph }, options) {
    const available = options.number("quota") - limits.unreservedConcurrency;
    const groups = new Map<string, Resource[]>();
    for (const fn of authoredFunctions(graph)) {
      const place = deployedTo(fn);
      groups.set(place, [...(groups.get(place) ?? []), fn]);
    }
    for (const [place, functions] of groups) {
      const found = judge(place, functions, available, graph);
      if (found) yield found;
    }
  },
});

/** What is deployed together: the stacks of a project in the same account and region. */
function deployedTo({ stack }: Resource): string {
  const { accountId = "", region = "" } = stack?.template.environment ?? {};
  return [stack?.project.entry ?? "", accountId, region].filter((part) => part !== "").join(" ");
}

interface Reserving {
  readonly fn: Resource;
  readonly reserved: Value<number>;
}

function judge(place: string, all: readonly Resource[], available: number, graph: ResourceGraph): Finding | undefined {
  const reserving = all
    .map((fn): Reserving => ({ fn, reserved: functionFacts(fn).reservedConcurrency }))
    .filter(({ reserved }) => reserved.some(({ state }) => state !== "absent"))
    .sort((a, b) => highest(b.reserved) - highest(a.reserved));
  const [first] = reserving;
  if (!first) return undefined;
  const facts = reserving.flatMap(({ reserved }) => reserved.map((value) => valueAt(value, "reserved concurrency")));
  const [foremost = at(first.fn, nameOf(first.fn)), ...others] = facts;
  const evidence: EvidenceList = [foremost, ...others, at(first.fn, nameOf(first.fn))];
  const { sum, when, confidence } = mostTogether(reserving, graph);
  const numbers = `${reserving.length} of ${all.length} functions of ${place} reserve ${sum} executions; ${available} can be reserved.`;
  const said = { key: place, when, confidence, evidence, message: numbers };
  if (sum > available) return fail(first.fn, said);
  const open = reserving.filter(({ reserved }) => reserved.some(({ state }) => state === "unknown"));
  if (open.length === 0) return pass(first.fn, said);
  const which = open.map(({ fn }) => nameOf(fn)).join(", ");
  return unknown(first.fn, {
    ...said,
    message: `How much ${which} reserve${open.length === 1 ? "s" : ""} is not known; the others reserve ${sum} of ${available} executions.`,
  });
}

/** More ways than this to combine values are not looked at one by one: their maxima are then added. */
const MOST_WAYS = 64;

/** The most that functions reserve in one scenario. */
function mostTogether(
  reserving: readonly Reserving[],
  { world }: ResourceGraph,
): { readonly sum: number; readonly when: Scenario; readonly confidence: "certain" | "likely" } {
  const conditional = reserving.filter(({ fn, reserved }) => reserved.length > 1 || fn.when.length > 0);
  const firm = reserving.filter((entry) => !conditional.includes(entry));
  const base = firm.reduce((total, { reserved }) => total + highest(reserved), 0);
  const scoped = conditional.map(({ fn, reserved }): Value<number> => [
    ...combine(world, fn.when, reserved).map(({ when, of: [value] }) => ({ ...value, when })),
    ...(fn.when.length > 0 ? [{ when: [], origin: fn.origin, state: "absent" } as const] : []),
  ]);
  if (scoped.reduce((product, value) => product * value.length, 1) > MOST_WAYS) {
    const sum = base + conditional.reduce((total, { reserved }) => total + highest(reserved), 0);
    return { sum, when: [], confidence: "likely" };
  }
  let best: { sum: number; when: Scenario } = { sum: base, when: [] };
  for (const { when, of } of combine<readonly number[]>(world, [], ...scoped)) {
    const sum = of.reduce((total, value) => total + (value.state === "known" ? value.value : 0), base);
    if (sum > best.sum) best = { sum, when };
  }
  return { ...best, confidence: "certain" };
}

function highest(value: Value<number>): number {
  return Math.max(0, ...known(value).map((alternative) => alternative.value));
}

function example(executions: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: python3.13, CodeUri: src/, ReservedConcurrentExecutions: ${executions} }
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Handler: pay.handler }
  Ship:
    Type: AWS::Serverless::Function
    Properties: { Handler: ship.handler }
`;
}
