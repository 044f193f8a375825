import type { Scalar } from "../../../parse/node.js";

/** `${a:b, c(d):e, 'f'}`: sources that are asked in order until one has a value. */
export interface Variable {
  /** What stands between `${` and `}`. */
  readonly written: string;
  readonly sources: readonly VariableSource[];
}

export type VariableSource =
  | { readonly kind: "call"; readonly type: string; readonly params: readonly Phrase[]; readonly address?: Phrase }
  /** A variable as the fallback of another, which version 4 allows: `${self:a, ${self:b}}`. */
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "literal"; readonly value: Scalar };

/** Text with variables in it: the parts in order. A phrase of one variable keeps the type of its value. */
export type Phrase = readonly (Scalar | Variable)[];

export type ParsedText =
  | { readonly ok: true; readonly phrase: Phrase | undefined }
  | { readonly ok: false; readonly reason: string; readonly index: number };

/**
 * Finds the variables of a text. `phrase` is undefined for a text without any. `${AWS::Region}` and the like, which
 * cannot be variables, stay text; `\${` is an escaped `${`.
 * https://www.serverless.com/framework/docs/guides/variables
 */
export function parseVariables(text: string): ParsedText {
  if (!text.includes("${")) return { ok: true, phrase: undefined };
  try {
    const phrase = new VariableParser(text).top();
    return { ok: true, phrase: phrase.length === 1 && phrase[0] === text ? undefined : phrase };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { ok: false, reason: error.message, index: error.index };
    throw error;
  }
}

class SyntaxProblem extends Error {
  readonly index: number;

  constructor(reason: string, index: number) {
    super(reason);
    this.index = index;
  }
}

const NAME = /[a-zA-Z0-9.-]*/y;
const NO_SOURCE = "a variable needs a source, as in ${self:custom.name}";
const SOURCE_TYPE = /^[a-z][a-zA-Z0-9]*$/;

class VariableParser {
  private readonly text: string;
  private index = 0;

  constructor(text: string) {
    this.text = text;
  }

  top(): Phrase {
    const parts: (Scalar | Variable)[] = [];
    let from = 0;
    const flush = (end: number, more = "") => {
      const piece = this.text.slice(from, end) + more;
      if (piece !== "") parts.push(piece);
    };
    while (this.index < this.text.length) {
      const open = this.text.indexOf("${", this.index);
      if (open < 0) break;
      let slashes = 0;
      while (open - slashes > from && this.text[open - slashes - 1] === "\\") slashes++;
      if (slashes % 2 === 1) {
        flush(open - slashes, "\\".repeat((slashes - 1) / 2) + "${");
        from = this.index = open + 2;
        continue;
      }
      this.index = open + 2;
      const variable = this.variable(open);
      if (!variable) {
        this.index = open + 2;
        continue;
      }
      flush(open - slashes, "\\".repeat(slashes / 2));
      parts.push(variable);
      from = this.index;
    }
    flush(this.text.length);
    return parts;
  }

  /** The variable whose `${` was just read; `undefined` when it is none of the framework's. */
  private variable(open: number): Variable | undefined {
    const type = this.name();
    const next = this.text[this.index];
    const isCall = /^[a-z]/.test(type) && (next === ":" || next === "(");
    if (!isCall || (next === ":" && /^:\s*:/.test(this.text.slice(this.index)))) return undefined;
    const sources: VariableSource[] = [this.call(type)];
    while (this.take(",")) sources.push(this.source());
    if (!this.take("}")) throw new SyntaxProblem("the closing } is missing", open);
    return { written: this.text.slice(open + 2, this.index - 1), sources };
  }

