/**
 * Characters that a terminal obeys or that make text look like another: controls (line breaks too), bidirectional and
 * zero-width marks, line separators, and the invisible copies of ASCII.
 */
const CONTROLS = /[\u0000-\u001f]/g;
const UNSEEN =
  /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Logging commands that CI systems look for anywhere in a line: `##[add-mask]`, `##vso[…]`, `##teamcity[…]`. */
const LOG_COMMAND = /##(?=[\w-]*\[)/g;

/** Text for one line: what would be obeyed is shown as an escape, and what nobody would read is cut. */
export function visible(text: string, limit = 1_000): string {
  return clip(wellFormed(text), limit)
    .replace(CONTROLS, escaped)
    .replace(UNSEEN, escaped)
    .replace(LOG_COMMAND, "\\u0023#");
}

/** Text as source code shows it: tabs stay blanks, nothing is cut. */
export function visibleSource(text: string): string {
  return visible(text.replaceAll("\t", " "), Infinity);
}

/** A line of output; one that begins like a workflow command of GitHub (`::set-env`) does so no more. */
export function line(text: string): string {
  return `${text.replace(/^(\s*):(?=:)/, "$1\\u003a")}\n`;
}

/** Halves of surrogate pairs, which no encoding has, become the replacement character. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** At most so many characters, with a sign that something was cut. */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${wellFormed(text.slice(0, limit - 1))}…`;
}

/** A JSON document without a character that a terminal or the log of a CI system would obey. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2); // escapes controls by itself
  return `${text.replace(UNSEEN, escaped).replace(LOG_COMMAND, "\\u0023#")}\n`;
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Text for XML 1.0, as content or attribute. */
export function xml(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;")
    .replace(/[\ufffe\uffff]/g, "\ufffd");
}
