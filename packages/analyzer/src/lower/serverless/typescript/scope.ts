import type { Value } from "./values.js";

/** The names that can be seen at a place of a script. */
export class Scope {
  private readonly names = new Map<string, Value>();
  private readonly outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.outer = outer;
  }

  declare(name: string, value: Value): void {
    this.names.set(name, value);
  }

  find(name: string): Value | undefined {
    return this.names.get(name) ?? this.outer?.find(name);
  }

  /** Gives a declared name another value; a name that nobody declared becomes one of the outermost scope. */
  assign(name: string, value: Value): void {
    if (this.names.has(name) || !this.outer) this.names.set(name, value);
    else this.outer.assign(name, value);
  }
}
