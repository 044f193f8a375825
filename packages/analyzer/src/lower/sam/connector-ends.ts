import { at, itemsAt, mappingAt, type Json, type MappingNode, type Node } from "../../parse/node.js";
import type { Draft } from "../draft.js";
import { ends, filled } from "./connector-profiles.js";
import type { Expansion } from "./expansion.js";
import type { SamResource } from "./model.js";
import { given, literal, logicalIdOf, sameValue } from "./value.js";

/** Types of SAM resources that an end may name, and what they become. */
const PLAIN_TYPES: Readonly<Record<string, string>> = {
  "AWS::Serverless::Function": "AWS::Lambda::Function",
  "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
  "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
  "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
  "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
};

/** One end of a connector: the names by which profiles refer to it. */
export interface End {
  readonly id: string | undefined;
  readonly type: string;
  readonly arn?: Draft;
  readonly roleName?: Draft;
  readonly queueUrl?: Draft;
  readonly resourceId?: Draft;
  readonly name?: Draft;
  readonly qualifier?: Draft;
}

export function end(written: Node, other: Node, connector: SamResource, sam: Expansion): End | undefined {
  const fault = faultOfEnd(written, sam);
  if (fault) {
    sam.reject(connector.id, fault.where, fault.reason);
    return undefined;
  }
  const logicalId = literal(given(written, "Id"));
  const resource = logicalId === undefined ? undefined : sam.resources.get(logicalId);
  return logicalId !== undefined && resource ? endById(written, other, logicalId, resource, sam) : endByNames(written);
}

/** What is wrong with an end: it has to say what it is, either by the id of a resource or by its type and names. */
function faultOfEnd(written: Node, sam: Expansion): { readonly where: Node; readonly reason: string } | undefined {
  const keys = [...(mappingAt(written)?.entries.keys() ?? [])];
  if (keys.includes("Id") === keys.some((key) => key !== "Id" && key !== "Qualifier")) {
    const reason = "an end of a connector takes either an 'Id' (and a 'Qualifier') or other properties";
    return { where: written, reason };
  }
  const [id, type] = [given(written, "Id"), given(written, "Type")];
  if (!id)
    return literal(type) === undefined
      ? { where: type ?? written, reason: "'Type' is missing or not a string" }
      : undefined;
  const logicalId = literal(id);
  if (logicalId === undefined) return { where: id, reason: "'Id' has to be a logical id" };
  const resource = sam.resources.get(logicalId);
  if (!resource) return { where: id, reason: `there is no resource '${logicalId}'` };
  if (literal(at(resource, "Type")) === undefined)
    return { where: id, reason: `the resource '${logicalId}' has no type` };
  return undefined;
}

function endByNames(written: Node): End {
  const type = literal(at(written, "Type")) ?? "";
  return {
    id: undefined,
    type: PLAIN_TYPES[type] ?? type,
    arn: at(written, "Arn"),
    roleName: at(written, "RoleName"),
    queueUrl: at(written, "QueueUrl"),
    resourceId: at(written, "ResourceId"),
    name: at(written, "Name"),
    qualifier: at(written, "Qualifier"),
  };
}

function endById(written: Node, other: Node, logicalId: string, resource: MappingNode, sam: Expansion): End {
  const type = literal(at(resource, "Type")) ?? "";
  const known = ends[type] ?? {};
  const value = (name: string) =>
    known[name] === undefined ? undefined : filled(known[name], { logicalId }, sam.root.origin);
  return {
    id: logicalId,
    type,
    arn: value("Arn"),
    roleName: roleName(resource, known["role"], other),
    queueUrl: value("Url"),
    resourceId: value("Id"),
    name: value("Name"),
    qualifier: at(written, "Qualifier") ?? value("Qualifier"),
  };
}

/** The role of a resource; that of a rule is the one of the target at the other end. */
function roleName(resource: MappingNode, property: Json | undefined, other: Node): Draft {
  if (typeof property !== "string") return undefined;
  const properties = at(resource, "Properties");
  const role = property === "GetEventsRuleRole" ? ruleRole(properties, other) : at(properties, property);
  const id = logicalIdOf(role);
  return id === undefined ? undefined : { Ref: id };
}

function ruleRole(properties: Node | undefined, other: Node): Node | undefined {
  const [id, arn] = [literal(at(other, "Id")), at(other, "Arn")];
  const target = itemsAt(properties, "Targets").find((one) => {
    const targetArn = at(one, "Arn");
    const targetId = logicalIdOf(targetArn);
    return (targetId !== undefined && targetId === id) || (arn && targetArn && sameValue(arn, targetArn));
  });
  return at(target, "RoleArn");
}
