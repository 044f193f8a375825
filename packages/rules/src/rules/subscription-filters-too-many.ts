import {
  both,
  known,
  nameOf,
  readText,
  showText,
  textKey,
  type Resource,
  type Scenario,
  type World,
} from "@assay/analyzer";
import data from "../data/stack-limits.json" with { type: "json" };
import { at, defineRule, fail, pass, type Finding } from "../rule.js";

export const subscriptionFiltersTooMany = defineRule({
  id: "subscription-filters-too-many",
  title: "A log group has more subscription filters than CloudWatch allows",
  topic: "management",
  severity: "high",
  why: "CloudWatch Logs takes at most two subscription filters per log group; the deployment fails with the third.",
  remedy: {
    sam: "Let one filter feed a stream or function that passes the events on.",
    serverless: "Let one filter feed a stream or function that passes the events on.",
    cdk: "Let one `SubscriptionFilter` feed a stream or function that passes the events on.",
    cloudformation: "Let one filter feed a stream or function that passes the events on.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"],
  aliases: ["cfn-lint:E2529"],
  covers: ["M11"],
  examples: [
    {
      framework: "cloudformation",
      bad: filters(3),
      good: filters(2),
    },
  ],
  *check({ graph }) {
    const groups = new Map<string, { readonly name: string; readonly filters: Resource[] }>();
    for (const filter of graph.ofKind("subscription-filter")) {
      if (!filter.stack) continue;
      const [group] = known(readText(filter.properties, "LogGroupName"));
      if (!group) continue;
      const key = textKey(group.value);
      const found = groups.get(key) ?? { name: showText(group.value), filters: [] };
      found.filters.push(filter);
      groups.set(key, found);
    }
    for (const { name, filters } of groups.values()) yield judge(name, filters, graph.world);
  },
});

function judge(name: string, filters: readonly Resource[], world: World): Finding {
  const limit = data.limits.subscriptionFiltersPerLogGroup;
  const together = atOnce(filters, world);
  const [first, ...others] = together.map((filter) => at(filter, nameOf(filter)));
  const [subject] = together;
  if (!subject || !first) throw new Error("a log group is listed by its filters");
  const said = { key: name, evidence: [first, ...others] as const };
  const message = `The log group ${name} has ${together.length} subscription filter${together.length > 1 ? "s" : ""}: ${together.map(nameOf).join(", ")}.`;
  return together.length > limit ? fail(subject, { ...said, message }) : pass(subject, { ...said, message });
}

/** The filters that can exist at the same time, taken in order. */
function atOnce(filters: readonly Resource[], world: World): readonly Resource[] {
  let scenario: Scenario = [];
  return filters.filter(({ when }) => {
    const joined = both(scenario, when);
    if (!joined || !world.satisfiable(joined)) return false;
    scenario = joined;
    return true;
  });
}

function filters(count: number): string {
  const filter = (n: number) => `  Filter${n}:
    Type: AWS::Logs::SubscriptionFilter
    Properties: { LogGroupName: app, FilterPattern: "", DestinationArn: "arn:aws:lambda:eu-west-1:111122223333:function:f${n}" }
`;
  return `Resources:\n${Array.from({ length: count }, (_, i) => filter(i + 1)).join("")}`;
}
