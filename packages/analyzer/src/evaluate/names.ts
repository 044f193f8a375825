import { intrinsicOf } from "../lower/template.js";
import { at, type Node } from "../parse/node.js";

/** The names by which parts of a template are used by others. */
export interface UsedNames {
  /** Parameters and resources: by `Ref`, `Fn::GetAtt`, `DependsOn` and `${…}`, wherever that stands. */
  readonly references: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
  readonly mappings: ReadonlySet<string>;
  /** Whether a macro or include may use names that are not visible here. */
  readonly isOpen: boolean;
}

/** Collects the names that a template uses. A `${Name}` in any text counts, so that nothing used is taken for unused. */
export function usedNames(root: Node): UsedNames {
  const references = new Set<string>();
  const conditions = new Set<string>();
  const mappings = new Set<string>();
  let isOpen = hasMacro(root);
  const text = (node: Node | undefined): string | undefined => {
    const whole = node && intrinsicOf(node)?.name === "Fn::Sub" ? at(node, "Fn::Sub") : node;
    return whole?.kind === "scalar" && typeof whole.value === "string" ? whole.value : undefined;
  };
  const note = (set: Set<string>, name: string | undefined): void => {
    if (name !== undefined) set.add(name);
  };
  const visit = (node: Node): void => {
    if (node.kind === "scalar") {
      if (typeof node.value === "string" && node.value.includes("${"))
        for (const [, name = ""] of node.value.matchAll(/\$\{\s*!?([\w:]+)/g)) references.add(name);
      return;
    }
    if (node.kind === "sequence") {
      node.items.forEach(visit);
      return;
    }
    const call = intrinsicOf(node);
    const first = call?.argument.kind === "sequence" ? call.argument.items[0] : call?.argument;
    if (call?.name === "Ref") note(references, text(call.argument));
    if (call?.name === "Fn::GetAtt") note(references, text(first)?.split(".")[0]);
    if (call?.name === "Fn::If") note(conditions, text(first));
    if (call?.name === "Fn::FindInMap") {
      note(mappings, text(first));
      if (first?.kind === "mapping") isOpen = true;
    }
    if (call?.name === "Fn::Transform") isOpen = true;
    for (const [key, value] of node.entries) {
      if (key === "Condition") note(conditions, text(value));
      if (key === "DependsOn") {
        note(references, text(value));
        if (value.kind === "sequence") for (const item of value.items) note(references, text(item));
      }
      visit(value);
    }
  };
  visit(root);
  return { references, conditions, mappings, isOpen };
}

/** Macros of AWS that use no names behind the template's back. */
const KNOWN_MACROS = /^AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeploy)/;

/** Whether a macro of the author's own or of somebody else's rewrites the template. */
function hasMacro(root: Node): boolean {
  const transform = at(root, "Transform");
  const named = transform?.kind === "sequence" ? transform.items : transform ? [transform] : [];
  return named.some((macro) => macro.kind !== "scalar" || !KNOWN_MACROS.test(String(macro.value)));
}
