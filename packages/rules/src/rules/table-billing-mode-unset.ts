import { nameOf, readString } from "@assay/analyzer";
import { authored, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const tableBillingModeUnset = defineRule({
  id: "table-billing-mode-unset",
  title: "Nobody chose how a table's capacity is paid for",
  topic: "sizing",
  severity: "low",
  profile: "strict",
  why: "Without `BillingMode` a table has provisioned capacity: it is paid for all the time and throttles what exceeds it. Whether that or on-demand capacity fits is a decision that should be visible.",
  remedy: {
    sam: "Set `BillingMode` to `PAY_PER_REQUEST` or `PROVISIONED`.",
    serverless: "Set `BillingMode` of the table under `resources` to `PAY_PER_REQUEST` or `PROVISIONED`.",
    cdk: "Set `billingMode` of the `Table`, or use `TableV2`, which is on demand.",
    cloudformation: "Set `BillingMode` to `PAY_PER_REQUEST` or `PROVISIONED`.",
  },
  references: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html"],
  aliases: ["cfn_nag:W73", "kics:c333e906"],
  covers: ["S20"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }"),
      good: example("BillingMode: PAY_PER_REQUEST"),
    },
  ],
  *check({ graph }) {
    for (const table of authored(graph, "AWS::DynamoDB::Table")) {
      const mode = { name: "billing mode", value: readString(table.properties, "BillingMode") };
      yield* judge<[string]>(table, graph.world, [mode], (chosen) => {
        if (chosen === undefined)
          return fails(`The table ${nameOf(table)} sets no billing mode, so it is PROVISIONED.`);
        return chosen === "PAY_PER_REQUEST" || chosen === "PROVISIONED"
          ? passes(`The billing mode of ${nameOf(table)} is ${chosen}.`)
          : fails(`The billing mode of ${nameOf(table)} is ${chosen}, which does not exist.`);
      });
    }
  },
});

function example(capacity: string): string {
  return `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      ${capacity}
`;
}
