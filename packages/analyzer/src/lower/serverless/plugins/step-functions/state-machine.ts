import { at, type MappingNode, type Node } from "../../../../parse/node.js";
import { normalized } from "../../names.js";
import type { Service } from "../../service.js";
import { identifying, isTruthy, text } from "../../text.js";

/** One entry of `stepFunctions.stateMachines`. */
export interface StateMachine {
  readonly key: string;
  /** The logical id of the state machine: of its `id`, else its `name`, else its key. */
  readonly id: string;
  readonly config: MappingNode;
  /** Its own name, else its key. */
  readonly name: Node;
}

/** The state machines of a service. https://github.com/serverless-operations/serverless-step-functions */
export function stateMachinesOf(service: Service): readonly StateMachine[] {
  const machines = at(service.root, "stepFunctions", "stateMachines");
  const found: StateMachine[] = [];
  for (const [key, config] of machines?.kind === "mapping" ? machines.entries : []) {
    if (config.kind !== "mapping") continue;
    const own = [at(config, "id"), at(config, "name")].find(isTruthy);
    const name = at(config, "name");
    found.push({
      key,
      id: own ? normalized(identifying(own).replace(/[^\w-]/g, "")) : `${normalized(key)}StepFunctionsStateMachine`,
      config,
      name: isTruthy(name) ? name : text(config.origin, key),
    });
  }
  return found;
}

/** A reference by a function's key becomes one by its logical id. */
export function localReference(service: Service, node: Node): Node {
  if (node.kind !== "mapping" || node.entries.size !== 1) return node;
  const reference = at(node, "Ref");
  const attribute = at(node, "Fn::GetAtt");
  if (reference) return renamed(service, node, "Ref", reference, (item) => item);
  if (attribute?.kind !== "sequence") return node;
  const [target, ...rest] = attribute.items;
  return target
    ? renamed(service, node, "Fn::GetAtt", target, (item) => ({ ...attribute, items: [item, ...rest] }))
    : node;
}

function renamed(service: Service, node: MappingNode, key: string, target: Node, wrap: (item: Node) => Node): Node {
  const name = identifying(target);
  const fn = service.functions.get(name);
  if (!fn || at(service.resources, "Resources", name)) return node;
  return { ...node, entries: new Map([[key, wrap({ kind: "scalar", value: fn.id, origin: target.origin })]]) };
}
