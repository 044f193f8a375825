import { apiThrottlingUnset } from "../../src/rules/api-throttling-unset.js";
import { tableBillingModeUnset } from "../../src/rules/table-billing-mode-unset.js";
import { tableCapacityConflict } from "../../src/rules/table-capacity-conflict.js";
import { tableCapacityFixed } from "../../src/rules/table-capacity-fixed.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const table = (properties: string) => `  T: { Type: AWS::DynamoDB::Table, Properties: { ${properties} } }\n`;
const UNITS = "ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }";
const NOTHING = resources("  Q: { Type: AWS::SQS::Queue }\n");

saysOf(tableBillingModeUnset, [
  ["not set", resources(table(UNITS)), ["fail 2:48 The table T sets no billing mode, so it is PROVISIONED."]],
  [
    "on demand",
    resources(table("BillingMode: PAY_PER_REQUEST")),
    ["pass 2:63 The billing mode of T is PAY_PER_REQUEST."],
  ],
  ["provisioned", resources(table("BillingMode: PROVISIONED")), ["pass 2:63 The billing mode of T is PROVISIONED."]],
  [
    "a mode that does not exist",
    resources(table("BillingMode: SOMETIMES")),
    ["fail 2:63 The billing mode of T is SOMETIMES, which does not exist."],
  ],
  [
    "not known",
    resources(table("BillingMode: !Ref Stage"), STAGES),
    ["unknown 4:68 T cannot be judged: billing mode unknown, because parameter Stage has no default."],
  ],
  ["no table", NOTHING, []],
]);

saysOf(tableCapacityConflict, [
  [
    "provisioned with units",
    resources(table(UNITS)),
    ["pass 2:73 The billing mode of T is PROVISIONED, with 5 read and 5 write units."],
  ],
  [
    "provisioned without",
    resources(table("")),
    ["fail 2:48 The billing mode of T is PROVISIONED, and it names no capacity units."],
  ],
  [
    "no units",
    resources(table("ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 5 }")),
    ["fail 2:73 The billing mode of T is PROVISIONED, and it names 0 read and 5 write units."],
  ],
  [
    "on demand with units",
    resources(table(`BillingMode: PAY_PER_REQUEST, ${UNITS}`)),
    ["fail 2:103 The billing mode of T is PAY_PER_REQUEST, and it names 5 read and 5 write units."],
  ],
  [
    "on demand without",
    resources(table("BillingMode: PAY_PER_REQUEST")),
    ["pass 2:48 The billing mode of T is PAY_PER_REQUEST, without capacity units."],
  ],
  [
    "units where they fit",
    resources(
      table(
        `BillingMode: !If [IsProd, PROVISIONED, PAY_PER_REQUEST], ProvisionedThroughput: !If [IsProd, { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }, !Ref AWS::NoValue]`,
      ),
      STAGES,
    ),
    ["pass 4:143 The billing mode of T is PROVISIONED, with 5 read and 5 write units. (when IsProd)"],
  ],
  [
    "units where they do not",
    resources(table(`BillingMode: !If [IsProd, PROVISIONED, PAY_PER_REQUEST], ${UNITS}`), STAGES),
    ["fail 4:130 The billing mode of T is PAY_PER_REQUEST, and it names 5 read and 5 write units. (when not IsProd)"],
  ],
  [
    "not known",
    resources(table(`BillingMode: !Ref Stage, ${UNITS}`), STAGES),
    ["unknown 4:98 T cannot be judged: billing mode unknown, because parameter Stage has no default."],
  ],
  ["no table", NOTHING, []],
]);

const target = (id: string, what: string, dimension: string) =>
  `  ${id}: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ServiceNamespace: dynamodb, ResourceId: ${what}, ScalableDimension: 'dynamodb:${dimension}' } }\n`;
const BOTH =
  target("R", "!Sub 'table/${T}'", "table:ReadCapacityUnits") +
  target("W", "!Join ['/', [table, !Ref T]]", "table:WriteCapacityUnits");
