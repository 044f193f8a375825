import { at, mappingAt, toJson, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { definitionLocation, propertiesOrigin } from "../code.js";
import { becomes, generate, handedDown, type Expansion } from "../expansion.js";
import { ref } from "../intrinsics.js";
import { contentHash, suffixedId } from "../logical-id.js";
import type { Drafts, Generated, SamResource } from "../model.js";
import { hasEdgeEndpoints } from "../partition.js";
import { checkProperties, resourceProperties } from "../properties.js";
import { propagateTags, tagList } from "../tags.js";
import { given, isTrue, literal, present } from "../value.js";
import { authorizersOf, authorizerPermission } from "./authorizer.js";
import { isOpenApi3, versionText } from "./openapi.js";
import type { ManagedPaths } from "./plan.js";
import { resolvedAuth } from "./rest-auth.js";
import { restBody } from "./rest-body.js";
import { restDomain } from "./rest-domain.js";
import type { RestApi } from "./rest-schemes.js";
import { usagePlan } from "./usage-plan.js";

const GIVEN = [
  "Name",
  "Description",
  "Mode",
  "ApiKeySourceType",
  "Policy",
  "SecurityPolicy",
  "EndpointAccessMode",
  "FailOnWarnings",
];
const STAGE = [
  "CacheClusterEnabled",
  "CacheClusterSize",
  "Variables",
  "MethodSettings",
  "AccessLogSetting",
  "CanarySetting",
  "TracingEnabled",
];

/**
 * A REST API with its deployment and stage, and what its domain, authorizers and usage plan take.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
 */
export function expandApi(written: SamResource, managed: ManagedPaths | undefined, sam: Expansion): Generated[] {
  const resource = managed ? withVersionAsText(written) : written;
  const owner = { id: resource.id, prefix: "", origin: propertiesOrigin(resource) };
  checkProperties(resource.properties, resourceProperties["AWS::Serverless::Api"] ?? {}, owner, sam);
  checkDefinition(resource, managed, sam);
  const api: RestApi = { resource, auth: resolvedAuth(at(resource.properties, "Auth"), sam), sam };
  const body = restBody(api, managed);
  const uri = given(resource.properties, "DefinitionUri");
  const location = uri && definitionLocation(uri, resource, sam);
  const restApi = becomes(
    resource,
    "AWS::ApiGateway::RestApi",
    restApiProperties(api, location ? undefined : body, location),
  );
  const deployment = deploymentOf(resource, location ?? body);
  const stage = stageOf(resource, deployment.id);
  const domain = restDomain(resource, sam);
  const resources = [restApi, deployment, stage, ...authorizerPermissions(api), ...domain, ...usagePlan(api, stage.id)];
  return given(resource.properties, "PropagateTags")
    ? propagateTags(resources, at(resource.properties, "Tags"))
    : resources;
}

/** A version that YAML has read as a number (3.0) is as good as text. */
function withVersionAsText(resource: SamResource): SamResource {
  const version = at(resource.properties, "OpenApiVersion");
  const text = versionText(version);
  if (!version || text === undefined || !isOpenApi3(text)) return resource;
  return { ...resource, properties: withEntries(resource.properties, { OpenApiVersion: draft(text, version.origin) }) };
}

function checkDefinition(resource: SamResource, managed: ManagedPaths | undefined, sam: Expansion): void {
  const { id, properties } = resource;
  const uri = given(properties, "DefinitionUri");
  if (uri && (managed ?? given(properties, "DefinitionBody")))
    sam.rejectProperty(id, uri, "'DefinitionUri' and 'DefinitionBody' cannot be given together");
  const merge = given(properties, "MergeDefinitions");
  if (uri && merge) sam.rejectProperty(id, merge, "'MergeDefinitions' cannot be given with 'DefinitionUri'");
  const version = given(properties, "OpenApiVersion");
  if (version && !/^[2-3](\.\d)(\.\d)?$/.test(versionText(version) ?? ""))
    sam.reject(id, version, "'OpenApiVersion' has to be of the form 3.0.1");
}

function restApiProperties(api: RestApi, body: Node | undefined, location: Node | undefined): Drafts {
  const { resource, sam } = api;
  const { properties } = resource;
  const binary = at(properties, "BinaryMediaTypes");
  const named = Object.fromEntries(GIVEN.map((name) => [name, given(properties, name)]));
  return {
    Body: body,
    BodyS3Location: location,
    BinaryMediaTypes: binary && sam.values.parameters(binary),
    MinimumCompressionSize: at(properties, "MinimumCompressionSize"),
    ...named,
    ...endpoint(resource, sam),
  };
}

/** The type of the endpoint, which API Gateway takes from a parameter when it imports a definition. */
function endpoint(resource: SamResource, sam: Expansion): Drafts {
  const written = given(resource.properties, "EndpointConfiguration");
  if (!written) {
    if (hasEdgeEndpoints(sam.partition)) return {};
    return { EndpointConfiguration: { Types: ["REGIONAL"] }, Parameters: { endpointConfigurationTypes: "REGIONAL" } };
  }
  const origin = generatedFrom(written.origin, "SAM EndpointConfiguration");
  const type = written.kind === "mapping" ? given(written, "Type") : undefined;
  if (!type) return settings({ Types: [written] }, written, origin);
  const [sams, cloudFormations] = [at(written, "VPCEndpointIds"), at(written, "VpcEndpointIds")];
  if (sams && cloudFormations)
    sam.rejectProperty(resource.id, cloudFormations, "'VPCEndpointIds' and 'VpcEndpointIds' cannot be given together");
  const endpoints = given(sams) ?? cloudFormations;
  return settings(
    { Types: [type], VpcEndpointIds: endpoints, IpAddressType: at(written, "IpAddressType") },
    type,
    origin,
  );
}

function settings(configuration: Drafts, type: Draft, origin: Node["origin"]): Drafts {
  return {
    EndpointConfiguration: draft(configuration, origin),
    Parameters: draft({ endpointConfigurationTypes: type }, origin),
  };
}

/** A deployment of its own for every definition: API Gateway does not notice a change otherwise. */
function deploymentOf(resource: SamResource, definition: Node | undefined): Generated {
  const { id, properties } = resource;
  const version = versionText(given(properties, "OpenApiVersion"));
  const domain = given(properties, "Domain");
  const data =
    [definition, domain].map((node) => (node ? contentHash(JSON.stringify(toJson(node))) : "")).join("||") +
    (version ?? "");
  const hash = definition ? contentHash(data) : "";
  const fields = {
    Description: hash === "" ? undefined : `RestApi deployment id: ${hash}`,
    RestApiId: ref(id),
    StageName: version === undefined ? "Stage" : undefined,
  };
  const origin = generatedFrom(resource.node.origin, "SAM Api");
  return generate(
    `${id}Deployment${hash.slice(0, 10)}`,
    "AWS::ApiGateway::Deployment",
    fields,
    origin,
    handedDown(resource.node),
  );
}

function stageOf(resource: SamResource, deploymentId: string): Generated {
  const { id, properties } = resource;
  const name = at(properties, "StageName");
  const tags = mappingAt(properties, "Tags");
  const fields: Drafts = {
    RestApiId: ref(id),
    DeploymentId: ref(deploymentId),
    StageName: name,
    ...Object.fromEntries(STAGE.map((property) => [property, at(properties, property)])),
    Tags: tags && tagList(tags),
  };
  const origin = generatedFrom(name?.origin ?? resource.node.origin, "SAM Api");
  const stageId = suffixedId(id, literal(name) ?? "", "Stage");
  return generate(stageId, "AWS::ApiGateway::Stage", fields, origin, handedDown(resource.node));
}

function authorizerPermissions({ resource, auth, sam }: RestApi): Generated[] {
  if (!auth) return [];
  return [...authorizersOf(auth, resource.id, sam)].flatMap(([name, authorizer]) => {
    const fn = given(authorizer, "FunctionArn");
    if (!fn || isTrue(present(authorizer, "DisableFunctionDefaultPermissions"))) return [];
    const origin = generatedFrom(authorizer.origin, "SAM authorizer");
    const id = `${resource.id}${name}AuthorizerPermission`;
    return [authorizerPermission(id, resource.id, fn, sam.partition, origin, handedDown(resource.node))];
  });
}
