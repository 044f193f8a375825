import { known, nameOf, readItems, readString, type Resource } from "@assay/analyzer";
import { judgeSetting, type SettingWords } from "../monitoring/setting.js";
import { httpStages, restStages, setElsewhere, type Stage } from "../monitoring/stages.js";
import { at, defineRule, fail, notApplicable, type Finding } from "../rule.js";

export const apiExecutionLogOff = defineRule({
  id: "api-execution-log-off",
  title: "The API does not log how it came to its answer",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "The execution log says what the gateway did with a request: which authorizer refused it, which mapping failed, what the integration answered. An access log only has the result.",
  remedy: {
    sam: 'Set `MethodSettings` with `HttpMethod: "*"`, `ResourcePath: "/*"` and `LoggingLevel: ERROR`.',
    serverless: "Set `provider.logs.restApi.executionLogging: true` and `level: ERROR`.",
    cdk: "Set `deployOptions: { loggingLevel: MethodLoggingLevel.ERROR }`.",
    cloudformation:
      'Set `MethodSettings` of the stage with `HttpMethod: "*"`, `ResourcePath: "/*"` and `LoggingLevel: ERROR`; of a WebSocket API `DefaultRouteSettings.LoggingLevel`.',
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"],
  aliases: ["cdk-nag:AwsSolutions-APIG6", "securityhub:APIGateway.1", "prowler:apigateway_restapi_logging_enabled"],
  covers: ["O5"],
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
      MethodSettings:
        - { HttpMethod: "*", ResourcePath: "/*", LoggingLevel: ERROR }
`,
    },
  ],
  *check({ graph }) {
    for (const stage of [...restStages(graph), ...httpStages(graph)]) {
      const found = judge(stage);
      if (found) yield found;
    }
  },
});

function judge(stage: Stage): Finding | undefined {
  const { resource, kind, path } = stage;
  const name = nameOf(resource);
  const words: SettingWords<string> = {
    name: "logging level",
    question: `Whether ${name} logs execution`,
    isGood: (level) => level === "ERROR" || level === "INFO",
    good: (level) => `${name} logs execution with the level ${level}.`,
    bad: (level) => `${name} logs no execution${level === undefined ? "" : `: its level is ${level}`}.`,
  };
  const elsewhere = setElsewhere(stage, words.question);
  if (elsewhere) return elsewhere;
  if (kind === "HTTP")
    return notApplicable(resource, {
      message: `${name} belongs to an HTTP API, which has no execution log.`,
      evidence: [at(resource, name)],
    });
  if (kind === "WebSocket")
    return judgeSetting(resource, readString(resource.properties, "DefaultRouteSettings", "LoggingLevel"), words);
  return methodSettings(resource, path, words);
}

/** Only the settings of all methods count: those of one method leave the others out. */
function methodSettings(resource: Resource, path: readonly string[], words: SettingWords<string>): Finding | undefined {
  const settings = readItems(resource.properties, ...path, "MethodSettings");
  const all = settings.find(
    ({ view }) =>
      known(readString(view, "HttpMethod")).some(({ value }) => value === "*") &&
      known(readString(view, "ResourcePath")).some(({ value }) => value === "/*"),
  );
  if (all) return judgeSetting(resource, readString(all.view, "LoggingLevel"), words);
  const own = path.length > 0 ? readString(resource.properties, ...path, "LoggingLevel") : [];
  if (own.some(({ state }) => state !== "absent")) return judgeSetting(resource, own, words);
  return fail(resource, { message: words.bad(undefined), evidence: [at(resource, nameOf(resource))] });
}
