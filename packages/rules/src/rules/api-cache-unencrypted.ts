import { combine, nameOf, readBoolean, readItems, type Resource, type ResourceGraph, type View } from "@assay/analyzer";
import { called } from "../properties/property-rule.js";
import { at, defineRule, fail, notApplicable, pass, unknown, valueAt, worst, because, type Finding } from "../rule.js";

export const apiCacheUnencrypted = defineRule({
  id: "api-cache-unencrypted",
  title: "The API caches responses in plain text",
  topic: "security",
  severity: "medium",
  why: "Responses stay in the cache of the stage for minutes to an hour, unencrypted unless `CacheDataEncrypted` is set.",
  remedy: {
    sam: "Set `CacheDataEncrypted: true` beside `CachingEnabled` in `MethodSettings`.",
    serverless: "Set `dataEncrypted: true` in `caching` (serverless-api-gateway-caching).",
    cdk: "Set `cacheDataEncrypted: true` in `deployOptions`.",
    cloudformation: "Set `CacheDataEncrypted: true` beside `CachingEnabled`.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"],
  aliases: ["kics:37cca703", "securityhub:APIGateway.5", "prowler:apigateway_restapi_cache_encrypted"],
  covers: ["X7", "X3"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: abc123
      MethodSettings:
        - { ResourcePath: /*, HttpMethod: "*", CachingEnabled: true }
`,
      good: `Resources:
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: abc123
      MethodSettings:
        - { ResourcePath: /*, HttpMethod: "*", CachingEnabled: true, CacheDataEncrypted: true }
`,
    },
  ],
  *check({ graph }) {
    for (const stage of graph.ofType("AWS::ApiGateway::Stage")) {
      if (stage.stack && stage.owner === undefined)
        yield judge(stage, settingsOf(readItems(stage.properties, "MethodSettings")), graph);
    }
    for (const deployment of graph.ofType("AWS::ApiGateway::Deployment")) {
      const [stage] = readItems(deployment.properties, "StageDescription");
      if (!stage || !deployment.stack || deployment.owner !== undefined) continue;
      yield judge(deployment, settingsOf([stage, ...readItems(stage.view, "MethodSettings")]), graph);
    }
  },
});

const settingsOf = (members: readonly { readonly view: View }[]) => members.map(({ view }) => view);

function judge(stage: Resource, settings: readonly View[], graph: ResourceGraph): Finding {
  const findings = settings.flatMap((view) =>
    combine(
      graph.world,
      stage.when,
      readBoolean(view, "CachingEnabled"),
      readBoolean(view, "CacheDataEncrypted"),
    ).flatMap(({ when, of: [caching, encrypted] }): Finding[] => {
      if (caching.state === "absent" || (caching.state === "known" && !caching.value)) return [];
      const said = { when, evidence: [valueAt(caching, "caching"), valueAt(encrypted, "encryption")] as const };
      if (encrypted.state === "known" && encrypted.value)
        return [pass(stage, { ...said, message: `${called(stage)} encrypts what it caches.` })];
      if (caching.state === "unknown" || encrypted.state === "unknown")
        return [
          unknown(stage, {
            ...said,
            message: `Whether ${nameOf(stage)} caches in plain text is not known: ${because(caching, encrypted)}.`,
          }),
        ];
      const value = encrypted.state === "known" ? "false" : "not set";
      return [
        fail(stage, { ...said, message: `${called(stage)} caches responses, and CacheDataEncrypted is ${value}.` }),
      ];
    }),
  );
  return (
    worst(findings) ??
    notApplicable(stage, { message: `${called(stage)} caches nothing.`, evidence: [at(stage, nameOf(stage))] })
  );
}
