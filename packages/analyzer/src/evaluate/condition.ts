import { intrinsicOf } from "../lower/template.js";
import { at, itemsAt, stringAt, type Node } from "../parse/node.js";
import type { Shape, Stack } from "./model.js";
import { resolve } from "./resolve.js";
import type { Assumption, Scenario } from "./scenario.js";
import { literalText, textKey, textOfShape } from "./text.js";

/** What a condition says, over variables: parameters and pseudo parameters of the stacks, by a key of their own. */
export type Formula =
  | { readonly op: "constant"; readonly value: boolean }
  | { readonly op: "is"; readonly variable: string; readonly value: string }
  /** Something that nobody can decide here, but that is the same wherever the same key stands. */
  | { readonly op: "free"; readonly variable: string }
  | { readonly op: "not"; readonly of: Formula }
  | { readonly op: "and" | "or"; readonly of: readonly Formula[] };

const TRUE: Formula = { op: "constant", value: true };
const FALSE: Formula = { op: "constant", value: false };

function not(of: Formula): Formula {
  return of.op === "constant" ? (of.value ? FALSE : TRUE) : { op: "not", of };
}

function and(parts: readonly Formula[]): Formula {
  const open = parts.filter((part) => part.op !== "constant" || !part.value);
  if (open.some((part) => part.op === "constant")) return FALSE;
  return open.length === 1 && open[0] ? open[0] : open.length === 0 ? TRUE : { op: "and", of: open };
}

function or(parts: readonly Formula[]): Formula {
  return not(and(parts.map(not)));
}

/** The values that a variable can have when only these are allowed (`AllowedValues`). */
export type AllowedValues = (variable: string) => readonly string[] | undefined;

/** Turns the conditions of stacks into formulas; remembers what it has seen. */
export class Conditions {
  private readonly formulas = new Map<string, Formula>();
  private readonly allowed = new Map<string, readonly string[]>();
  private readonly open = new Set<string>();

  /** The formula of a condition; one that refers to itself is free. */
  formula(name: string, stack: Stack): Formula {
    const key = `${stack.id}\0${name}`;
    const known = this.formulas.get(key);
    if (known) return known;
    const node = at(stack.template.root, "Conditions", name);
    if (!node || this.open.has(key)) return { op: "free", variable: key };
    this.open.add(key);
    const formula = this.translate(node, stack);
    this.open.delete(key);
    this.formulas.set(key, formula);
    return formula;
  }

  /** What a scenario says, as one formula. */
  scenarioFormula(scenario: Scenario, stacks: ReadonlyMap<string, Stack>): Formula {
    return and(scenario.map((assumption) => this.assumed(assumption, stacks.get(assumption.stack))));
  }

  readonly allowedValues: AllowedValues = (variable) => this.allowed.get(variable);

  private assumed(assumption: Assumption, stack: Stack | undefined): Formula {
    if (!stack) return TRUE;
    if (assumption.kind === "parameter")
      return this.is(parameterVariable(assumption.name, stack), assumption.name, stack, assumption.value);
    const formula = this.formula(assumption.name, stack);
    return assumption.holds ? formula : not(formula);
  }

  private translate(node: Node, stack: Stack): Formula {
    const call = intrinsicOf(node);
    if (!call)
      return node.kind === "scalar" ? { op: "constant", value: String(node.value) === "true" } : this.free(node, stack);
    const parts = () => itemsAt(call.argument).map((item) => this.translate(item, stack));
    switch (call.name) {
      case "Condition":
        return this.formula(stringAt(call.argument) ?? "", stack);
      case "Fn::Not":
        return not(parts()[0] ?? this.free(node, stack));
      case "Fn::And":
        return and(parts());
      case "Fn::Or":
        return or(parts());
      case "Fn::Equals":
        return this.equals(node, stack);
      default:
        return this.free(node, stack);
    }
  }

  private equals(node: Node, stack: Stack): Formula {
    const [left, right] = itemsAt(node, "Fn::Equals");
    if (!left || !right) return this.free(node, stack);
    const rights = resolve({ node: right, stack }, "symbols");
    return or(
      resolve({ node: left, stack }, "symbols").flatMap((a) =>
        rights.map((b) => {
          const scenario = [...a.when, ...b.when].map((assumption) => this.assumed(assumption, stack));
          return and([...scenario, this.same(a.shape, b.shape, node, stack)]);
        }),
      ),
    );
  }

