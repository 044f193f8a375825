import { combine, nameOf, readString, readText, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at, because, defineRule, fail, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

export const graphqlLoggingOff = defineRule({
  id: "graphql-logging-off",
  title: "The GraphQL API does not log which fields fail",
  topic: "monitoring",
  severity: "low",
  why: "AppSync answers a request with status 200 even when its resolvers fail. Without logs of at least the errors of fields, nobody can tell which resolver failed and why.",
  remedy: {
    sam: "Set `Logging` of the `AWS::Serverless::GraphQLApi` with `FieldLogLevel: ERROR`.",
    serverless: "Set `appSync.logging.level: ERROR`, or `LogConfig` under `resources`.",
    cdk: "Set `logConfig: { fieldLogLevel: FieldLogLevel.ERROR }`.",
    cloudformation: "Set `LogConfig` with `CloudWatchLogsRoleArn` and `FieldLogLevel: ERROR`.",
  },
  references: ["https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html"],
  aliases: [
    "checkov:CKV_AWS_193",
    "checkov:CKV_AWS_194",
    "prowler:appsync_field_level_logging_enabled",
    "securityhub:AppSync.2",
  ],
  differs:
    "Checkov asks for the role and for the level in two checks, and takes ALL and ERROR only; this rule wants both, and takes INFO and DEBUG as well, which log errors too.",
  covers: ["O3"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Shop:
    Type: AWS::AppSync::GraphQLApi
    Properties:
      Name: shop
      AuthenticationType: AWS_IAM
`,
      good: `Resources:
  Shop:
    Type: AWS::AppSync::GraphQLApi
    Properties:
      Name: shop
      AuthenticationType: AWS_IAM
      LogConfig:
        CloudWatchLogsRoleArn: arn:aws:iam::123456789012:role/logs
        FieldLogLevel: ERROR
`,
    },
  ],
  *check({ graph }) {
    for (const api of graph.ofType("AWS::AppSync::GraphQLApi")) {
      const found = judge(api, graph);
      if (found) yield found;
    }
  },
});

function judge(api: Resource, graph: ResourceGraph): Finding | undefined {
  const level = readString(api.properties, "LogConfig", "FieldLogLevel");
  const role = readText(api.properties, "LogConfig", "CloudWatchLogsRoleArn");
  const findings = combine(graph.world, api.when, level, role).map(({ when, of: [logs, assumed] }) => {
    const said = {
      when,
      evidence: [logs.state === "absent" ? at(api, "no log level") : valueAt(logs, "log level")] as const,
    };
    if (logs.state === "unknown")
      return unknown(api, { ...said, message: `What ${nameOf(api)} logs is not known: ${because(logs)}.` });
    if (logs.state === "absent") return fail(api, { ...said, message: `${nameOf(api)} logs nothing.` });
    if (logs.value === "NONE")
      return fail(api, { ...said, message: `${nameOf(api)} logs requests, but no fields: its level is NONE.` });
    return assumed.state === "absent"
      ? fail(api, { ...said, message: `${nameOf(api)} has no role with which it could log.` })
      : pass(api, { ...said, message: `${nameOf(api)} logs fields with the level ${logs.value}.` });
  });
  return worst(findings);
}
