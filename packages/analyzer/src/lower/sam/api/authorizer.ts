import { itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { generate, type Expansion } from "../expansion.js";
import { ref, sub } from "../intrinsics.js";
import type { Drafts, Generated } from "../model.js";
import { given, literal } from "../value.js";

/** The URI with which API Gateway invokes an authorizer. */
export function lambdaAuthorizerUri(arn: Node | undefined, partition: string): Draft {
  const uri = `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${__FunctionArn__}/invocations`;
  return sub(uri, { __FunctionArn__: arn ?? null });
}

/** Where an authorizer finds the caller's identity, each place with the prefix of the kind of API. */
export function identityItems(identity: Node | undefined, prefixes: readonly (readonly [string, string])[]): string[] {
  return prefixes.flatMap(([property, prefix]) =>
    itemsAt(given(identity, property)).map((item) => prefix + (literal(item) ?? "")),
  );
}

/** What lets API Gateway call an authorizer. */
export function authorizerPermission(
  id: string,
  apiId: string,
  functionArn: Node | undefined,
  partition: string,
  origin: Node["origin"],
  attributes: Drafts,
): Generated {
  const arn = `arn:${partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/authorizers/*`;
  const properties = {
    Action: "lambda:InvokeFunction",
    FunctionName: functionArn,
    Principal: "apigateway.amazonaws.com",
    SourceArn: sub(arn, { __ApiId__: ref(apiId) }),
  };
  return generate(id, "AWS::Lambda::Permission", properties, origin, attributes);
}

/** The authorizers of an API by name. */
export function authorizersOf(auth: Node, apiId: string, sam: Expansion): ReadonlyMap<string, MappingNode> {
  const authorizers = given(auth, "Authorizers");
  if (authorizers && authorizers.kind !== "mapping")
    sam.reject(apiId, authorizers, "'Auth.Authorizers' has to be a map");
  const found = new Map<string, MappingNode>();
  for (const [name, authorizer] of mappingAt(authorizers)?.entries ?? []) {
    if (authorizer.kind === "mapping") found.set(name, authorizer);
    else sam.reject(apiId, authorizer, `'Auth.Authorizers.${name}' has to be a map`);
  }
  return found;
}
