import { at, mappingAt } from "../../../parse/node.js";
import { draft, generatedFrom } from "../../draft.js";
import { definitionLocation, propertiesOrigin } from "../code.js";
import { becomes, generate, handedDown, type Expansion } from "../expansion.js";
import { ref } from "../intrinsics.js";
import { suffixedId } from "../logical-id.js";
import type { Drafts, Generated, SamResource } from "../model.js";
import { checkProperties, resourceProperties } from "../properties.js";
import { propagateTags } from "../tags.js";
import { given, literal, present } from "../value.js";
import { authorizersOf, authorizerPermission } from "./authorizer.js";
import { HTTP_API_TAG, httpBody } from "./http-body.js";
import type { ManagedPaths } from "./plan.js";
import { v2Domain } from "./v2-domain.js";

const STAGE = ["StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings"];

/**
 * An HTTP API with its stage, authorizer permissions and domain.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html
 */
export function expandHttpApi(resource: SamResource, managed: ManagedPaths | undefined, sam: Expansion): Generated[] {
  const { id, node, properties } = resource;
  const owner = { id, prefix: "", origin: propertiesOrigin(resource) };
  checkProperties(properties, resourceProperties["AWS::Serverless::HttpApi"] ?? {}, owner, sam);
  const uri = given(properties, "DefinitionUri");
  if (uri && (managed ?? given(properties, "DefinitionBody")))
    sam.rejectProperty(id, uri, "'DefinitionUri' and 'DefinitionBody' cannot be given together");
  const body = httpBody(resource, managed, sam);
  const api = becomes(resource, "AWS::ApiGatewayV2::Api", {
    Body: uri ? undefined : body,
    BodyS3Location: uri && definitionLocation(uri, resource, sam),
    FailOnWarnings: given(properties, "FailOnWarnings"),
  });
  const tags = mappingAt(properties, "Tags");
  const tagged = tags && draft({ ...Object.fromEntries(tags.entries), [HTTP_API_TAG]: "SAM" }, tags.origin);
  const own = tagged ?? draft({ [HTTP_API_TAG]: "SAM" }, generatedFrom(node.origin, "SAM HttpApi"));
  const rest = [
    ...authorizerPermissions(resource, sam),
    ...v2Domain(resource, HTTP_API_TAG, handedDown(node), sam.recordSets, sam),
    stageOf(resource, body ? { Tags: own } : {}),
  ];
  return [api, ...(body ? propagateTags(rest, own) : rest)];
}

function stageOf(resource: SamResource, tags: Drafts): Generated {
  const { id, node, properties } = resource;
  const written = given(properties, "StageName");
  const name = written ? (literal(written) ?? "") : "$default";
  const fields: Drafts = {
    ApiId: ref(id),
    StageName: written ?? "$default",
    ...Object.fromEntries(STAGE.map((property) => [property, at(properties, property)])),
    AutoDeploy: true,
    ...tags,
  };
  const stageId = name === "$default" ? `${id}ApiGatewayDefaultStage` : suffixedId(id, name, "Stage");
  const origin = generatedFrom(written?.origin ?? node.origin, "SAM HttpApi");
  return generate(stageId, "AWS::ApiGatewayV2::Stage", fields, origin, handedDown(node));
}

/** Unlike those of REST APIs, authorizers of HTTP APIs get no permission unless they ask for it. */
function authorizerPermissions(resource: SamResource, sam: Expansion): Generated[] {
  const auth = given(resource.properties, "Auth");
  if (!auth) return [];
  return [...authorizersOf(auth, resource.id, sam)].flatMap(([name, authorizer]) => {
    const fn = given(authorizer, "FunctionArn");
    if (!fn || !given(present(authorizer, "EnableFunctionDefaultPermissions"))) return [];
    const origin = generatedFrom(authorizer.origin, "SAM authorizer");
    const id = `${resource.id}${name}AuthorizerPermission`;
    return [authorizerPermission(id, resource.id, fn, "${AWS::Partition}", origin, handedDown(resource.node))];
  });
}
