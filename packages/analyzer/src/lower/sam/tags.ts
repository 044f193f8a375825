import { at, type MappingNode, type Node } from "../../parse/node.js";
import { draft, withEntries, type Draft } from "../draft.js";
import type { Generated } from "./model.js";
import { isGiven, literal, present } from "./value.js";

/** `{Key, Value}` pairs of a map of tags, after those that SAM sets itself. */
export function tagList(
  tags: Node | undefined,
  own: Readonly<Record<string, string | Node | undefined>> = {},
): Draft[] {
  const list: Draft[] = Object.entries(own)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ Key: key, Value: value }));
  if (tags?.kind === "mapping")
    for (const [key, value] of tags.entries) list.push(draft({ Key: key, Value: present(value) ?? "" }, value.origin));
  return list;
}

/** Types of resources that SAM tags when tags are propagated, and whether they take a map instead of a list. */
const TAGGED: ReadonlyMap<string, "list" | "map"> = new Map([
  ["AWS::ApiGateway::ApiKey", "list"],
  ["AWS::ApiGateway::DomainName", "list"],
  ["AWS::ApiGateway::DomainNameAccessAssociation", "list"],
  ["AWS::ApiGateway::DomainNameV2", "list"],
  ["AWS::ApiGateway::RestApi", "list"],
  ["AWS::ApiGateway::Stage", "list"],
  ["AWS::ApiGateway::UsagePlan", "list"],
  ["AWS::ApiGatewayV2::Api", "map"],
  ["AWS::ApiGatewayV2::DomainName", "map"],
  ["AWS::ApiGatewayV2::Stage", "map"],
  ["AWS::IAM::Role", "list"],
  ["AWS::IoT::TopicRule", "list"],
  ["AWS::Lambda::Function", "list"],
  ["AWS::S3::Bucket", "list"],
  ["AWS::SNS::Topic", "list"],
  ["AWS::SQS::Queue", "list"],
  ["AWS::StepFunctions::StateMachine", "list"],
]);

/** Gives every resource that can have tags exactly these: whatever it had is replaced, as SAM does. */
export function propagateTags(made: readonly Generated[], tags: Node | undefined): Generated[] {
  if (tags?.kind !== "mapping" || !isGiven(tags)) return [...made];
  return made.map(({ id, node }) => ({ id, node: tagged(node, tags) }));
}

function tagged(node: MappingNode, tags: MappingNode): MappingNode {
  const form = TAGGED.get(literal(at(node, "Type")) ?? "");
  const properties = at(node, "Properties");
  if (!form || properties?.kind !== "mapping") return node;
  const value = form === "map" ? tags : draft(tagList(tags), tags.origin);
  return withEntries(node, { Properties: withEntries(properties, { Tags: value }) });
}
