import { itemsAt, type MappingNode, type Node } from "../../parse/node.js";
import type { Expansion } from "./expansion.js";
import { literal, mapChildren } from "./value.js";

/** Properties of SAM resources that other resources may refer to, `Ref: MyFunction.Alias`, and what they stand for. */
const REFERABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AWS::Serverless::Function": {
    Alias: "AWS::Lambda::Alias",
    Version: "AWS::Lambda::Version",
    DestinationTopic: "AWS::SNS::Topic",
    DestinationQueue: "AWS::SQS::Queue",
  },
  "AWS::Serverless::Api": {
    Stage: "AWS::ApiGateway::Stage",
    Deployment: "AWS::ApiGateway::Deployment",
    DomainName: "AWS::ApiGateway::DomainName",
    DomainNameV2: "AWS::ApiGateway::DomainNameV2",
    UsagePlan: "AWS::ApiGateway::UsagePlan",
    UsagePlanKey: "AWS::ApiGateway::UsagePlanKey",
    ApiKey: "AWS::ApiGateway::ApiKey",
  },
  "AWS::Serverless::HttpApi": { Stage: "AWS::ApiGatewayV2::Stage", DomainName: "AWS::ApiGatewayV2::DomainName" },
  "AWS::Serverless::WebSocketApi": { Stage: "AWS::ApiGatewayV2::Stage", DomainName: "AWS::ApiGatewayV2::DomainName" },
};

/** Notes what of a SAM resource can be referred to, and under which logical id. */
export function noteReferences(id: string, type: string, made: ReadonlyMap<string, string>, sam: Expansion): void {
  for (const [property, madeType] of Object.entries(REFERABLE[type] ?? {})) {
    const target = made.get(madeType);
    if (target !== undefined) sam.references.set(`${id}.${property}`, target);
  }
}

/** The template with references to renamed resources and to properties of SAM resources pointing to what was made. */
export function withReferences(node: Node, sam: Expansion): Node {
  if (sam.renamed.size === 0 && sam.references.size === 0) return node;
  return rewrite(node, sam);
}

function rewrite(node: Node, sam: Expansion): Node {
  if (node.kind === "scalar") return node;
  const mayRefer = node.kind === "mapping" && node.entries.size === 1;
  return mapChildren(node, (value, key) => {
    if (key === "DependsOn") return rewrite(dependencies(value, sam), sam);
    return rewrite(mayRefer && key !== undefined ? reference(key, value, sam) : value, sam);
  });
}

/** The argument of an intrinsic function that refers to a resource. */
function reference(name: string, argument: Node, sam: Expansion): Node {
  if (name === "Ref") return renamedText(argument, (text) => sam.references.get(text) ?? sam.renamed.get(text));
  if (name === "Fn::GetAtt") return attribute(argument, sam);
  if (name !== "Fn::Sub") return argument;
  if (argument.kind !== "sequence") return renamedText(argument, (text) => substituted(text, sam));
  const [text, ...rest] = argument.items;
  const changed = text && renamedText(text, (template) => substituted(template, sam));
  return changed && changed !== text ? { ...argument, items: [changed, ...rest] } : argument;
}

function renamedText(node: Node, rename: (text: string) => string | undefined): Node {
  const text = literal(node);
  const name = text === undefined ? undefined : rename(text);
  return name === undefined || name === text ? node : { kind: "scalar", value: name, origin: node.origin };
}

/** `[MyFunction.Alias, Arn]` and `[MyFunction, Alias.Arn]` are the same. */
function attribute(argument: Node, sam: Expansion): Node {
  const parts = itemsAt(argument).map(literal);
  if (argument.kind !== "sequence" || parts.length < 2 || parts.some((part) => part === undefined)) return argument;
  const [id = "", property = "", ...rest] = parts.join(".").split(".");
  const renamed = sam.renamed.get(id);
  const target = sam.references.get(`${id}.${property}`);
  const names =
    target !== undefined ? [target, ...rest] : renamed !== undefined ? [renamed, property, ...rest] : undefined;
  return names
    ? { ...argument, items: names.map((value) => ({ kind: "scalar", value, origin: argument.origin })) }
    : argument;
}

function substituted(text: string, sam: Expansion): string {
  if (!text.includes("${")) return text;
  return text.replace(/\$\{([A-Za-z0-9.]+)\}/g, (whole, variable: string) => {
    const [id = "", property = "", ...rest] = variable.split(".");
    const target = sam.references.get(`${id}.${property}`);
    if (target !== undefined) return `\${${[target, ...rest].join(".")}}`;
    const renamed = sam.renamed.get(id);
    return renamed === undefined ? whole : `\${${[renamed, ...variable.split(".").slice(1)].join(".")}}`;
  });
}

function dependencies(value: Node, sam: Expansion): Node {
  const renamed = (node: Node) => renamedText(node, (text) => sam.renamed.get(text));
  return value.kind === "sequence" ? mapChildren(value, renamed) : renamed(value);
}

/** The template with every dependency on a connector replaced by dependencies on what was made of it. */
export function dependingOn(
  resource: MappingNode,
  id: string,
  ids: readonly string[],
  origin: Node["origin"],
): MappingNode {
  const written = resource.entries.get("DependsOn");
  const items = written?.kind === "sequence" ? written.items : written ? [written] : [];
  if (!items.some((item) => literal(item) === id)) return resource;
  const kept = items.filter((item) => literal(item) !== id);
  const added = ids.filter((made) => !kept.some((item) => literal(item) === made));
  const all: Node[] = [...kept, ...added.map((value) => ({ kind: "scalar", value, origin }) as const)];
  return {
    ...resource,
    entries: new Map([
      ...resource.entries,
      ["DependsOn", { kind: "sequence", items: all, origin: written?.origin ?? origin }],
    ]),
  };
}
