import { nameOf, readNumber, readPresence, readString } from "@assay/analyzer";
import { authored, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const tableCapacityConflict = defineRule({
  id: "table-capacity-conflict",
  title: "A table's billing mode and its provisioned capacity contradict each other",
  topic: "sizing",
  severity: "high",
  why: "DynamoDB refuses a table with provisioned capacity and no capacity units, and one on demand that names capacity units; the deployment fails.",
  remedy: {
    sam: "Leave out `ProvisionedThroughput` with `PAY_PER_REQUEST`; set it otherwise.",
    serverless: "Leave out `ProvisionedThroughput` with `PAY_PER_REQUEST`; set it otherwise.",
    cdk: "Leave out `readCapacity` and `writeCapacity` with `BillingMode.PAY_PER_REQUEST`.",
    cloudformation: "Leave out `ProvisionedThroughput` with `PAY_PER_REQUEST`; set it otherwise.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html#cfn-dynamodb-table-billingmode",
  ],
  aliases: ["cfn-lint:E3638", "cfn-lint:E3639"],
  covers: ["S20"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("\n      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }"),
      good: example(""),
    },
  ],
  *check({ graph }) {
    for (const table of authored(graph, "AWS::DynamoDB::Table")) {
      const { properties } = table;
      const named = [
        { name: "provisioned throughput", value: readPresence(properties, "ProvisionedThroughput") },
        {
          name: "read capacity",
          unit: "units",
          value: readNumber(properties, "ProvisionedThroughput", "ReadCapacityUnits"),
        },
        {
          name: "write capacity",
          unit: "units",
          value: readNumber(properties, "ProvisionedThroughput", "WriteCapacityUnits"),
        },
        { name: "billing mode", value: readString(properties, "BillingMode") },
      ] as const;
      yield* judge<[boolean, number, number, string]>(
        table,
        graph.world,
        named,
        (isProvisioned, reads = 0, writes = 0, mode = "PROVISIONED") => {
          const units = `${reads} read and ${writes} write units`;
          if (mode === "PAY_PER_REQUEST")
            return reads + writes > 0
              ? fails(`The billing mode of ${nameOf(table)} is PAY_PER_REQUEST, and it names ${units}.`)
              : passes(`The billing mode of ${nameOf(table)} is PAY_PER_REQUEST, without capacity units.`);
          if (isProvisioned !== true)
            return fails(`The billing mode of ${nameOf(table)} is ${mode}, and it names no capacity units.`);
          return reads < 1 || writes < 1
            ? fails(`The billing mode of ${nameOf(table)} is ${mode}, and it names ${units}.`)
            : passes(`The billing mode of ${nameOf(table)} is ${mode}, with ${units}.`);
        },
      );
    }
  },
});

function example(more: string): string {
  return `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      BillingMode: PAY_PER_REQUEST${more}
`;
}
