import { nameOf, readBoolean, readItems, readString, known, type Value } from "@assay/analyzer";
import { httpStages, restStages, type Stage } from "../monitoring/stages.js";
import { at, defineRule, fail, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

export const apiDataTraceOn = defineRule({
  id: "api-data-trace-on",
  title: "The API writes whole requests and responses into its log",
  topic: "monitoring",
  severity: "medium",
  why: "Data tracing logs headers and bodies of all requests and responses. With them, personal data and secrets of customers come into a log that more people may read than the data itself, and stay there as long as it is kept.",
  remedy: {
    sam: "Leave out `DataTraceEnabled` in `MethodSettings`.",
    serverless: "Set `provider.logs.restApi.fullExecutionData: false`.",
    cdk: "Leave out `dataTraceEnabled` in `deployOptions`.",
    cloudformation: "Leave out `DataTraceEnabled` in `MethodSettings` or `DefaultRouteSettings`.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"],
  aliases: [],
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
      MethodSettings:
        - { HttpMethod: "*", ResourcePath: "/*", LoggingLevel: INFO, DataTraceEnabled: true }
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
        - { HttpMethod: "*", ResourcePath: "/*", LoggingLevel: INFO }
`,
    },
  ],
  *check({ graph }) {
    for (const stage of [...restStages(graph), ...httpStages(graph)])
      if (stage.kind !== "HTTP" && stage.setBy === undefined) yield judge(stage);
  },
});

interface Trace {
  readonly of: string;
  readonly isOn: Value<boolean>;
}

function judge(stage: Stage): Finding {
  const { resource } = stage;
  const name = nameOf(resource);
  const findings = tracesOf(stage).flatMap(({ of, isOn }) =>
    isOn.flatMap((value): Finding[] => {
      const said = { when: value.when, evidence: [valueAt(value, "data tracing")] as const };
      if (value.state === "unknown")
        return [
          unknown(resource, {
            ...said,
            message: `Whether ${name} logs whole requests is not known: ${value.because}.`,
          }),
        ];
      return value.state === "known" && value.value
        ? [fail(resource, { ...said, message: `${name} logs whole requests and responses of ${of}.` })]
        : [];
    }),
  );
  const silent = { message: `${name} logs no bodies of requests.`, evidence: [at(resource, name)] as const };
  return worst(findings) ?? pass(resource, silent);
}

function tracesOf({ resource: { properties }, kind, path }: Stage): readonly Trace[] {
  const defaults = kind === "REST" ? path : ["DefaultRouteSettings"];
  const own = { of: "all routes", isOn: readBoolean(properties, ...defaults, "DataTraceEnabled") };
  const settings = kind === "REST" ? readItems(properties, ...path, "MethodSettings") : [];
  return [own, ...settings.map(({ view }) => ({ of: methodOf(view), isOn: readBoolean(view, "DataTraceEnabled") }))];
}

function methodOf(view: Parameters<typeof readString>[0]): string {
  const method = known(readString(view, "HttpMethod"))[0]?.value ?? "*";
  const path = known(readString(view, "ResourcePath"))[0]?.value ?? "/*";
  return method === "*" && path === "/*" ? "all methods" : `${method} ${path}`;
}
