import { nameOf, readItems, readString, type Resource } from "@assay/analyzer";
import data from "../data/event-patterns.json" with { type: "json" };
import { flaws, parsePattern, pathsWith, topKeys, type Pattern } from "../events/pattern.js";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

const keys: Readonly<Record<string, readonly string[]>> = data.mappingKeys;

export const filterCriteriaUnmatched = defineRule({
  id: "filter-criteria-unmatched",
  title: "A filter of an event source mapping lets nothing through",
  topic: "integrations",
  severity: "high",
  why: "Lambda drops what no filter matches: it deletes the message from its queue and skips the record of a stream, without an error. A filter that names a field which the event does not have, or that compares numbers of a DynamoDB stream, which are texts, drops everything.",
  remedy: {
    sam: "Filter SQS messages below `body`, Kinesis records below `data`, DynamoDB records below `dynamodb` or by `eventName`; compare DynamoDB numbers as texts.",
    serverless:
      "In `filterPatterns` use `body` for SQS, `data` for Kinesis, `dynamodb` or `eventName` for DynamoDB; compare DynamoDB numbers as texts.",
    cdk: "In `filters` use `body` for SQS, `data` for Kinesis, `dynamodb` or `eventName` for DynamoDB; compare DynamoDB numbers as texts.",
    cloudformation:
      "In `FilterCriteria` use `body` for SQS, `data` for Kinesis, `dynamodb` or `eventName` for DynamoDB; compare DynamoDB numbers as texts.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"],
  aliases: [],
  covers: ["N8"],
  examples: [
    {
      framework: "sam",
      bad: example(`{"type": ["order"]}`),
      good: example(`{"body": {"type": ["order"]}}`),
    },
  ],
  *check({ graph }) {
    const seen = new Set<Resource>();
    for (const { via: mapping, event } of graph.edges("triggers")) {
      if (!mapping?.stack || mapping.owner !== undefined || seen.has(mapping) || keys[event] === undefined) continue;
      seen.add(mapping);
      for (const { key, view } of readItems(mapping.properties, "FilterCriteria", "Filters")) {
        for (const pattern of readString(view, "Pattern")) {
          const evidence = [{ origin: pattern.origin, says: "filter" }, at(mapping, nameOf(mapping))] as const;
          const said = { key: `filter ${key}`, when: pattern.when, evidence };
          if (pattern.state === "known") yield judgeFilter(mapping, pattern.value, event, said);
          else if (pattern.state === "unknown")
            yield unknown(mapping, {
              ...said,
              message: `A filter of ${nameOf(mapping)} is not known: ${pattern.because}.`,
            });
        }
      }
    }
  },
});

function judgeFilter(
  mapping: Resource,
  text: string,
  event: string,
  said: Pick<Finding, "key" | "when" | "evidence">,
): Finding {
  const pattern = parsePattern(text);
  const found =
    pattern === undefined ? ["it is no JSON"] : [...flaws(pattern, data.operators), ...unmatched(pattern, event)];
  return found.length > 0
    ? fail(mapping, {
        ...said,
        message: `A filter of ${nameOf(mapping)} lets no ${event} event through: ${found.join("; ")}.`,
      })
    : pass(mapping, { ...said, message: `A filter of ${nameOf(mapping)} can match ${event} events.` });
}

function unmatched(pattern: Pattern, event: string): readonly string[] {
  const allowed = keys[event] ?? [];
  const foreign = topKeys(pattern).filter((key) => !allowed.includes(key));
  const numbers = event === "dynamodb" ? pathsWith("numeric", pattern).filter((path) => /\.N$/.test(path)) : [];
  return [
    ...foreign.map((key) => `such an event has no ${key}`),
    ...numbers.map((path) => `${path} is a text, which numeric does not compare`),
  ];
}

function example(pattern: string): string {
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
            FilterCriteria: { Filters: [{ Pattern: '${pattern}' }] }
`;
}
