import { always, follow, nameOf, readBoolean, referrers, type Resource, type ResourceGraph } from "@assay/analyzer";
import { called } from "../properties/property-rule.js";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

export const apiRequestUnvalidated = defineRule({
  id: "api-request-unvalidated",
  title: "The API passes requests on unchecked",
  topic: "security",
  severity: "info",
  profile: "strict",
  why: "A request validator refuses bodies and parameters that do not fit the model before a function is started and paid for, and before its code has to cope with them.",
  remedy: {
    sam: "Set `RequestModel` with `ValidateBody` and `ValidateParameters` of the event.",
    serverless: "Set `request.schemas` and `request.parameters` of the http event.",
    cdk: "Call `api.addRequestValidator('All', { validateRequestBody: true, validateRequestParameters: true })`.",
    cloudformation:
      "Add an `AWS::ApiGateway::RequestValidator` with `ValidateRequestBody` and `ValidateRequestParameters`, and name it in the methods.",
  },
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
  ],
  aliases: ["cdk-nag:AwsSolutions-APIG2"],
  differs: "A validator in the OpenAPI document of the API counts as well.",
  covers: ["X7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: orders }
`,
      good: `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: orders }
  Check:
    Type: AWS::ApiGateway::RequestValidator
    Properties: { RestApiId: !Ref Api, ValidateRequestBody: true, ValidateRequestParameters: true }
`,
    },
  ],
  *check({ graph }) {
    for (const api of graph.ofType("AWS::ApiGateway::RestApi"))
      if (api.stack && api.owner === undefined) yield judge(api, graph);
  },
});

function judge(api: Resource, graph: ResourceGraph): Finding {
  const place = at(api, nameOf(api));
  const validators = referrers(api, graph, "AWS::ApiGateway::RequestValidator", "RestApiId");
  const full = validators.filter(({ properties }) =>
    ["ValidateRequestBody", "ValidateRequestParameters"].every((flag) => always(readBoolean(properties, flag))),
  );
  if (full.length > 0)
    return pass(api, {
      message: `${called(api)} has a validator of bodies and parameters: ${full.map(nameOf).join(", ")}.`,
      evidence: [place, ...full.map((validator) => at(validator, nameOf(validator)))],
    });
  const documents = follow(api.properties, "Body", "x-amazon-apigateway-request-validators");
  const written = documents.find(({ shape }) => shape.kind === "map");
  if (written)
    return pass(api, {
      message: `${called(api)} has validators in its OpenAPI document.`,
      evidence: [{ origin: written.shape.origin, says: "x-amazon-apigateway-request-validators" }, place],
    });
  const isOpen =
    documents.some(({ shape }) => shape.kind === "unknown") ||
    follow(api.properties, "BodyS3Location").some(({ shape }) => shape.kind !== "absent");
  if (isOpen)
    return unknown(api, {
      message: `Whether ${nameOf(api)} checks requests is not known: its OpenAPI document is not read.`,
      evidence: [place],
    });
  const partly = validators.length > 0 ? ` (${validators.map(nameOf).join(", ")} checks a part only)` : "";
  return fail(api, {
    message: `${called(api)} has no validator of bodies and parameters${partly}.`,
    evidence: [place, ...validators.map((validator) => at(validator, nameOf(validator)))],
  });
}
