import {
  combine,
  known,
  nameOf,
  readString,
  readText,
  resourceId,
  resourcesIn,
  textKey,
  showText,
  type Resource,
  type ResourceGraph,
  type Text,
} from "@assay/analyzer";
import { authored } from "../judge.js";
import { at, defineRule, fail, pass, worst, type Finding } from "../rule.js";

/** Parts that name another part of the same API. */
const PARTS = [
  { type: "AWS::ApiGateway::Stage", key: "DeploymentId", other: "AWS::ApiGateway::Deployment", api: "RestApiId" },
  { type: "AWS::ApiGateway::Method", key: "AuthorizerId", other: "AWS::ApiGateway::Authorizer", api: "RestApiId" },
  { type: "AWS::ApiGateway::Method", key: "ResourceId", other: "AWS::ApiGateway::Resource", api: "RestApiId" },
  {
    type: "AWS::ApiGateway::Method",
    key: "RequestValidatorId",
    other: "AWS::ApiGateway::RequestValidator",
    api: "RestApiId",
  },
  { type: "AWS::ApiGatewayV2::Stage", key: "DeploymentId", other: "AWS::ApiGatewayV2::Deployment", api: "ApiId" },
  { type: "AWS::ApiGatewayV2::Route", key: "Target", other: "AWS::ApiGatewayV2::Integration", api: "ApiId" },
  { type: "AWS::ApiGatewayV2::Route", key: "AuthorizerId", other: "AWS::ApiGatewayV2::Authorizer", api: "ApiId" },
] as const;

export const apiPartsMismatch = defineRule({
  id: "api-parts-mismatch",
  title: "A part of an API names a part of another API",
  topic: "integrations",
  severity: "high",
  why: "A stage needs a deployment of its own API, a method an authorizer, resource and validator of its own API, and an authorizer of the kind that its authorization type says. API Gateway refuses anything else, and the deployment fails.",
  remedy: {
    sam: "Use the same `RestApiId` in both resources, and `CUSTOM` for `TOKEN` and `REQUEST` authorizers.",
    serverless: "Under `resources`, use the same `RestApiId` in both resources.",
    cdk: "Create both parts from the same `RestApi`.",
    cloudformation: "Use the same `RestApiId` in both resources, and `CUSTOM` for `TOKEN` and `REQUEST` authorizers.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-method.html",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-stage.html",
  ],
  aliases: ["cfn-lint:E3698", "cfn-lint:E3699", "cfn-lint:E3708"],
  covers: ["N2"],
  examples: [{ framework: "cloudformation", bad: example("Other"), good: example("Shop") }],
  *check({ graph }) {
    for (const { type, key, other, api } of PARTS) {
      for (const part of authored(graph, type)) {
        const named = referred(part, key, graph).find((found) => found.type === other);
        if (!named) continue;
        const found = sameApi(part, named, api, key, graph);
        if (found) yield found;
        if (named.type === "AWS::ApiGateway::Authorizer") yield* sameType(part, named);
      }
    }
  },
});

function referred(part: Resource, key: string, graph: ResourceGraph): readonly Resource[] {
  return known(readText(part.properties, key))
    .flatMap(({ value }) => resourcesIn(value))
    .flatMap((symbol) => graph.resource(resourceId(symbol.stack, symbol.logicalId)) ?? []);
}

function sameApi(
  part: Resource,
  named: Resource,
  api: string,
  key: string,
  { world }: ResourceGraph,
): Finding | undefined {
  const [own, its] = [readText(part.properties, api), readText(named.properties, api)];
  return worst(
    combine(world, part.when, own, its).flatMap(({ when, of: [mine, other] }) => {
      if (mine.state !== "known" || other.state !== "known") return [];
      const evidence = [
        { origin: mine.origin, says: `API of ${nameOf(part)}` },
        { origin: other.origin, says: `API of ${nameOf(named)}` },
        at(part, nameOf(part)),
      ] as const;
      const said = { key, when, evidence };
      const [first, second] = [shown(mine.value), shown(other.value)];
      return textKey(mine.value) === textKey(other.value)
        ? [pass(part, { ...said, message: `${nameOf(part)} and ${nameOf(named)} belong to ${first}.` })]
        : [
            fail(part, {
              ...said,
              message: `${nameOf(part)} belongs to ${first}, and ${nameOf(named)}, which it names, to ${second}.`,
            }),
          ];
    }),
  );
}

const TYPES: Readonly<Record<string, readonly string[]>> = {
  CUSTOM: ["TOKEN", "REQUEST"],
  COGNITO_USER_POOLS: ["COGNITO_USER_POOLS"],
};

function* sameType(method: Resource, authorizer: Resource): Iterable<Finding> {
  const [asked] = readString(method.properties, "AuthorizationType");
  const [given] = readString(authorizer.properties, "Type");
  if (asked?.state !== "known" || given?.state !== "known") return;
  const fitting = TYPES[asked.value];
  if (!fitting) return;
  const evidence = [
    { origin: asked.origin, says: `authorization type ${asked.value}` },
    { origin: given.origin, says: `type ${given.value} of ${nameOf(authorizer)}` },
    at(method, nameOf(method)),
  ] as const;
  const said = { key: "AuthorizationType", evidence };
  yield fitting.includes(given.value)
    ? pass(method, {
        ...said,
        message: `${nameOf(method)} asks for ${asked.value}, and ${nameOf(authorizer)} is a ${given.value} authorizer.`,
      })
    : fail(method, {
        ...said,
        message: `${nameOf(method)} asks for ${asked.value}, but ${nameOf(authorizer)} is a ${given.value} authorizer.`,
      });
}

/** A text as people say it: a single reference without the signs around it. */
function shown(text: Text): string {
  return showText(text).replace(/^\$\{([^{}]*)\}$/, "$1");
}

function example(api: string): string {
  return `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Other:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: other }
  Deployed:
    Type: AWS::ApiGateway::Deployment
    Properties: { RestApiId: !Ref ${api} }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Shop, DeploymentId: !Ref Deployed, StageName: prod }
`;
}
