import type { Text } from "../../evaluate/model.js";
import { known, readText } from "../../evaluate/read.js";
import { readTasks, type Task } from "../state-machine.js";
import type { Resource } from "../model.js";
import { readDefinitions, readSubstitutions } from "../states-language.js";
import type { LinkContext, Linker } from "./linker.js";

/** A state machine runs its tasks. */
export const stateMachineLinker: Linker = {
  types: ["AWS::StepFunctions::StateMachine"],
  link(machine, context) {
    const { graph, locator } = context;
    for (const { value, origin, when } of known(readText(machine.properties, "RoleArn"))) {
      graph.connect("assumes", machine, locator.find(value, origin, ["role"]).resource, { origin, when });
    }
    if (readDefinitions(machine.properties).length === 0) linkSubstitutions(machine, context);
    const uses = new Map<string, Task[]>();
    for (const task of readTasks(machine.properties)) {
      for (const target of targets(task)) {
        const found =
          locator.declared(target.text, target.isFunction ? ["function"] : undefined) ??
          (target.isFunction ? locator.find(target.text, task.origin, ["function"]) : undefined);
        if (!found || found.resource === machine) continue;
        const { resource, qualifier, confidence } = found;
        const key = `${resource.id}\0${qualifier ?? ""}`;
        const earlier = uses.get(key);
        uses.set(key, [...(earlier ?? []), task]);
        if (earlier) continue;
        if (resource.kind === "function") {
          const details = {
            event: "step-functions",
            invocation: "orchestrated",
            via: undefined,
            qualifier,
            detail: undefined,
            authorization: undefined,
          } as const;
          graph.connect("triggers", machine, resource, { ...details, confidence, origin: task.origin });
        }
      }
    }
    for (const [key, tasks] of uses) {
      const resource = graph.resource(key.slice(0, key.indexOf("\0")));
      const [first] = tasks;
      if (resource && first) graph.connect("orchestrates", machine, resource, { states: tasks, origin: first.origin });
    }
  },
};

/** A definition that cannot be read names what it uses by its substitutions; which state uses it is then not known. */
function linkSubstitutions(machine: Resource, { graph, locator }: LinkContext): void {
  for (const text of readSubstitutions(machine.properties).values()) {
    const found = locator.declared(text, ["function"]);
    if (!found) continue;
    const { resource, qualifier } = found;
    const details = {
      event: "step-functions",
      invocation: "orchestrated",
      via: undefined,
      qualifier,
      detail: undefined,
      authorization: undefined,
    } as const;
    graph.connect("triggers", machine, resource, { ...details, confidence: "likely", origin: machine.origin });
  }
}

/** What a task acts on: the function it invokes, or whatever its parameters name. */
function targets(task: Task): readonly { readonly text: Text; readonly isFunction: boolean }[] {
  if (task.service === "lambda") return task.function ? [{ text: task.function, isFunction: true }] : [];
  return task.names.map((text) => ({ text, isFunction: false }));
}
