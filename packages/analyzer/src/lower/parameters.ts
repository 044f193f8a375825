import { at, itemsAt, mappingAt, type MappingNode } from "../parse/node.js";
import type { Settings } from "./context.js";
import type { ParameterValue } from "./template.js";

/** The values that are known for the parameters that a template declares. */
export function parameterValues(
  root: MappingNode,
  settings: Settings,
  configured: ReadonlyMap<string, ParameterValue>,
): ReadonlyMap<string, ParameterValue> {
  const values = new Map<string, ParameterValue>();
  for (const name of mappingAt(root, "Parameters")?.entries.keys() ?? []) {
    const given = settings.parameters.get(name);
    const value =
      given === undefined
        ? configured.get(name)
        : ({ value: given, certainty: "given", source: "--parameter" } as const);
    if (value) values.set(name, value);
  }
  return values;
}

/** The declared default of a parameter as text, lists joined by commas; `undefined` when there is none. */
export function parameterDefault(root: MappingNode, name: string): string | undefined {
  const declared = at(root, "Parameters", name, "Default");
  if (!declared) return undefined;
  if (declared.kind === "scalar") return declared.value === null ? undefined : String(declared.value);
  return itemsAt(declared)
    .flatMap((item) => (item.kind === "scalar" ? [String(item.value)] : []))
    .join(",");
}
