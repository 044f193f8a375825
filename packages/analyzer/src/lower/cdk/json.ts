import type { Json } from "../../parse/node.js";
import { problem, type Problem } from "../../source/problem.js";
import type { SourceFile, Span } from "../../source/span.js";

/** The files of an assembly that are read as plain data: nothing of them is shown, and they are larger than templates. */
export function parseJson(file: SourceFile, report: (problem: Problem) => void): Json | undefined {
  try {
    return JSON.parse(file.text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(reason)?.[1];
    const start = Math.min(position === undefined ? file.text.length : Number(position), file.text.length);
    report(problem("json-syntax", { file, start, end: Math.min(start + 1, file.text.length) }, { reason }));
    return undefined;
  }
}

/** A member of an object; `undefined` for anything that is not there, inherited members included. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A string member. */
export function textMember(value: Json | undefined, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === "string" ? found : undefined;
}

/** The members of an object, in their order; none for anything else. */
export function members(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of an array; none for anything else. */
export function items(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

/** The strings of an array. */
export function texts(value: Json | undefined): readonly string[] {
  return items(value).filter((item) => typeof item === "string");
}

/** Where a string stands in a JSON file; the whole file when it is spelled in another way there. */
export function spanOfText(file: SourceFile, text: string): Span {
  const spelled = JSON.stringify(text);
  const start = file.text.indexOf(spelled);
  return start < 0 ? { file, start: 0, end: file.text.length } : { file, start, end: start + spelled.length };
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