  private same(left: Shape, right: Shape, node: Node, stack: Stack): Formula {
    const a = textOfShape(left);
    const b = textOfShape(right);
    if (!a || !b) return a === b ? TRUE : FALSE;
    if (textKey(a) === textKey(b)) return TRUE;
    const [aText, bText] = [literalText(a), literalText(b)];
    if (aText !== undefined && bText !== undefined) return FALSE;
    const [symbolic, literal] = aText === undefined ? [a, bText] : [b, aText];
    const [symbol] = symbolic;
    if (symbolic.length !== 1 || typeof symbol !== "object" || literal === undefined) return this.free(node, stack);
    if (symbol.kind === "parameter" && symbol.stack)
      return this.is(parameterVariable(symbol.name, symbol.stack), symbol.name, symbol.stack, literal);
    if (symbol.kind === "pseudo") return { op: "is", variable: symbol.name, value: literal };
    return { op: "is", variable: textKey(symbolic), value: literal };
  }

  private is(variable: string, parameter: string, stack: Stack, value: string): Formula {
    if (!this.allowed.has(variable)) {
      const values = itemsAt(stack.template.root, "Parameters", parameter, "AllowedValues").flatMap((item) =>
        item.kind === "scalar" ? [String(item.value)] : [],
      );
      if (values.length > 0) this.allowed.set(variable, values);
    }
    const values = this.allowed.get(variable);
    return values && !values.includes(value) ? FALSE : { op: "is", variable, value };
  }

  private free(node: Node, stack: Stack): Formula {
    return { op: "free", variable: `${stack.id}\0${node.origin.span.start}` };
  }
}

function parameterVariable(name: string, stack: Stack): string {
  return `${stack.id}\0parameter\0${name}`;
}

/** More steps than this are not tried: the formula then counts as satisfiable. */
const MAX_STEPS = 4096;

/** Whether some values of its variables make a formula true. */
export function isSatisfiable(formula: Formula, allowed: AllowedValues): boolean {
  if (formula.op === "constant") return formula.value;
  const variables = new Map<string, Set<string>>();
  collect(formula, variables);
  const names = [...variables.keys()];
  const domains = names.map((name) => allowed(name) ?? [...(variables.get(name) ?? []), OTHER]);
  const chosen = new Map<string, string>();
  let steps = 0;
  const search = (i: number): boolean => {
    if (++steps > MAX_STEPS) return true;
    const value = evaluate(formula, chosen);
    if (value !== undefined) return value;
    const name = names[i];
    if (name === undefined) return true;
    for (const option of domains[i] ?? []) {
      chosen.set(name, option);
      if (search(i + 1)) return true;
    }
    chosen.delete(name);
    return false;
  };
  return search(0);
}

/** A value that no condition names. */
const OTHER = "\0other";
const HOLDS = "\0holds";

function collect(formula: Formula, into: Map<string, Set<string>>): void {
  switch (formula.op) {
    case "constant":
      return;
    case "is":
    case "free": {
      const values = into.get(formula.variable) ?? new Set();
      values.add(formula.op === "is" ? formula.value : HOLDS);
      into.set(formula.variable, values);
      return;
    }
    case "not":
      collect(formula.of, into);
      return;
    default:
      for (const part of formula.of) collect(part, into);
  }
}

/** The value of a formula as far as the chosen values decide it. */
function evaluate(formula: Formula, chosen: ReadonlyMap<string, string>): boolean | undefined {
  switch (formula.op) {
    case "constant":
      return formula.value;
    case "is":
    case "free": {
      const value = chosen.get(formula.variable);
      return value === undefined ? undefined : value === (formula.op === "is" ? formula.value : HOLDS);
    }
    case "not": {
      const value = evaluate(formula.of, chosen);
      return value === undefined ? undefined : !value;
    }
    default: {
      const absorbing = formula.op === "or";
      let decided = true;
      for (const part of formula.of) {
        const value = evaluate(part, chosen);
        if (value === absorbing) return absorbing;
        if (value === undefined) decided = false;
      }
      return decided ? !absorbing : undefined;
    }
  }
}
