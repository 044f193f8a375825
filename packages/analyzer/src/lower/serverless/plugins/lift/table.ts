import { at, type Node } from "../../../../parse/node.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { literal } from "../../text.js";
import { tableId } from "./ids.js";

/** A DynamoDB table for the single-table design. */
export function addTable(_service: Service, stack: Stack, key: string, config: Node): void {
  const count = Number(literal(at(config, "gsiCount")) ?? 0);
  const indexes = Array.from({ length: count }, (_, i) => `GSI-${i + 1}`);
  const keys = (prefix: string) => [
    { AttributeName: `${prefix}PK`, KeyType: "HASH" },
    { AttributeName: `${prefix}SK`, KeyType: "RANGE" },
  ];
  stack.add(
    tableId(key),
    "AWS::DynamoDB::Table",
    config.origin,
    {
      AttributeDefinitions: ["", ...indexes.map((index) => `${index}-`)].flatMap((prefix) =>
        keys(prefix).map(({ AttributeName }) => ({ AttributeName, AttributeType: "S" })),
      ),
      KeySchema: keys(""),
      BillingMode: "PAY_PER_REQUEST",
      GlobalSecondaryIndexes:
        count > 0
          ? indexes.map((IndexName) => ({
              IndexName,
              KeySchema: keys(`${IndexName}-`),
              Projection: { ProjectionType: "ALL" },
            }))
          : undefined,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TimeToLiveSpecification: { AttributeName: "TimeToLive", Enabled: true },
    },
    { UpdateReplacePolicy: "Retain", DeletionPolicy: "Retain" },
  );
}
