import {
  always,
  authoredFunctions,
  failurePaths,
  functionFacts,
  isInVpc,
  known,
  maximumConcurrency,
  provisionedConcurrency,
  vpcConfiguration,
  type Resource,
  type Value,
  nameOf,
} from "@assay/analyzer";
import { at, valueAt, type Evidence } from "../rule.js";
import { counted, listed, type Measure } from "./measure.js";

/** Memory and timeout of the functions. Configuration shows a size, not that it was measured. */
export const sizing: Measure = {
  id: "sizing",
  measure({ analysis: { graph } }) {
    const sizes = authoredFunctions(graph).map((fn) => ({ fn, ...functionFacts(fn) }));
    const chosen = sizes.filter(({ memory, timeout }) =>
      [...memory, ...timeout].every((value) => value.origin.why !== "default"),
    );
    const memories = distinct(sizes.flatMap(({ memory }) => known(memory).map(({ value }) => value)));
    const timeouts = distinct(sizes.flatMap(({ timeout }) => known(timeout).map(({ value }) => value)));
    return {
      statement: `Memory and timeout are chosen for ${chosen.length} of ${counted(sizes.length, "function")}: memory ${range(memories, "MB")}, timeout ${range(timeouts, "s")}.`,
      count: { satisfied: chosen.length, unknown: 0, total: sizes.length },
      evidence: sizes.flatMap(({ memory, timeout }) => [
        ...memory.map((value) => valueAt(value, "memory", "MB")),
        ...timeout.map((value) => valueAt(value, "timeout", "s")),
      ]),
      missing: "a load test: configuration alone does not show how the sizes were found",
    };
  },
};

/** Whose role and policies can be read. */
export const iam: Measure = {
  id: "iam",
  measure({ analysis: { graph, statements } }) {
    const functions = authoredFunctions(graph);
    const roles = new Map<Resource, Resource[]>();
    let outside = 0;
    for (const fn of functions) {
      const declared = graph.from(fn, "assumes").filter(({ to }) => to.stack);
      if (declared.length === 0) outside++;
      for (const { to } of declared) roles.set(to, [...(roles.get(to) ?? []), fn]);
    }
    const held = [...roles.keys()].flatMap((role) => statements.get(role.id) ?? []);
    const own = held.filter((statement) => !statement.addedBy);
    const shared = [...roles.values()].filter((users) => users.length > 1).length;
    const unread =
      outside > 0 ? ` The role of ${counted(outside, "function")} is not declared in the scanned inputs.` : "";
    return {
      statement: `${counted(functions.length - outside, "function")} assume ${counted(roles.size, "role")} (${shared} shared) with ${counted(held.length, "policy statement")}, ${own.length} of them written by the author.${unread}`,
      count: { satisfied: functions.length - outside, unknown: outside, total: functions.length },
      evidence: [...roles.keys()].map((role): Evidence => at(role, `role ${nameOf(role)}`)),
    };
  },
};

/** Where events go that could not be processed, per trigger. */
export const failurePathsMeasure: Measure = {
  id: "failure-paths",
  measure({ analysis: { graph } }) {
    const paths = authoredFunctions(graph).flatMap((fn) => failurePaths(fn, graph));
    const needed = paths.filter((path) => path.state !== "not-applicable");
    const kept = needed.filter((path) => path.state === "kept");
    const open = needed.filter((path) => path.state === "unknown").length;
    const sync = paths.length - needed.length;
    const rest = `${counted(sync, "trigger")} need${sync === 1 ? "s" : ""} none, since the caller gets the error.`;
    return {
      statement: `Failed events are kept for ${kept.length} of ${counted(needed.length, "trigger")} that need a failure path${open > 0 ? ` (${open} unknown)` : ""}; ${rest}`,
      count: { satisfied: kept.length, unknown: open, total: needed.length },
      evidence: kept.flatMap(({ execution, trigger }): Evidence[] =>
        execution.length > 0
          ? execution.map((edge) => ({ origin: edge.origin, says: `${nameOf(edge.from)} → ${nameOf(edge.to)}` }))
          : [{ origin: trigger.origin, says: `${nameOf(trigger.from)} → ${nameOf(trigger.to)}` }],
      ),
    };
  },
};

