import { at, toJson, type Node, type Origin } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import { intrinsicOf } from "../../../template.js";
import type { Service } from "../../service.js";
import { isTruthy, listOf, literal } from "../../text.js";
import { DISTRIBUTED, invoking, made, ofIntegration, type Permission } from "./integrations.js";
import { localReference, type StateMachine } from "./state-machine.js";
import facts from "../../data/step-functions.json" with { type: "json" };

/** The statements that let a state machine do what its states do. */
export function statementsOf(service: Service, machine: StateMachine): readonly Draft[] {
  const { config } = machine;
  const permissions: Permission[] = [];
  for (const state of tasksOf(at(config, "definition", "States"))) permissions.push(...ofTask(service, machine, state));
  const always = (key: keyof typeof facts.settings) => {
    const setting = at(config, key);
    if (isTruthy(setting)) permissions.push({ actions: facts.settings[key], resources: [made("*", setting.origin)] });
  };
  always("loggingConfig");
  always("tracingConfig");
  const key = at(config, "encryptionConfig", "KmsKeyId");
  if (isTruthy(key))
    permissions.push({ actions: ["kms:Decrypt", "kms:Encrypt"], resources: [made({ "Fn::Sub": key }, key.origin)] });
  const own = listOf(at(config, "iamRoleStatements"));
  if (permissions.length === 0 && own.length === 0) return [{ Effect: "Deny", Action: "*", Resource: "*" }];
  const allowed = byResource(byAction(permissions)).map(({ actions, resources }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources.length === 1 && literal(resources[0]) === "*" ? "*" : resources,
  }));
  return [...allowed, ...own];
}

/** The states that call something, also those inside of parallel branches and maps. */
function* tasksOf(states: Node | undefined): Generator<Node> {
  if (states?.kind !== "mapping") return;
  for (const state of states.entries.values()) {
    switch (literal(at(state, "Type"))) {
      case "Task":
        yield state;
        break;
      case "Parallel":
        for (const branch of listOf(at(state, "Branches"))) yield* tasksOf(at(branch, "States"));
        break;
      case "Map": {
        const processor = at(state, "ItemProcessor");
        yield* tasksOf(at(processor ?? at(state, "Iterator"), "States"));
        if (literal(at(processor, "ProcessorConfig", "Mode")) === "DISTRIBUTED") yield distributed(state.origin);
        for (const key of ["ItemReader", "ResultWriter"]) {
          const part = at(state, key);
          if (part) yield part;
        }
      }
    }
  }
}

/** A distributed map starts executions of its own state machine. */
function distributed(origin: Origin): Node {
  return made({ Resource: `arn:aws:states:::${DISTRIBUTED}` }, origin);
}

function ofTask(service: Service, machine: StateMachine, state: Node): readonly Permission[] {
  const resource = at(state, "Resource");
  if (!resource) return [];
  const written = literal(resource)?.replace(/^arn:(aws[-a-z]*|\$\{AWS::Partition\}):/, "arn:aws:");
  const integration = /^arn:aws:states:::(?:aws-sdk:)?([^.]+)(?:\.\w+(?::2)?)?$/.exec(written ?? "")?.[1];
  if (integration !== undefined) return ofIntegration(service, machine, state, integration);
  const isFunction = written === undefined ? intrinsicOf(resource) !== undefined : /^arn:aws:lambda/.test(written);
  if (!isFunction) return [];
  const parts = written?.split(":") ?? [];
  const trimmed = parts.length === 8 ? made(parts.slice(0, 7).join(":"), resource.origin) : resource;
  return [invoking(localReference(service, trimmed))];
}

/** Permissions for the same actions become one. */
function byAction(permissions: readonly Permission[]): readonly Permission[] {
  const groups = new Map<string, Permission>();
  for (const permission of permissions) {
    const key = permission.actions.join(",");
    const earlier = groups.get(key)?.resources ?? [];
    groups.set(key, { actions: permission.actions, resources: distinct([...earlier, ...permission.resources]) });
  }
  return [...groups.values()].map((group) => {
    const all = group.resources.find((resource) => literal(resource) === "*");
    return all ? { ...group, resources: [all] } : group;
  });
}

/** Permissions for the same resources become one. */
function byResource(permissions: readonly Permission[]): readonly Permission[] {
  const groups = new Map<string, Permission>();
  for (const permission of permissions) {
    const key = JSON.stringify(permission.resources.map(toJson));
    const actions = [...(groups.get(key)?.actions ?? []), ...permission.actions];
    groups.set(key, { actions: [...new Set(actions)], resources: permission.resources });
  }
  return [...groups.values()];
}

function distinct(nodes: readonly Node[]): readonly Node[] {
  return [...new Map(nodes.map((node) => [JSON.stringify(toJson(node)), node])).values()];
}
