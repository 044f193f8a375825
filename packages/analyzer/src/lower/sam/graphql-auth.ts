import { at, itemsAt, type Node, type Origin } from "../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../draft.js";
import { expandConnector } from "./connectors.js";
import type { Expansion } from "./expansion.js";
import { getAtt, ref } from "./intrinsics.js";
import type { Drafts, Generated, SamResource } from "./model.js";
import { given, literal, present } from "./value.js";

/** A GraphQL API that is being expanded: makes its resources, all with the attributes of the author's. */
export interface GraphqlApi {
  readonly resource: SamResource;
  readonly apiId: Draft;
  readonly sam: Expansion;
  readonly make: (id: string, type: string, properties: Drafts, cause: Origin) => Generated;
}

/** The settings that go with a type of authentication: SAM's name, AppSync's name. */
const SETTINGS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["AWS_LAMBDA", ["LambdaAuthorizer", "LambdaAuthorizerConfig"]],
  ["OPENID_CONNECT", ["OpenIDConnect", "OpenIDConnectConfig"]],
  ["AMAZON_COGNITO_USER_POOLS", ["UserPool", "UserPoolConfig"]],
]);

/** How callers are authenticated, and what lets AppSync call authorizers. */
export function graphqlAuth(api: GraphqlApi): { properties: Drafts; resources: Generated[] } {
  const auth = given(api.resource.properties, "Auth");
  if (!auth) return { properties: {}, resources: [] };
  const additional = itemsAt(auth, "Additional");
  const own = provider(auth, false, api);
  const others = additional.map((one) => provider(one, true, api));
  const functions = [own, ...others].flatMap(({ functionArn }) => functionArn ?? []);
  return {
    properties: {
      ...own.fields,
      AdditionalAuthenticationProviders: others.length > 0 ? others.map(({ fields }) => fields) : undefined,
    },
    resources: functions.flatMap((arn, index) => authorizerConnector(arn, index + 1, api)),
  };
}

function provider(
  auth: Node,
  isAdditional: boolean,
  api: GraphqlApi,
): { fields: Drafts; functionArn: Node | undefined } {
  const { resource, sam } = api;
  const type = literal(at(auth, "Type")) ?? "";
  const [name, property] = SETTINGS.get(type) ?? [];
  const given2 = [...SETTINGS.values()].filter(([one]) => present(auth, one));
  if (given2.length > 1) sam.reject(resource.id, auth, "'Auth' has more than one configuration");
  const settings = name === undefined ? undefined : present(auth, name);
  if (name !== undefined && !settings) sam.reject(resource.id, auth, `'${name}' is required for the type ${type}`);
  // Only the first provider decides what happens to requests that no rule covers.
  const kept: Draft =
    isAdditional && settings?.kind === "mapping" ? withEntries(settings, { DefaultAction: undefined }) : settings;
  const fields = { AuthenticationType: at(auth, "Type"), ...(property === undefined ? {} : { [property]: kept }) };
  return { fields, functionArn: type === "AWS_LAMBDA" ? present(settings, "AuthorizerUri") : undefined };
}

function authorizerConnector(functionArn: Node, number: number, api: GraphqlApi): Generated[] {
  const { resource, sam } = api;
  const origin = generatedFrom(functionArn.origin, "SAM GraphQLApi");
  const properties = draft(
    {
      Source: { Type: "AWS::AppSync::GraphQLApi", Arn: ref(resource.id), ResourceId: getAtt(resource.id, "ApiId") },
      Destination: { Type: "AWS::Lambda::Function", Arn: functionArn },
      Permissions: ["Write"],
    },
    origin,
  );
  const node = draft({ Type: "AWS::Serverless::Connector", Properties: properties }, origin);
  const id = `${resource.id}ToLambdaAuthConnector${number}`;
  return expandConnector({ id, type: "AWS::Serverless::Connector", node, properties }, sam);
}
