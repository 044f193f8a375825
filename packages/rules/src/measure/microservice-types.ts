import { type Edge, nameOf } from "@assay/analyzer";
import { type Evidence } from "../rule.js";
import { counted, resourcesOf, type Measure } from "./measure.js";

/** What each kind of event makes of the functions that it starts. */
const KINDS: Readonly<Record<string, string>> = {
  api: "API backend",
  "function-url": "HTTP endpoint",
  alb: "HTTP backend of a load balancer",
  appsync: "GraphQL resolver",
  sqs: "queue processing (Amazon SQS)",
  mq: "queue processing (Amazon MQ)",
  kinesis: "stream processing (Amazon Kinesis)",
  dynamodb: "change processing (Amazon DynamoDB Streams)",
  msk: "stream processing (Amazon MSK)",
  kafka: "stream processing (Apache Kafka)",
  documentdb: "change processing (Amazon DocumentDB)",
  s3: "object processing (Amazon S3)",
  sns: "notification processing (Amazon SNS)",
  eventbridge: "event processing (Amazon EventBridge)",
  schedule: "scheduled jobs",
  "step-functions": "steps of a workflow (AWS Step Functions)",
  cognito: "sign-in and user-pool logic (Amazon Cognito)",
  authorizer: "API authorization",
  iot: "device messages (AWS IoT Core)",
  "cloudwatch-logs": "log processing",
  "custom-resource": "deployment logic (custom resources)",
  cloudfront: "edge logic (Amazon CloudFront)",
  "other-service": "called by another AWS service",
  direct: "called by an account or role",
};

/** The functions that edges lead to, a few of them by name. */
function names(edges: readonly Edge<"triggers">[]): string {
  const all = [...new Set(edges.map((edge) => nameOf(edge.to)))].sort();
  return all.length > MAX_NAMES
    ? `${all.slice(0, MAX_NAMES).join(", ")} and ${all.length - MAX_NAMES} more`
    : all.join(", ");
}

const MAX_NAMES = 6;

/** Functions by the kind of event that starts them. */
export const microserviceTypes: Measure = {
  id: "microservice-types",
  counts: "nothing: a draft of the type of micro-service per event source",
  measure(input) {
    const { graph } = input.analysis;
    const byKind = new Map<string, Set<Edge<"triggers">>>();
    for (const fn of resourcesOf(input)) {
      for (const edge of graph.to(fn, "triggers")) {
        const kind = KINDS[edge.event] ?? edge.event;
        byKind.set(kind, (byKind.get(kind) ?? new Set()).add(edge));
      }
    }
    const rows = [...byKind].map(([kind, edges]) => ({
      kind,
      edges: [...edges],
      functions: new Set([...edges].map((edge) => edge.to)).size,
    }));
    rows.sort((a, b) => b.functions - a.functions || (a.kind < b.kind ? -1 : 1));
    return {
      statement:
        rows.length > 0
          ? `By what starts them the functions are: ${rows.map((row) => `${row.kind}, ${counted(row.functions, "function")}`).join("; ")}.`
          : "No trigger was found in the scanned inputs.",
      draft:
        rows.length > 0
          ? `Serverless micro-services of ${counted(rows.length, "type")}: ${rows.map((row) => `${row.kind} (${names(row.edges)})`).join("; ")}.`
          : undefined,
      evidence: rows.flatMap(({ kind, edges }): Evidence[] =>
        edges.slice(0, 1).map((edge) => ({ origin: edge.origin, says: `${kind}: ${nameOf(edge.to)}` })),
      ),
    };
  },
};
