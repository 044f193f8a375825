import { escapeMarkdown } from "../table.js";
import { clip, visible } from "./text.js";

/** Text of the repository in a code span, in which no markup, link or mention is looked for. */
export function code(text: string): string {
  const shown = visible(text, 300).replaceAll("|", "\\u007c");
  const fence = "`".repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const blank = /^`|`$/.test(shown) ? " " : "";
  return `${fence}${blank}${shown}${blank}${fence}`;
}

/** Text of the repository as words. */
export function md(text: string): string {
  return escapeMarkdown(clip(visible(text), 1_000));
}
