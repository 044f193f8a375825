import type ts from "typescript";
import type { Origin } from "../../../parse/node.js";
import type { Scope } from "./scope.js";
import type { Value } from "./values.js";

/** What the parts of the evaluation need of each other; see evaluator.ts. */
export interface Interpreter {
  readonly ts: typeof ts;
  /** The origin of a piece of the script. */
  readonly originOf: (node: ts.Node) => Origin;
  readonly expression: (node: ts.Expression, scope: Scope) => Value;
  /** The value that a function body returns. */
  readonly body: (body: ts.ConciseBody, scope: Scope) => Value;
  readonly statements: (statements: readonly ts.Statement[], scope: Scope) => Completion;
  /** What a module exports, by the name under which a script imports it. */
  readonly module: (specifier: string, at: ts.Node) => Value;
  /** Counts a step; false when the script takes more of them than a configuration should. */
  readonly step: () => boolean;
}

/** How a list of statements ended. */
export type Completion =
  | { readonly kind: "normal" | "break" | "continue" }
  | { readonly kind: "return"; readonly value: Value }
  /** The script stops here: it threw, or it ended the process. */
  | { readonly kind: "stop"; readonly value: Value };

export const NORMAL: Completion = { kind: "normal" };

/** A few words of the script, for messages. */
export function shortText(node: ts.Node): string {
  const all = node.getText().replace(/\s+/g, " ");
  return all.length > 60 ? `${all.slice(0, 57)}...` : all;
}
