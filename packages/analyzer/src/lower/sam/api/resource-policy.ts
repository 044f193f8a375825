import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import { sub } from "../intrinsics.js";
import { literal, present, sameValue } from "../value.js";
import { alternatives } from "./openapi.js";
import { ANY_METHOD } from "./route.js";

const POLICY = "x-amazon-apigateway-policy";

/**
 * The definition with the statements that SAM's short forms (accounts, address ranges, VPCs) stand for on some paths,
 * and the author's own.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
 */
export function withResourcePolicy(
  body: MappingNode,
  policy: MappingNode,
  paths: readonly string[],
  stage: Draft,
  apiId: string,
  sam: Expansion,
): MappingNode {
  checkVpcs(policy, apiId, sam);
  const origin = generatedFrom(policy.origin, "SAM ResourcePolicy");
  const before = mappingAt(body, POLICY) ?? draft({}, origin);
  const written = present(before, "Statement");
  const statements: Node[] = written ? (written.kind === "sequence" ? [...written.items] : [written]) : [];
  const add = (statement: Draft, isRepeatable = false) => {
    const node = draft(statement, origin);
    if (isRepeatable || !statements.some((known) => sameValue(known, node))) statements.push(node);
  };
  for (const path of paths) {
    const resources = resourcesOf(body, path, stage);
    for (const [name, effect] of [
      ["AwsAccountWhitelist", "Allow"],
      ["AwsAccountBlacklist", "Deny"],
    ] as const) {
      const accounts = asList(present(policy, name));
      if (accounts) add({ Effect: effect, ...INVOKE, Resource: resources, Principal: { AWS: accounts } }, true);
    }
    for (const condition of conditionsOf(policy)) {
      add({ Effect: "Allow", ...INVOKE, Resource: resources, Principal: "*" });
      add({ Effect: "Deny", ...INVOKE, Resource: resources, Principal: "*", Condition: condition });
    }
  }
  for (const custom of asList(present(policy, "CustomStatements")) ?? []) add(custom);
  if (statements.length === 0) return body;
  return withEntries(body, {
    [POLICY]: withEntries(before, { Version: draft("2012-10-17", origin), Statement: draft(statements, origin) }),
  });
}

const INVOKE = { Action: "execute-api:Invoke" };

function asList(value: Node | undefined): readonly Node[] | undefined {
  if (!value || (value.kind === "sequence" && value.items.length === 0)) return undefined;
  return value.kind === "sequence" ? value.items : [value];
}

/** The conditions under which a request is denied. */
function conditionsOf(policy: MappingNode): Draft[] {
  const conditions: Draft[] = [];
  for (const [name, operator] of [
    ["IpRangeWhitelist", "NotIpAddress"],
    ["IpRangeBlacklist", "IpAddress"],
  ] as const) {
    const ranges = asList(present(policy, name));
    if (ranges) conditions.push({ [operator]: { "aws:SourceIp": ranges } });
  }
  for (const [list, operator] of [
    ["Blacklist", "StringEquals"],
    ["Whitelist", "StringNotEquals"],
  ] as const) {
    const literals = itemsAt(policy, `SourceVpc${list}`);
    const startsWith = (prefix: string) => literals.filter((item) => literal(item)?.startsWith(prefix));
    const vpcs = [...startsWith("vpc-"), ...itemsAt(policy, `IntrinsicVpc${list}`)];
    const endpoints = [...startsWith("vpce-"), ...itemsAt(policy, `IntrinsicVpce${list}`)];
    if (vpcs.length + endpoints.length === 0) continue;
    const sources = {
      "aws:SourceVpc": vpcs.length > 0 ? vpcs : undefined,
      "aws:SourceVpce": endpoints.length > 0 ? endpoints : undefined,
    };
    conditions.push({ [operator]: sources });
  }
  return conditions;
}

function checkVpcs(policy: MappingNode, apiId: string, sam: Expansion): void {
  for (const name of ["SourceVpcBlacklist", "SourceVpcWhitelist"]) {
    const list = present(policy, name);
    const wrong = list?.kind === "sequence" ? list.items.find((item) => literal(item) === undefined) : list;
    if (wrong)
      sam.reject(
        apiId,
        wrong,
        `'${name}' has to be a list of strings; intrinsic functions go into '${name.replace("Source", "Intrinsic")}'`,
      );
  }
}

/** The methods of a path in the form in which a resource policy names them. */
function resourcesOf(body: MappingNode, path: string, stage: Draft): Draft[] {
  const item = at(body, "paths", path);
  const place = path.replace(/\{[a-zA-Z0-9._-]+\+?\}/g, "*");
  return (item ? alternatives(item) : []).flatMap((one) => {
    const methods = one.kind === "mapping" ? [...one.entries.keys()] : [];
    return methods.map((method) => {
      const verb = [ANY_METHOD, "any"].includes(method.toLowerCase()) ? "*" : method.toUpperCase();
      return sub(`execute-api:/\${__Stage__}/${verb}${place}`, { __Stage__: stage });
    });
  });
}
