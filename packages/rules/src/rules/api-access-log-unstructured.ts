import { combine, nameOf, readText, type ResourceGraph, type Text } from "@assay/analyzer";
import { httpStages, restStages, type Stage } from "../monitoring/stages.js";
import { at, defineRule, fail, notApplicable, pass, unknown, worst, type Finding } from "../rule.js";

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
      const found = stage.setBy === undefined ? judge(stage, graph) : undefined;
      if (found) yield found;
    }
  },
});

function judge({ resource, kind, path }: Stage, graph: ResourceGraph): Finding | undefined {
  const name = nameOf(resource);
  const setting = [...path, kind === "REST" ? "AccessLogSetting" : "AccessLogSettings"];
  const destination = readText(resource.properties, ...setting, "DestinationArn");
  const format = readText(resource.properties, ...setting, "Format");
  const findings = combine(graph.world, resource.when, destination, format).map(({ when, of: [log, written] }) => {
    const place = at(resource, name);
    if (log.state === "absent")
      return notApplicable(resource, { when, message: `${name} has no access log.`, evidence: [place] });
    if (written.state === "absent")
      return notApplicable(resource, { when, message: `The access log of ${name} has no format.`, evidence: [place] });
    const evidence = [{ origin: written.origin, says: "format of the access log" }, place] as const;
    if (written.state === "unknown")
      return unknown(resource, {
        when,
        message: `Whether the access log of ${name} is JSON is not known: ${written.because}.`,
        evidence,
      });
    return isJson(written.value)
      ? pass(resource, { when, message: `The access log of ${name} is JSON.`, evidence })
      : fail(resource, { when, message: `The access log of ${name} is not JSON.`, evidence });
  });
  return worst(findings);
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
