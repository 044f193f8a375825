import type ts from "typescript";
import type { Span } from "../../../source/span.js";
import type { Creations } from "./creations.js";
import type { Modules } from "./modules.js";
import type { FunctionValue, Module, Scope, Self, Value } from "./values.js";

/** What the parts of the evaluator, which call each other as the parts of a program do, ask of it. */
export interface Evaluation {
  readonly ts: typeof ts;
  readonly modules: Modules;
  readonly creations: Creations;
  /** The scope of a module's top level. */
  scopeOf(module: Module): Scope;
  /** The line on which a call begins, from there on. */
  spanOf(node: ts.Node, module: Module): Span;
  /** Whether a step may still be taken: the budget is for the whole program. */
  step(): boolean;
  /** Runs the top level of a module. */
  run(module: Module): void;
  /** Runs statements; the value is what they return, or nothing. */
  block(statements: readonly ts.Statement[], scope: Scope): Value;
  /** The value of an expression, with the creations in it recorded. */
  value(node: ts.Expression, scope: Scope): Value;
  /** Arguments and array elements, with spreads of known lists followed. */
  elements(nodes: readonly ts.Expression[], scope: Scope): Value[];
  property(base: Value, name: string): Value;
  /** Calls a function of the program. */
  invoke(target: FunctionValue, args: readonly Value[], self: Self | undefined): Value;
}