const INDEX = "GlobalSecondaryIndexes: [{ IndexName: byDate }]";
saysOf(tableCapacityFixed, [
  [
    "nothing scales it",
    resources(table(UNITS)),
    ["fail 2:48 The capacity of T is provisioned, and nothing scales reads, writes."],
  ],
  [
    "both scale",
    resources(table(UNITS) + BOTH),
    ["pass 2:48 The capacity of T is provisioned and scales with its load."],
  ],
  [
    "only reads scale",
    resources(table(UNITS) + target("R", "!Sub 'table/${T}'", "table:ReadCapacityUnits")),
    ["fail 2:48 The capacity of T is provisioned, and nothing scales writes."],
  ],
  [
    "an index does not",
    resources(table(`${UNITS}, ${INDEX}`) + BOTH),
    [
      "fail 2:48 The capacity of T is provisioned, and nothing scales reads of the index byDate, writes of the index byDate.",
    ],
  ],
  [
    "an index does",
    resources(
      table(`${UNITS}, ${INDEX}`) +
        BOTH +
        target("IR", "!Sub 'table/${T}/index/byDate'", "index:ReadCapacityUnits") +
        target("IW", "!Sub 'table/${T}/index/byDate'", "index:WriteCapacityUnits"),
    ),
    ["pass 2:48 The capacity of T is provisioned and scales with its load."],
  ],
  [
    "found by its name",
    resources(
      table(`${UNITS}, TableName: orders`) +
        target("R", "table/orders", "table:ReadCapacityUnits") +
        target("W", "table/orders", "table:WriteCapacityUnits"),
    ),
    ["pass 2:48 The capacity of T is provisioned and scales with its load."],
  ],
  ["on demand", resources(table("BillingMode: PAY_PER_REQUEST")), ["pass 2:63 The capacity of T is on demand."]],
  [
    "on demand in one scenario",
    resources(table("BillingMode: !If [IsProd, PROVISIONED, PAY_PER_REQUEST]"), STAGES),
    ["fail 4:76 The capacity of T is provisioned, and nothing scales reads, writes. (when IsProd)"],
  ],
  [
    "a mode that does not exist",
    resources(table("BillingMode: SOMETIMES")),
    ["not-applicable 2:63 There is no billing mode SOMETIMES."],
  ],
  [
    "not known",
    resources(table("BillingMode: !Ref Stage"), STAGES),
    ["unknown 4:68 T cannot be judged: billing mode unknown, because parameter Stage has no default."],
  ],
  ["no table", NOTHING, []],
]);

const rest = (settings: string) =>
  `  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: r, StageName: s, MethodSettings: [${settings}] } }\n`;
const http = (settings: string) =>
  `  S: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: a, StageName: s${settings} } }\n`;
saysOf(apiThrottlingUnset, [
  [
    "nothing of a REST API",
    resources(rest("")),
    ["fail 2:3 The stage S sets no rate and no burst limit for all of its routes."],
  ],
  [
    "another method",
    resources(rest("{ HttpMethod: GET, ResourcePath: /a, ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 }")),
    ["fail 2:3 The stage S sets no rate and no burst limit for all of its routes."],
  ],
  [
    "only a rate",
    resources(rest("{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1 }")),
    ["fail 2:157 The stage S sets no burst limit for all of its routes."],
  ],
  [
    "both",
    resources(rest("{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 5 }")),
    ["pass 2:157 The stage S allows 10 requests/s and bursts of 5."],
  ],
  [
    "nothing of an HTTP API",
    resources(http("")),
    ["fail 2:52 The stage S sets no rate and no burst limit for all of its routes."],
  ],
  [
    "both of an HTTP API",
    resources(http(", DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 5 }")),
    ["pass 2:123 The stage S allows 10 requests/s and bursts of 5."],
  ],
  [
    "not known",
    resources(http(", DefaultRouteSettings: { ThrottlingRateLimit: !Ref Unknown, ThrottlingBurstLimit: 5 }"), STAGES),
    ["unknown 4:128 S cannot be judged: rate unknown, because parameter Unknown has no default."],
  ],
  ["no stage", NOTHING, []],
]);
