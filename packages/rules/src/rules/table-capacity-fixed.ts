import { known, nameOf, readItems, readString, type Resource, type ResourceGraph } from "@assay/analyzer";
import { authored, doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const tableCapacityFixed = defineRule({
  id: "table-capacity-fixed",
  title: "The provisioned capacity of a table does not follow its load",
  topic: "sizing",
  severity: "medium",
  why: "A table with provisioned capacity throttles every request beyond it, and the functions that use it fail or retry, while the capacity that nobody uses is paid for. Auto scaling moves both limits with the load; each global secondary index has its own.",
  remedy: {
    sam: "Set `BillingMode: PAY_PER_REQUEST`, or add `AWS::ApplicationAutoScaling::ScalableTarget`s for reads and writes of the table and of each index.",
    serverless:
      "Set `BillingMode: PAY_PER_REQUEST`, or use serverless-dynamodb-autoscaling for the table and each of its indexes.",
    cdk: "Use `BillingMode.PAY_PER_REQUEST`, or `autoScaleReadCapacity` and `autoScaleWriteCapacity`.",
    cloudformation:
      "Set `BillingMode: PAY_PER_REQUEST`, or add `AWS::ApplicationAutoScaling::ScalableTarget`s for reads and writes of the table and of each index.",
  },
  references: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html"],
  aliases: [
    "cdk-nag:HIPAA.Security-DynamoDBAutoScalingEnabled",
    "cdk-nag:NIST.800.53.R5-DynamoDBAutoScalingEnabled",
    "prowler:dynamodb_table_autoscaling_enabled",
    "securityhub:DynamoDB.1",
  ],
  covers: ["S20"],
  examples: [
    {
      framework: "cloudformation",
      bad: example(
        "BillingMode: PROVISIONED\n      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }",
      ),
      good: example("BillingMode: PAY_PER_REQUEST"),
    },
  ],
  *check({ graph }) {
    for (const table of authored(graph, "AWS::DynamoDB::Table")) {
      const mode = { name: "billing mode", value: readString(table.properties, "BillingMode") };
      const targets = graph.to(table, "scales");
      const missing = unscaled(table, graph);
      const places = targets.map(({ from }) => at(from, `scales ${nameOf(table)}`));
      yield* judge<[string]>(
        table,
        graph.world,
        [mode],
        (chosen) => {
          if (chosen === "PAY_PER_REQUEST") return passes(`The capacity of ${nameOf(table)} is on demand.`);
          if (chosen !== undefined && chosen !== "PROVISIONED")
            return doesNotApply(`There is no billing mode ${chosen}.`);
          return missing.length > 0
            ? fails(`The capacity of ${nameOf(table)} is provisioned, and nothing scales ${missing.join(", ")}.`)
            : passes(`The capacity of ${nameOf(table)} is provisioned and scales with its load.`);
        },
        { places },
      );
    }
  },
});

/** Reads and writes, of the table and of its global secondary indexes, that no scalable target changes. */
function unscaled(table: Resource, graph: ResourceGraph): readonly string[] {
  const targets = graph.to(table, "scales");
  const indexes = readItems(table.properties, "GlobalSecondaryIndexes").flatMap(({ view }) =>
    known(readString(view, "IndexName")).map(({ value }) => value),
  );
  return [undefined, ...indexes].flatMap((index) =>
    (["Read", "Write"] as const)
      .filter(
        (access) =>
          !targets.some(
            (edge) =>
              edge.index === index &&
              edge.dimension === `dynamodb:${index === undefined ? "table" : "index"}:${access}CapacityUnits`,
          ),
      )
      .map((access) => `${access.toLowerCase()}s${index === undefined ? "" : ` of the index ${index}`}`),
  );
}

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
