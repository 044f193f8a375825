import { both, nameOf, type Edge, type Resource, type ResourceGraph } from "@assay/analyzer";
import limits from "../data/event-sources.json" with { type: "json" };
import { at, defineRule, fail, notApplicable, pass, type EvidenceList, type Finding } from "../rule.js";

export const tableStreamReaders = defineRule({
  id: "table-stream-readers",
  title: "More than two readers share the shards of a table's stream",
  topic: "failures",
  severity: "medium",
  why: "At most two processes should read the same shard of a DynamoDB stream at a time; more are throttled, and the changes reach all of them late. For a global table AWS advises one reader only.",
  remedy: {
    sam: "Let one function read the stream and pass the changes on, by EventBridge or SNS.",
    serverless: "Let one function read the stream and pass the changes on, by EventBridge or SNS.",
    cdk: "Let one function read the stream and pass the changes on, or stream the table to Kinesis.",
    cloudformation: "Let one function or pipe read the stream and pass the changes on, or stream the table to Kinesis.",
  },
  references: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"],
  aliases: [],
  covers: ["B5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
  Index:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: index, EventSourceArn: !GetAtt Orders.StreamArn, StartingPosition: LATEST }
  Mail:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: mail, EventSourceArn: !GetAtt Orders.StreamArn, StartingPosition: LATEST }
  Audit:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: audit, EventSourceArn: !GetAtt Orders.StreamArn, StartingPosition: LATEST }
`,
      good: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
  Index:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: index, EventSourceArn: !GetAtt Orders.StreamArn, StartingPosition: LATEST }
`,
    },
  ],
  *check({ graph }) {
    for (const table of graph.ofKind("table")) if (table.stack && table.owner === undefined) yield judge(table, graph);
  },
});

function judge(table: Resource, graph: ResourceGraph): Finding {
  const mappings = graph.from(table, "triggers").filter(({ event }) => event === "dynamodb");
  // A pipe reads a table by its source and, once more, by what its role allows.
  const pipes = graph.to(table, "reads").filter(({ from, statement }) => from.kind === "pipe" && !statement);
  const readers = [
    ...mappings.map((edge) => ({ edge, by: edge.to })),
    ...pipes.map((edge) => ({ edge, by: edge.from })),
  ];
  const place = at(table, `table ${nameOf(table)}`);
  const evidence: EvidenceList = [
    place,
    ...readers.map(({ edge, by }) => ({ origin: edge.origin, says: `read by ${nameOf(by)}` })),
  ];
  if (readers.length === 0)
    return notApplicable(table, { message: `Nothing reads the stream of ${nameOf(table)}.`, evidence });
  const { readersOfTableShard: limit } = limits.stream;
  const names = readers.map(({ by }) => nameOf(by)).join(", ");
  const message = `${readers.length} ${readers.length === 1 ? "reader reads" : "readers read"} the stream of ${nameOf(table)}: ${names}.`;
  return mostTogether(
    readers.map(({ edge }) => edge),
    graph,
  ) > limit
    ? fail(table, { message, evidence })
    : pass(table, { message, evidence });
}

/** How many of the edges exist at the same time, at most as found by joining the others to each of them in turn. */
function mostTogether(edges: readonly Edge[], graph: ResourceGraph): number {
  const counts = edges.map((first) => {
    let count = 1;
    let { when } = first;
    for (const other of edges) {
      const joined = other === first ? undefined : both(when, other.when);
      if (!joined || !graph.world.satisfiable(joined)) continue;
      when = joined;
      count++;
    }
    return count;
  });
  return Math.max(...counts);
}
