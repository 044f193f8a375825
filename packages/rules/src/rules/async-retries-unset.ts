import {
  authoredFunctions,
  defaults,
  nameOf,
  readNumber,
  type Alternative,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import limits from "../data/event-sources.json" with { type: "json" };
import { worstOf } from "../failures/judge.js";
import { at, because, defineRule, fail, notApplicable, pass, unknown, valueAt, type Finding } from "../rule.js";

const { retryAttempts, eventAgeSeconds } = limits.asynchronous;
const usual = defaults["asynchronous invocation"];

export const asyncRetriesUnset = defineRule({
  id: "async-retries-unset",
  title: "Nobody has chosen how often and how long asynchronous events are tried",
  topic: "failures",
  severity: "info",
  profile: "strict",
  why: "Lambda tries an asynchronous event twice more when the function fails, and keeps it for six hours when the function is throttled. Whether a failed step may be repeated, and how old an event may be, depends on what the function does.",
  remedy: {
    sam: "Set `EventInvokeConfig.MaximumRetryAttempts` and `MaximumEventAgeInSeconds` of the function.",
    serverless: "Set `maximumRetryAttempts` and `maximumEventAge` of the function.",
    cdk: "Give the function `retryAttempts` and `maxEventAge`.",
    cloudformation:
      "Declare an `AWS::Lambda::EventInvokeConfig` with `MaximumRetryAttempts` and `MaximumEventAgeInSeconds`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html",
    "https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html",
  ],
  aliases: [],
  covers: ["F2", "B1"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: resize.handler
      CodeUri: src/
      Events:
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: resize.handler
      CodeUri: src/
      EventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 3600 }
      Events:
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield* judge(fn, graph);
  },
});

function* judge(fn: Resource, graph: ResourceGraph): Iterable<Finding> {
  const name = nameOf(fn);
  const place = at(fn, `function ${name}`);
  const configs = graph.from(fn, "contains").filter(({ to }) => to.type === "AWS::Lambda::EventInvokeConfig");
  const triggers = graph
    .to(fn, "triggers")
    .filter(({ invocation, event }) => invocation === "async" && event !== "custom-resource");
  if (configs.length === 0 && triggers.length === 0)
    yield notApplicable(fn, {
      message: `Nothing in the scanned inputs invokes ${name} asynchronously.`,
      evidence: [place],
    });
  else if (configs.length === 0)
    yield fail(fn, {
      message: `${name} leaves its asynchronous retries to the default: ${usual.MaximumRetryAttempts} retries, ${usual.MaximumEventAgeInSeconds} s.`,
      evidence: [place, ...triggers.slice(0, 3).map(({ origin, event }) => ({ origin, says: `${event} event` }))],
    });
  for (const { to: config, when: given } of configs) {
    const attempts = readNumber(config.properties, "MaximumRetryAttempts");
    const ages = readNumber(config.properties, "MaximumEventAgeInSeconds");
    yield* worstOf<[number, number]>(graph, given, [attempts, ages], ([retries, age], when) => {
      const evidence = [
        at(config, `asynchronous invocation of ${name}`),
        valueAt(retries, "retries"),
        valueAt(age, "event age", "s"),
        place,
      ] as const;
      const said = { key: config.id, when, evidence };
      const refused = [
        ...outside(retries, retryAttempts, "retries"),
        ...outside(age, eventAgeSeconds, "s of event age"),
      ];
      if (refused.length > 0)
        return fail(fn, { ...said, message: `Lambda refuses ${nameOf(config)} of ${name}: ${refused.join("; ")}.` });
      const open = [retries, age].filter((value) => value.state === "unknown");
      if (open.length > 0)
        return unknown(fn, {
          ...said,
          message: `How often asynchronous events of ${name} are tried is not known: ${because(...open)}.`,
        });
      const left = [
        ...(retries.state === "absent" ? ["retries"] : []),
        ...(age.state === "absent" ? ["event age"] : []),
      ];
      if (left.length > 0)
        return fail(fn, {
          ...said,
          message: `${name} leaves ${left.join(" and ")} of asynchronous events to the default.`,
        });
      return pass(fn, {
        ...said,
        message: `Asynchronous events of ${name} are tried ${shown(retries)} times more, for up to ${shown(age)} s.`,
      });
    });
  }
}

function outside(
  value: Alternative<number>,
  [least = 0, most = 0]: readonly number[],
  unit: string,
): readonly string[] {
  if (value.state !== "known" || (value.value >= least && value.value <= most)) return [];
  return [`${value.value} ${unit}, outside ${least} to ${most}`];
}

const shown = (value: Alternative<number>) => (value.state === "known" ? value.value : "?");