/** How many functions are kept in order: stacks, framework, aliases, layers. */
export const management: Measure = {
  id: "management",
  measure({ analysis: { graph, projects } }) {
    const functions = authoredFunctions(graph);
    const stacks = new Set(functions.map((fn) => fn.stack?.id));
    const aliased = functions.filter((fn) => graph.from(fn, "contains").some(({ to }) => to.kind === "alias"));
    const layers = graph.ofKind("layer").length;
    const parts = [
      `${counted(functions.length, "function")} are declared as code in ${counted(stacks.size, "stack")} of ${counted(projects.length, "project")}`,
      `${aliased.length} ${aliased.length === 1 ? "has" : "have"} an alias for gradual deployment`,
      `${counted(layers, "layer")} ${layers === 1 ? "is" : "are"} declared`,
    ];
    return {
      statement: `${parts.join("; ")}.`,
      count: { satisfied: functions.length > 1 ? functions.length : 0, unknown: 0, total: functions.length },
      evidence: [
        ...aliased.map((fn) => at(fn, `alias of ${nameOf(fn)}`)),
        ...functions.slice(0, 5).map((fn) => at(fn, nameOf(fn))),
      ],
    };
  },
};

/** Whether each function runs in a VPC: a decision that is stated either way. */
export const vpc: Measure = {
  id: "vpc",
  measure({ analysis: { graph } }) {
    const functions = authoredFunctions(graph);
    const inside = functions.filter((fn) => isInVpc(fn) === true);
    const outside = functions.filter((fn) => isInVpc(fn) === false);
    const open = functions.length - inside.length - outside.length;
    const names =
      inside.length > 0 ? ` (${listed(inside.slice(0, 5).map(nameOf))}${inside.length > 5 ? " and others" : ""})` : "";
    return {
      statement: `${inside.length} of ${counted(functions.length, "function")} run in a VPC${names}, ${outside.length} do not${open > 0 ? `; for ${open} it depends on the deployment` : ""}.`,
      count: { satisfied: inside.length + outside.length, unknown: open, total: functions.length },
      evidence: functions.flatMap((fn) =>
        vpcConfiguration(fn).map((value) => ({ ...valueAt(value, `${nameOf(fn)} in a VPC:`) })),
      ),
    };
  },
};

/** Reserved, provisioned and mapping concurrency. Unreserved is a statement too. */
export const concurrency: Measure = {
  id: "concurrency",
  measure({ analysis: { graph } }) {
    const functions = authoredFunctions(graph);
    const reserved = functions.map((fn) => ({ fn, value: functionFacts(fn).reservedConcurrency }));
    const isSet = (value: Value<number>) => value.some((alternative) => alternative.state === "known");
    const open = reserved.filter(({ value }) => value.some((alternative) => alternative.state === "unknown")).length;
    const set = reserved.filter(({ value }) => isSet(value));
    const provisioned = functions.filter((fn) => provisionedConcurrency(fn, graph).length > 0).length;
    const limited = functions
      .flatMap((fn) => graph.to(fn, "triggers"))
      .filter((trigger) => isSet(maximumConcurrency(trigger))).length;
    const amounts = set.map(({ fn, value }) => `${nameOf(fn)} ${String(always(value) ?? "by scenario")}`);
    return {
      statement: `${set.length} of ${counted(functions.length, "function")} reserve concurrency${amounts.length > 0 ? ` (${amounts.join(", ")})` : ""}, the others share the account's; ${provisioned} ${provisioned === 1 ? "has" : "have"} provisioned concurrency; ${counted(limited, "event source mapping")} ${limited === 1 ? "limits" : "limit"} theirs.`,
      count: { satisfied: functions.length - open, unknown: open, total: functions.length },
      evidence: reserved.flatMap(({ fn, value }) =>
        value.map((alternative) => valueAt(alternative, `${nameOf(fn)}: reserved concurrency`)),
      ),
    };
  },
};

/** Which functions have an alarm of their own. */
export const monitoring: Measure = {
  id: "monitoring",
  measure({ analysis: { graph } }) {
    const functions = authoredFunctions(graph);
    const watched = functions.filter((fn) => graph.to(fn, "monitors").length > 0);
    const alarms = graph.ofKind("alarm").filter((alarm) => alarm.stack).length;
    const traced = functions.filter((fn) => always(functionFacts(fn).tracing) === "Active").length;
    return {
      statement: `${watched.length} of ${counted(functions.length, "function")} have an alarm of their own; there are ${counted(alarms, "alarm")} in all; ${traced} ${traced === 1 ? "function is" : "functions are"} traced.`,
      count: { satisfied: watched.length, unknown: 0, total: functions.length },
      evidence: watched.flatMap((fn) =>
        graph
          .to(fn, "monitors")
          .map((edge) =>
            at(edge.from, `${nameOf(edge.from)} watches ${nameOf(fn)} (${edge.metric.name ?? "metric math"})`),
          ),
      ),
    };
  },
};

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function range(values: readonly number[], unit: string): string {
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) return "unknown";
  return first === last ? `${first} ${unit}` : `${first} to ${last} ${unit}`;
}
