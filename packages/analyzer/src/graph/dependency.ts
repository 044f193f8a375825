import { resourceId, type Stack } from "../evaluate/model.js";
import { ALWAYS, both, type Scenario } from "../evaluate/scenario.js";
import { intrinsicOf } from "../lower/template.js";
import { at, stringAt, type Node, type Origin } from "../parse/node.js";
import type { Resource, ResourceGraph } from "./model.js";

/** A place in a template that names a resource of the same stack, as CloudFormation reads it to order its work. */
export interface Reference {
  readonly logicalId: string;
  readonly by: "Ref" | "Fn::GetAtt" | "Fn::Sub" | "DependsOn";
  /** The branches of `Fn::If` in which it stands. */
  readonly when: Scenario;
  readonly origin: Origin;
}

/** A resource that another one refers to. */
export interface Dependency extends Reference {
  readonly to: Resource;
}

const dependencies = new WeakMap<Resource, readonly Dependency[]>();

/** What the definition of a resource refers to, `DependsOn` included. */
export function dependenciesOf(resource: Resource, graph: ResourceGraph): readonly Dependency[] {
  const known = dependencies.get(resource);
  if (known) return known;
  const found = readDependencies(resource, graph);
  dependencies.set(resource, found);
  return found;
}

function readDependencies(resource: Resource, graph: ResourceGraph): readonly Dependency[] {
  const { stack, logicalId } = resource;
  const node = stack?.resources.get(logicalId);
  if (!stack || !node) return [];
  const references = [...referencesIn(at(node, "Properties"), stack), ...dependsOn(at(node, "DependsOn"), stack)];
  return references.flatMap((reference) => {
    const to = graph.resource(resourceId(stack, reference.logicalId));
    return to ? [{ ...reference, to }] : [];
  });
}

/** The references that stand in a value of a stack, wherever. */
export function referencesIn(node: Node | undefined, stack: Stack): readonly Reference[] {
  const found: Reference[] = [];
  if (node) collect(node, stack, ALWAYS, found);
  return found;
}

function dependsOn(node: Node | undefined, stack: Stack): readonly Reference[] {
  const names = node?.kind === "sequence" ? node.items : node ? [node] : [];
  return names.flatMap((name) => {
    const logicalId = stringAt(name);
    return logicalId !== undefined && stack.resources.has(logicalId)
      ? [{ logicalId, by: "DependsOn", when: ALWAYS, origin: name.origin } as const]
      : [];
  });
}

function collect(node: Node, stack: Stack, when: Scenario, found: Reference[]): void {
  if (node.kind === "scalar") return;
  if (node.kind === "sequence") {
    for (const item of node.items) collect(item, stack, when, found);
    return;
  }
  const call = intrinsicOf(node);
  const add = (logicalId: string | undefined, by: Reference["by"]) => {
    if (logicalId !== undefined && stack.resources.has(logicalId))
      found.push({ logicalId, by, when, origin: node.origin });
  };
  switch (call?.name) {
    case "Ref":
      add(stringAt(call.argument), "Ref");
      return;
    case "Fn::GetAtt":
      add(attributeOwner(call.argument), "Fn::GetAtt");
      return;
    case "Fn::Sub":
      for (const name of substituted(call.argument)) add(name, "Fn::Sub");
      if (call.argument.kind === "sequence") collect(call.argument, stack, when, found);
      return;
    case "Fn::If":
      branches(call.argument, stack, when, found);
      return;
    default:
      for (const entry of node.entries.values()) collect(entry, stack, when, found);
  }
}

function attributeOwner(argument: Node): string | undefined {
  const name = argument.kind === "sequence" ? argument.items[0] && stringAt(argument.items[0]) : stringAt(argument);
  return argument.kind === "sequence" ? name : name?.split(".")[0];
}

/** The names in `${…}`, without those that the function defines itself. */
function substituted(argument: Node): readonly string[] {
  const [text, own] = argument.kind === "sequence" ? argument.items : [argument];
  const names = [...((text && stringAt(text)) ?? "").matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = ""]) =>
    name.trim(),
  );
  return names.filter((name) => !at(own, name)).map((name) => name.split(".")[0] ?? name);
}

function branches(argument: Node, stack: Stack, when: Scenario, found: Reference[]): void {
  const [condition, yes, no] = argument.kind === "sequence" ? argument.items : [];
  const name = condition && stringAt(condition);
  const declared = name === undefined ? undefined : at(stack.template.root, "Conditions", name);
  if (name === undefined || !declared) return;
  const span = declared.origin.key ?? declared.origin.span;
  for (const [branch, holds] of [
    [yes, true],
    [no, false],
  ] as const) {
    const truth = stack.world.truth(name, stack);
    if (!branch || (truth !== undefined && truth !== holds)) continue;
    const scenario =
      truth === undefined ? both(when, [{ kind: "condition", stack: stack.id, name, holds, span }]) : when;
    if (scenario) collect(branch, stack, scenario, found);
  }
}
