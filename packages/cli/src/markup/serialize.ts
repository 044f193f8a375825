import type { Child, Element } from "./element.js";

/**
 * Writes an element as XML. Well-formed for any text: what XML has no way to say (control characters, half a surrogate
 * pair) is left out, and so are marks that reorder the text around them.
 */
export function xml(element: Element): string {
  const out: string[] = [];
  write(element, out, "xml");
  return out.join("");
}

/** Writes an element as HTML. Inline SVG is written the same way. */
export function html(element: Element): string {
  const out: string[] = [];
  write(element, out, "html");
  return out.join("");
}

const VOID = new Set(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"]);

function write(node: Child, out: string[], as: "xml" | "html"): void {
  if (typeof node === "string") {
    out.push(escape(node));
    return;
  }
  const { name, attributes, children } = node;
  out.push("<", name);
  for (const key of Object.keys(attributes)) out.push(" ", key, '="', escape(attributes[key] ?? ""), '"');
  if (as === "xml" && children.length === 0) {
    out.push("/>");
    return;
  }
  out.push(">");
  if (as === "html" && VOID.has(name)) return;
  if (name === "style") for (const child of children) out.push(rawStyle(child));
  else for (const child of children) write(child, out, as);
  out.push("</", name, ">");
}

/** Style sheets are written by the program only; a text that could end one is refused. */
function rawStyle(child: Child): string {
  if (typeof child !== "string" || /[<&]/.test(child)) throw new Error("a style sheet holds plain text");
  return child;
}

/** Characters with a meaning in markup, those that XML cannot hold, and those that reorder the text around them. */
const SPECIAL =
  /[&<>"']|[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|[\u{7f}-\u{9f}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(SPECIAL, (match) => ENTITIES[match] ?? "");
}
