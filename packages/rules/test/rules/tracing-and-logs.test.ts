import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/rule.js";
import { apiAccessLogOff } from "../../src/rules/api-access-log-off.js";
import { apiAccessLogUnstructured } from "../../src/rules/api-access-log-unstructured.js";
import { apiDataTraceOn } from "../../src/rules/api-data-trace-on.js";
import { apiExecutionLogOff } from "../../src/rules/api-execution-log-off.js";
import { apiTracingOff } from "../../src/rules/api-tracing-off.js";
import { functionMetricsNotFound } from "../../src/rules/function-metrics-not-found.js";
import { graphqlLoggingOff } from "../../src/rules/graphql-logging-off.js";
import { graphqlTracingOff } from "../../src/rules/graphql-tracing-off.js";
import { logFormatText } from "../../src/rules/log-format-text.js";
import { logGroupRetentionUnset } from "../../src/rules/log-group-retention-unset.js";
import { logLevelWithoutJson } from "../../src/rules/log-level-without-json.js";
import { stateMachineTracingOff } from "../../src/rules/state-machine-tracing-off.js";
import { check, resources, STAGES } from "../check-rule.js";

const NOTHING = resources("  T: { Type: AWS::SNS::Topic }\n");

/** Each row: the rule, a type, then properties that pass, fail and are not known, with what is said of them. */
const settings: readonly (readonly [Rule, string, readonly (readonly [string, string])[]])[] = [
  [
    apiTracingOff,
    "AWS::ApiGateway::Stage",
    [
      ["", "fail 4:3 Requests through R are not traced."],
      ["TracingEnabled: false", "fail 4:68 Requests through R are not traced."],
      ["TracingEnabled: true", "pass 4:68 R is traced."],
      ["TracingEnabled: !If [IsProd, true, false]", "fail 4:87 Requests through R are not traced. (when not IsProd)"],
      [
        "TracingEnabled: !Ref Unknown",
        "unknown 4:73 Whether R is traced is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    graphqlTracingOff,
    "AWS::AppSync::GraphQLApi",
    [
      ["", "fail 4:3 Requests through R are not traced."],
      ["XrayEnabled: true", "pass 4:67 R is traced."],
      ["XrayEnabled: !Ref Unknown", "unknown 4:72 Whether R is traced is not known: parameter Unknown has no default."],
    ],
  ],
  [
    stateMachineTracingOff,
    "AWS::StepFunctions::StateMachine",
    [
      ["", "fail 4:3 Executions of R are not traced."],
      ["TracingConfiguration: { Enabled: true }", "pass 4:95 R is traced."],
      [
        "TracingConfiguration: !If [IsProd, { Enabled: true }, !Ref AWS::NoValue]",
        "fail 4:3 Executions of R are not traced. (when not IsProd)",
      ],
      [
        "TracingConfiguration: { Enabled: !Ref Unknown }",
        "unknown 4:100 Whether R is traced is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    graphqlLoggingOff,
    "AWS::AppSync::GraphQLApi",
    [
      ["", "fail 4:3 R logs nothing."],
      [
        "LogConfig: { FieldLogLevel: ERROR, CloudWatchLogsRoleArn: a }",
        "pass 4:82 R logs fields with the level ERROR.",
      ],
      ["LogConfig: { FieldLogLevel: ERROR }", "fail 4:82 R has no role with which it could log."],
      [
        "LogConfig: { FieldLogLevel: NONE, CloudWatchLogsRoleArn: a }",
        "fail 4:82 R logs requests, but no fields: its level is NONE.",
      ],
      [
        "LogConfig: { FieldLogLevel: !Ref Unknown, CloudWatchLogsRoleArn: a }",
        "unknown 4:87 What R logs is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    apiAccessLogOff,
    "AWS::ApiGateway::Stage",
    [
      ["", "fail 4:3 R has no access log."],
      [
        "AccessLogSetting: { DestinationArn: !Cidr [a] }",
        "unknown 4:94 Whether R logs access is not known: Fn::Cidr is not evaluated.",
      ],
      ["AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:1:log-group:a' }", "pass 4:88 R logs access."],
    ],
  ],
  [
    apiAccessLogUnstructured,
    "AWS::ApiGatewayV2::Stage",
    [
      ["", "not-applicable 4:3 R has no access log."],
      ["AccessLogSettings: { DestinationArn: a }", "not-applicable 4:3 The access log of R has no format."],
      [
        "AccessLogSettings: { DestinationArn: a, Format: $context.status }",
        "fail 4:102 The access log of R is not JSON.",
      ],
      [
        `AccessLogSettings: { DestinationArn: a, Format: '{"s":$context.status,"id":"$context.requestId"}' }`,
        "pass 4:102 The access log of R is JSON.",
      ],
      [
        `AccessLogSettings: !If [IsProd, { DestinationArn: a, Format: '{}' }, !Ref AWS::NoValue]`,
        "pass 4:115 The access log of R is JSON. (when IsProd)",
      ],
      [
        "AccessLogSettings: { DestinationArn: a, Format: !Cidr [a] }",
        "unknown 4:108 Whether the access log of R is JSON is not known: Fn::Cidr is not evaluated.",
      ],
    ],
  ],
  [
    apiExecutionLogOff,
    "AWS::ApiGateway::Stage",
    [
      ["", "fail 4:3 R logs no execution."],
      ["MethodSettings: [{ HttpMethod: GET, ResourcePath: /a, LoggingLevel: INFO }]", "fail 4:3 R logs no execution."],
      [
        "MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'OFF' }]",
        "fail 4:122 R logs no execution: its level is OFF.",
      ],
      [
        "MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: ERROR }]",
        "pass 4:122 R logs execution with the level ERROR.",
      ],
      [
        "MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: !Ref Unknown }]",
        "unknown 4:127 Whether R logs execution is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    apiDataTraceOn,
    "AWS::ApiGateway::Stage",
    [
      ["", "pass 4:3 R logs no bodies of requests."],
      [
        "MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled: true }]",
        "fail 4:126 R logs whole requests and responses of all methods.",
      ],
      [
        "MethodSettings: [{ HttpMethod: GET, ResourcePath: /a, DataTraceEnabled: !If [IsProd, false, true] }]",
        "fail 4:144 R logs whole requests and responses of GET /a. (when not IsProd)",
      ],
      [
        "MethodSettings: [{ HttpMethod: GET, ResourcePath: /a, DataTraceEnabled: !Ref Unknown }]",
        "unknown 4:129 Whether R logs whole requests is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    logGroupRetentionUnset,
    "AWS::Logs::LogGroup",
    [
      ["", "fail 4:3 The log group R has no retention."],
      ["RetentionInDays: 14", "pass 4:66 The log group R is kept for 14 days."],
      [
        "RetentionInDays: !Ref Unknown",
        "unknown 4:71 How long the log group R is kept is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    logFormatText,
    "AWS::Lambda::Function",
    [
      ["", "fail 4:3 Lambda writes the log of R as plain text."],
      ["LoggingConfig: { LogFormat: JSON }", "pass 4:79 Lambda writes the log of R as JSON."],
      [
        "LoggingConfig: { LogFormat: !Ref Unknown }",
        "unknown 4:84 How R logs is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    logLevelWithoutJson,
    "AWS::Lambda::Function",
    [
      ["", "not-applicable 4:3 R sets no log level."],
      [
        "LoggingConfig: { SystemLogLevel: WARN }",
        "fail 4:84 R sets a log level, but its log format is not set, which means Text.",
      ],
      [
        "LoggingConfig: { LogFormat: Text, ApplicationLogLevel: WARN }",
        "fail 4:106 R sets a log level, but its log format is Text.",
      ],
      ["LoggingConfig: { LogFormat: JSON, SystemLogLevel: WARN }", "pass 4:101 R logs as JSON and filters by level."],
      [
        "LoggingConfig: { LogFormat: !Ref Unknown, SystemLogLevel: WARN }",
        "unknown 4:109 Whether R logs as JSON is not known: parameter Unknown has no default.",
      ],
    ],
  ],
  [
    functionMetricsNotFound,
    "AWS::Lambda::Function",
    [
      ["", "fail 4:3 No sign of metrics of its own was found in the configuration of R. [likely]"],
      [
        "Layers: ['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53']",
        "pass 4:3 R has metrics of its own: layer LambdaInsightsExtension.",
      ],
      [
        "Environment: { Variables: { POWERTOOLS_METRICS_NAMESPACE: Shop } }",
        "pass 4:3 R has metrics of its own: variable POWERTOOLS_METRICS_NAMESPACE.",
      ],
    ],
  ],
];

describe.each(settings.map(([rule, type, rows]) => [rule.id, rule, type, rows] as const))(
  "%s",
  (_, rule, type, rows) => {
    it.each(rows)("%s", async (properties, expected) => {
      const text = resources(`  R: { Type: ${type}, Properties: { ${properties} } }\n`, STAGES);
      expect(await check(rule, text)).toEqual([expected]);
    });
    it("says nothing where there is none", async () => {
      expect(await check(rule, NOTHING)).toEqual([]);
    });
  },
);

describe("stages of other kinds", () => {
  const webSocket =
    "  A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }\n  S: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref A, DefaultRouteSettings: { LoggingLevel: INFO, DataTraceEnabled: true } } }\n";
  const made =
    "  D: { Type: AWS::ApiGateway::Deployment, Properties: { StageName: live, StageDescription: { TracingEnabled: true, LoggingLevel: ERROR } } }\n";
  it.each([
    ["WebSocket", apiExecutionLogOff, webSocket, ["pass 3:107 S logs execution with the level INFO."]],
    ["WebSocket", apiDataTraceOn, webSocket, ["fail 3:131 S logs whole requests and responses of all routes."]],
    [
      "HTTP",
      apiExecutionLogOff,
      webSocket.replace("WEBSOCKET", "HTTP"),
      ["not-applicable 3:3 S belongs to an HTTP API, which has no execution log."],
    ],
    ["a deployment that makes the stage", apiTracingOff, made, ["pass 2:110 D is traced."]],
    [
      "a deployment that makes the stage",
      apiExecutionLogOff,
      made,
      ["pass 2:130 D logs execution with the level ERROR."],
    ],
    [
      "a deployment with a stage of its own",
      apiTracingOff,
      `${made}  S: { Type: AWS::ApiGateway::Stage, Properties: { DeploymentId: !Ref D, TracingEnabled: true } }\n`,
      ["pass 3:90 S is traced."],
    ],
    ["a deployment without a stage", apiTracingOff, "  D: { Type: AWS::ApiGateway::Deployment }\n", []],
  ])("%s", async (_, rule, text, expected) => {
    expect(await check(rule, resources(text))).toEqual(expected);
  });
  it("are set by the Serverless Framework after the deployment", async () => {
    const found = await check(apiTracingOff, {
      "serverless.yml":
        "service: shop\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  get: { handler: a.b, events: [{ http: GET / }] }\n",
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/is not known: the Serverless Framework sets it after the deployment\.$/);
  });
  it("are set by the Serverless Framework for another deployment of its API too", async () => {
    const found = await check(apiTracingOff, {
      "serverless.yml": `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  get: { handler: a.b, events: [{ http: GET / }] }
resources:
  Resources:
    Again: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref ApiGatewayRestApi, StageName: dev } }
    Own: { Type: AWS::ApiGateway::RestApi, Properties: { Name: own } }
    OwnDeployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Own, StageName: dev } }
`,
    });
    expect(found).toContainEqual(
      expect.stringMatching(
        /^unknown .*Again.* is not known: the Serverless Framework sets it after the deployment\.$/,
      ),
    );
    expect(found).toContainEqual(expect.stringMatching(/^fail .*OwnDeployment are not traced\.$/));
  });
});

it("leaves the log group of a function to log-retention-unset", async () => {
  const text = resources(
    "  F: { Type: AWS::Lambda::Function }\n  G: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub '/aws/lambda/${F}' } }\n",
  );
  expect(await check(logGroupRetentionUnset, text)).toEqual([]);
});

it("reads layers and permissions of the Serverless Application Model", async () => {
  const text = `Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src/
      Policies: [{ Statement: [{ Effect: Allow, Action: cloudwatch:PutMetricData, Resource: "*" }] }]
`;
  expect(await check(functionMetricsNotFound, text)).toEqual([
    "pass 3:3 F has metrics of its own: permission cloudwatch:PutMetricData.",
  ]);
});
