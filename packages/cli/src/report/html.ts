import { svg } from "../diagram/svg.js";
import { el, type Child, type Element } from "../markup/element.js";
import { html as serialize } from "../markup/serialize.js";
import type { Block, Inline, Mark, Report } from "./blocks.js";
import { STYLE } from "./style.js";

/** One file that needs nothing else: no script, no font, no request. Readable on a screen, printable on A4. */
export function htmlReport(report: Report): string {
  const { title, lead, blocks } = report;
  const page = el(
    "html",
    { lang: "en" },
    el(
      "head",
      {},
      el("meta", { charset: "utf-8" }),
      el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      el("meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" }),
      el("title", {}, clean(title)),
      el("style", {}, STYLE),
    ),
    el(
      "body",
      {},
      el("a", { class: "skip", href: "#content" }, "Skip to the report"),
      el("header", {}, el("h1", {}, clean(title)), el("p", {}, lead.map(inline))),
      el("nav", { "aria-label": "Contents" }, el("ol", {}, contents(blocks))),
      el("main", { id: "content" }, sections(blocks)),
      el(
        "footer",
        {},
        el("p", {}, "This report rests on the files listed at its end. It is evidence for a review, not its result."),
      ),
    ),
  );
  return `<!DOCTYPE html>\n${serialize(page)}\n`;
}

/** A name that is empty would leave an element without content. */
function clean(text: string): string {
  return text.trim() === "" ? "Report" : text;
}

function contents(blocks: readonly Block[]): readonly Element[] {
  return blocks.flatMap((block) =>
    block.kind === "heading" && block.level === 2 ? [el("li", {}, el("a", { href: `#${block.id}` }, block.text))] : [],
  );
}

/** More columns than this want a page on its side. */
const MAX_UPRIGHT = 8;

/** A section for each heading of the second level. */
function sections(blocks: readonly Block[]): readonly Element[] {
  const found: { readonly id: string; readonly blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2) found.push({ id: block.id, blocks: [] });
    found.at(-1)?.blocks.push(block);
  }
  return found.map(({ id, blocks: own }) => {
    const first = own.find(({ kind }) => kind === "figure" || kind === "table");
    return el("section", { "aria-labelledby": id, class: first && pageOf(first) }, own.map(element));
  });
}

/** The page that a block is printed on: pictures have narrow margins, and what is wide lies on its side. */
function pageOf(block: Block): string | undefined {
  if (block.kind === "figure") return block.scene.width > block.scene.height * 1.1 ? "wide" : "upright";
  return block.kind === "table" && block.columns.length > MAX_UPRIGHT ? "wide" : undefined;
}

function element(block: Block): Element {
  switch (block.kind) {
    case "heading":
      return el(
        `h${block.level}`,
        { id: block.id },
        block.text,
        block.mark ? " " : undefined,
        block.mark && mark(block.mark),
      );
    case "paragraph":
      return el("p", {}, block.inlines.map(inline));
    case "list":
      return el(
        "ul",
        {},
        block.items.map((item) => el("li", {}, item.map(inline))),
      );
    case "table":
      return table(block);
    case "figure": {
      const picture = svg(block.scene);
      return el(
        "figure",
        { id: block.id, class: pageOf(block) },
        el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": block.caption }, picture),
        el("figcaption", {}, block.caption),
      );
    }
  }
}

function table({ caption, columns, rows }: Block & { readonly kind: "table" }): Element {
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          columns.map((column) => el("th", { scope: "col" }, column)),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map(({ id, cells }) =>
          el(
            "tr",
            { id },
            cells.map((cell, index) =>
              index === 0 ? el("th", { scope: "row" }, cell.map(inline)) : el("td", {}, cell.map(inline)),
            ),
          ),
        ),
      ),
    ),
  );
}

function inline(part: Inline): Child {
  if (typeof part === "string") return part;
  switch (part.kind) {
    case "strong":
      return el("strong", {}, part.text);
    case "code": {
      const code = el("code", {}, part.text);
      return part.href === undefined ? code : el("a", { href: part.href }, code);
    }
    case "jump":
      return el("a", { href: `#${part.to}` }, part.text);
    case "mark":
      return mark(part);
  }
}

const SIGNS: Readonly<Record<Mark["tone"], string>> = { good: "✓ ", gap: "✗ ", open: "… ", none: "" };

function mark({ text, tone }: Mark): Element {
  return el(
    "span",
    { class: `mark ${tone}` },
    tone === "none" ? undefined : el("span", { "aria-hidden": "true" }, SIGNS[tone]),
    text,
  );
}
