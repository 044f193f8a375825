import { el, type Element } from "../markup/element.js";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

interface Style {
  readonly id: string;
  readonly name: string;
  /** Half points. */
  readonly size: number;
  readonly isBold?: boolean;
  /** Twentieths of a point above. */
  readonly before: number;
  readonly outline?: number;
}

const PARAGRAPHS: readonly Style[] = [
  { id: "Title", name: "Title", size: 40, isBold: true, before: 0 },
  { id: "Heading1", name: "heading 1", size: 28, isBold: true, before: 360, outline: 0 },
  { id: "Heading2", name: "heading 2", size: 22, isBold: true, before: 240, outline: 1 },
  { id: "Heading3", name: "heading 3", size: 20, isBold: true, before: 200, outline: 2 },
  { id: "Caption", name: "caption", size: 18, isBold: true, before: 160 },
  { id: "Cell", name: "Table cell", size: 14, before: 20 },
];

/** The styles that the document names; Word's own names, so that a reader's navigation pane shows the headings. */
export function styles(): Element {
  return el(
    "w:styles",
    { "xmlns:w": W },
    el(
      "w:docDefaults",
      {},
      el("w:rPrDefault", {}, el("w:rPr", {}, fonts("Arial"), sizeOf(19), el("w:lang", { "w:val": "en-GB" }))),
    ),
    el(
      "w:style",
      { "w:type": "paragraph", "w:default": 1, "w:styleId": "Normal" },
      el("w:name", { "w:val": "Normal" }),
      el("w:pPr", {}, spacing(60)),
    ),
    PARAGRAPHS.map(paragraphStyle),
    el(
      "w:style",
      { "w:type": "paragraph", "w:styleId": "ListBullet" },
      el("w:name", { "w:val": "List Bullet" }),
      el("w:basedOn", { "w:val": "Normal" }),
      el("w:pPr", {}, el("w:numPr", {}, el("w:numId", { "w:val": 1 })), spacing(20)),
    ),
    el(
      "w:style",
      { "w:type": "character", "w:styleId": "Code" },
      el("w:name", { "w:val": "Code" }),
      el("w:rPr", {}, fonts("Consolas"), el("w:shd", { "w:val": "clear", "w:color": "auto", "w:fill": "F1F3F5" })),
    ),
    el(
      "w:style",
      { "w:type": "table", "w:styleId": "Grid" },
      el("w:name", { "w:val": "Table Grid" }),
      el(
        "w:tblPr",
        {},
        el("w:tblBorders", {}, ["top", "left", "bottom", "right", "insideH", "insideV"].map(border)),
        cellMargins(),
      ),
    ),
  );
}

function paragraphStyle({ id, name, size, isBold, before, outline }: Style): Element {
  return el(
    "w:style",
    { "w:type": "paragraph", "w:styleId": id },
    el("w:name", { "w:val": name }),
    el("w:basedOn", { "w:val": "Normal" }),
    el(
      "w:pPr",
      {},
      outline === undefined ? undefined : el("w:keepNext"),
      spacing(before),
      outline === undefined ? undefined : el("w:outlineLvl", { "w:val": outline }),
    ),
    el("w:rPr", {}, isBold ? el("w:b") : undefined, sizeOf(size)),
  );
}

function fonts(name: string): Element {
  return el("w:rFonts", { "w:ascii": name, "w:hAnsi": name, "w:cs": name });
}

function sizeOf(halfPoints: number): Element {
  return el("w:sz", { "w:val": halfPoints });
}

function spacing(before: number): Element {
  return el("w:spacing", { "w:before": before, "w:after": 60 });
}

function border(side: string): Element {
  return el(`w:${side}`, { "w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "C9D1D9" });
}

function cellMargins(): Element {
  const margin = (side: string) => el(`w:${side}`, { "w:w": 60, "w:type": "dxa" });
  return el("w:tblCellMar", {}, margin("left"), margin("right"));
}

/** One level of bullets. */
export function numbering(): Element {
  return el(
    "w:numbering",
    { "xmlns:w": W },
    el(
      "w:abstractNum",
      { "w:abstractNumId": 0 },
      el(
        "w:lvl",
        { "w:ilvl": 0 },
        el("w:start", { "w:val": 1 }),
        el("w:numFmt", { "w:val": "bullet" }),
        el("w:lvlText", { "w:val": "•" }),
        el("w:lvlJc", { "w:val": "left" }),
        el("w:pPr", {}, el("w:ind", { "w:left": 360, "w:hanging": 260 })),
      ),
    ),
    el("w:num", { "w:numId": 1 }, el("w:abstractNumId", { "w:val": 0 })),
  );
}
