import { known, nameOf, readPresence, readText, resourceId, resourcesIn, type Resource } from "@assay/analyzer";
import { authored, doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

/** Resources that add to what the document of an API says. */
const ADDING = ["Method", "Model", "Resource", "GatewayResponse", "RequestValidator", "Authorizer"].map(
  (name) => `AWS::ApiGateway::${name}`,
);

export const restApiMixedDefinition = defineRule({
  id: "rest-api-mixed-definition",
  title: "An API is described both by a document and by resources",
  topic: "integrations",
  severity: "medium",
  why: "A deployment that changes the document writes the whole API anew, and what other resources had added to it is gone until they change as well. What is deployed then depends on the order of the changes.",
  remedy: {
    sam: "Describe everything in `DefinitionBody` or in the events of functions, gateway responses in `GatewayResponses`.",
    serverless: "Describe everything in the document, or everything by resources.",
    cdk: "Use `SpecRestApi` alone, or `RestApi` with its own methods.",
    cloudformation: "Describe everything in `Body`, or everything by resources.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html"],
  aliases: ["cfn-lint:W3660"],
  covers: ["N2"],
  examples: [
    {
      framework: "cloudformation",
      bad: example(`  NotFound:
    Type: AWS::ApiGateway::GatewayResponse
    Properties: { RestApiId: !Ref Shop, ResponseType: RESOURCE_NOT_FOUND }
`),
      good: example(""),
    },
  ],
  *check({ graph }) {
    const adding = new Map<string, Resource[]>();
    for (const part of authored(graph, ...ADDING)) {
      for (const { value } of known(readText(part.properties, "RestApiId"))) {
        for (const { stack, logicalId } of resourcesIn(value)) {
          const id = resourceId(stack, logicalId);
          adding.set(id, [...(adding.get(id) ?? []), part]);
        }
      }
    }
    for (const api of authored(graph, "AWS::ApiGateway::RestApi")) {
      const parts = adding.get(api.id) ?? [];
      const named = [
        { name: "document", value: readPresence(api.properties, "Body") },
        { name: "document in S3", value: readPresence(api.properties, "BodyS3Location") },
      ] as const;
      const places = parts.map((part) => at(part, nameOf(part)));
      yield* judge<[boolean, boolean]>(
        api,
        graph.world,
        named,
        (body, location) => {
          if (body !== true && location !== true)
            return doesNotApply(`${nameOf(api)} is described by resources alone.`);
          return parts.length > 0
            ? fails(`${nameOf(api)} is described by a document, and also by ${parts.map(nameOf).join(", ")}.`)
            : passes(`${nameOf(api)} is described by a document alone.`);
        },
        { places },
      );
    }
  },
});

function example(more: string): string {
  return `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Body: { openapi: 3.0.1, info: { title: shop, version: "1" }, paths: {} } }
${more}`;
}
