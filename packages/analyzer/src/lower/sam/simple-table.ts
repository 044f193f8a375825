import { draft, generatedFrom } from "../draft.js";
import { propertiesOrigin } from "./code.js";
import { becomes, type Expansion } from "./expansion.js";
import type { Generated, SamResource } from "./model.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { tagList } from "./tags.js";
import { given, literal, present } from "./value.js";

const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = { String: "S", Number: "N", Binary: "B" };

/** A DynamoDB table with a simple key. */
export function expandSimpleTable(table: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = table;
  const owner = { id, prefix: "", origin: propertiesOrigin(table) };
  checkProperties(properties, resourceProperties["AWS::Serverless::SimpleTable"] ?? {}, owner, sam);
  const key = given(properties, "PrimaryKey");
  const origin = generatedFrom(key?.origin ?? node.origin, "SAM SimpleTable");
  const name = key ? present(key, "Name") : draft("id", origin);
  const type = present(key, "Type");
  for (const [field, value] of Object.entries({ Name: name, Type: type }))
    if (key && !value) sam.reject(id, key, `'PrimaryKey.${field}' is required`);
  const attributeType = key ? ATTRIBUTE_TYPES[literal(type) ?? ""] : "S";
  if (type && attributeType === undefined) sam.reject(id, type, "'PrimaryKey.Type' has to be String, Number or Binary");
  const throughput = given(properties, "ProvisionedThroughput");
  const tags = given(properties, "Tags");
  return [
    becomes(table, "AWS::DynamoDB::Table", {
      AttributeDefinitions: draft([{ AttributeName: name, AttributeType: attributeType }], origin),
      KeySchema: draft([{ AttributeName: name, KeyType: "HASH" }], origin),
      PointInTimeRecoverySpecification: given(properties, "PointInTimeRecoverySpecification"),
      ProvisionedThroughput: throughput,
      BillingMode: throughput
        ? undefined
        : draft("PAY_PER_REQUEST", { ...generatedFrom(node.origin, "SAM default"), why: "default" }),
      SSESpecification: given(properties, "SSESpecification"),
      TableName: given(properties, "TableName"),
      Tags: tags && tagList(tags),
    }),
  ];
}