  private source(): VariableSource {
    this.blanks();
    const start = this.index;
    const quoted = this.quoted();
    if (quoted !== undefined) {
      this.blanks();
      return { kind: "literal", value: quoted };
    }
    if (this.text.startsWith("${", start)) return this.nested(start);
    const name = this.name();
    this.blanks();
    const next = this.text[this.index];
    if (next === ":" || next === "(") {
      if (!SOURCE_TYPE.test(name)) throw new SyntaxProblem(`'${name}' is not the name of a source`, start);
      return this.call(name);
    }
    const value = literalValue(name);
    if (value === undefined || next !== "}")
      throw new SyntaxProblem("a fallback is a source, a number, true, false, null or a quoted text", start);
    return { kind: "literal", value };
  }

  private nested(open: number): VariableSource {
    this.index = open + 2;
    const variable = this.variable(open);
    if (!variable) throw new SyntaxProblem(NO_SOURCE, open);
    this.blanks();
    return { kind: "variable", variable };
  }

  private call(type: string): VariableSource {
    const params: Phrase[] = [];
    if (this.take("(")) {
      while (!this.take(")")) {
        params.push(this.value(",)"));
        this.take(",");
        if (this.index >= this.text.length) throw new SyntaxProblem("the closing ) is missing", this.index);
      }
      this.blanks();
    }
    if (!this.take(":")) return { kind: "call", type, params };
    this.blanks();
    const next = this.text[this.index];
    if (next === "}" || next === ",") return { kind: "call", type, params };
    return { kind: "call", type, params, address: this.value(",}") };
  }

  /** A parameter or an address: quoted, or text with variables up to one of the stop characters. */
  private value(stops: string): Phrase {
    this.blanks();
    const quoted = this.quoted();
    if (quoted !== undefined) {
      this.blanks();
      return [quoted];
    }
    const parts: (Scalar | Variable)[] = [];
    let from = this.index;
    const flush = () => {
      if (this.index > from) parts.push(this.text.slice(from, this.index));
    };
    for (let c = this.text[this.index]; c !== undefined && !stops.includes(c); c = this.text[this.index]) {
      if (c === "$" && this.text[this.index + 1] === "{") {
        flush();
        const open = this.index;
        this.index += 2;
        const variable = this.variable(open);
        if (!variable) throw new SyntaxProblem(NO_SOURCE, open);
        parts.push(variable);
        from = this.index;
      } else if (c === "}") {
        throw new SyntaxProblem("the closing ) is missing", this.index);
      } else this.index++;
    }
    flush();
    const [only] = parts;
    if (parts.length === 1 && typeof only === "string") {
      const trimmed = only.trim();
      return [stops.includes(")") ? (literalValue(trimmed) ?? trimmed) : trimmed];
    }
    const last = parts.at(-1);
    if (typeof last === "string") parts[parts.length - 1] = last.trimEnd();
    return parts;
  }

  private quoted(): string | undefined {
    const quote = this.text[this.index];
    if (quote !== "'" && quote !== '"') return undefined;
    const start = this.index++;
    while (this.index < this.text.length && this.text[this.index] !== quote) {
      this.index += quote === '"' && this.text[this.index] === "\\" ? 2 : 1;
    }
    if (this.index >= this.text.length) throw new SyntaxProblem("the closing quote is missing", start);
    this.index++;
    const inner = this.text.slice(start + 1, this.index - 1);
    return quote === "'" ? inner : unescaped(inner, start);
  }

  private name(): string {
    NAME.lastIndex = this.index;
    const found = NAME.exec(this.text)?.[0] ?? "";
    this.index += found.length;
    return found;
  }

  private take(character: string): boolean {
    if (this.text[this.index] !== character) return false;
    this.index++;
    return true;
  }

  private blanks(): void {
    while (this.text[this.index] === " ") this.index++;
  }
}

function literalValue(name: string): Scalar | undefined {
  if (name === "true") return true;
  if (name === "false") return false;
  if (name === "null") return null;
  return name !== "" && !Number.isNaN(Number(name)) ? Number(name) : undefined;
}

function unescaped(inner: string, start: number): string {
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    throw new SyntaxProblem("the text in quotes is not valid", start);
  }
}
