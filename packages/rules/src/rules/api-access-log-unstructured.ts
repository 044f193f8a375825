import { known, nameOf, readText, type Resource, type Text } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { httpStages, restStages, type Stage } from "../monitoring/stages.js";
import { at, defineRule, notApplicable, type Finding } from "../rule.js";

export const apiAccessLogUnstructured = defineRule({
  id: "api-access-log-unstructured",
  title: "The access log cannot be queried by field",
  topic: "monitoring",
  severity: "low",
  why: "CloudWatch Logs Insights, metric filters and other tools read JSON by themselves. A line of free text has to be taken apart by a pattern that breaks when a field contains a space.",
  remedy: {
    sam: "Make `AccessLogSetting.Format` a JSON object.",
    serverless: "Set `provider.logs.restApi.format` (`httpApi.format`, `websocket.format`) to a JSON object.",
    cdk: "Use `accessLogFormat: AccessLogFormat.jsonWithStandardFields()`.",
    cloudformation: "Make `Format` of the access log settings a JSON object.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"],
  aliases: ["serverless-rules:WS2001", "cdk-nag:Serverless-APIGWStructuredLogging"],
  differs:
    'cdk-nag takes no variable outside quotes, although `"status":$context.status` becomes JSON once it is filled in; like serverless-rules, this rule takes both.',
  covers: ["O6"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      DeploymentId: abc123
      StageName: live
      AccessLogSetting:
        DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:shop
        Format: '$context.requestId $context.status'
`,
      good: `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      DeploymentId: abc123
      StageName: live
      AccessLogSetting:
        DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:shop
        Format: '{"requestId":"$context.requestId","status":"$context.status"}'
`,
    },
  ],
  *check({ graph }) {
    for (const stage of [...restStages(graph), ...httpStages(graph)]) {
      const found = stage.setBy === undefined ? judge(stage) : undefined;
      if (found) yield found;
    }
  },
});

function judge({ resource, kind, path }: Stage): Finding | undefined {
  const setting = [...path, kind === "REST" ? "AccessLogSetting" : "AccessLogSettings"];
  const format = readText(resource.properties, ...setting, "Format");
  if (format.every(({ state }) => state === "absent")) return withoutFormat(resource, setting);
  return judgeSetting(resource, format, {
    name: "format of the access log",
    question: `Whether the access log of ${nameOf(resource)} is JSON`,
    isGood: isJson,
    good: () => `The access log of ${nameOf(resource)} is JSON.`,
    bad: (value) => `The access log of ${nameOf(resource)} ${value ? "is not JSON" : "has no format"}.`,
  });
}

function withoutFormat(resource: Resource, setting: readonly string[]): Finding {
  const isLogged = known(readText(resource.properties, ...setting, "DestinationArn")).length > 0;
  const message = isLogged
    ? `The access log of ${nameOf(resource)} has no format.`
    : `${nameOf(resource)} has no access log.`;
  return notApplicable(resource, { message, evidence: [at(resource, nameOf(resource))] });
}

/** Variables count as numbers, as they may stand within quotes and outside. */
function isJson(format: Text): boolean {
  const text = format.map((part) => (typeof part === "string" ? part : "0")).join("");
  try {
    const parsed: unknown = JSON.parse(text.replace(/\$context\.[\w.]+/g, "0"));
    return typeof parsed === "object" && parsed !== null;
  } catch {
    return false;
  }
}
