import type { Scene } from "../diagram/scene.js";
import { el, type Element } from "../markup/element.js";
import type { Block, Inline, Mark, Report, Table } from "../report/blocks.js";
import { packParts, type Part } from "./package.js";
import { contentTypes, OFFICE, relationships, type Relationship } from "./parts.js";
import { numbering, styles } from "./docx-styles.js";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** A picture of a diagram with its size in pixels; undefined where nothing can paint it. */
export type Paint = (
  scene: Scene,
) => { readonly png: Uint8Array; readonly width: number; readonly height: number } | undefined;

/** The report as a WordprocessingML document: the same words in the same order as the HTML. */
export function docx(report: Report, paint: Paint): Uint8Array {
  const writer = new Writer(report.blocks, paint);
  const body = [
    paragraph("Title", [run(report.title)]),
    paragraph(
      undefined,
      report.lead.map((part) => writer.inline(part)),
    ),
    ...report.blocks.flatMap((block) => writer.block(block)),
  ];
  const document = el(
    "w:document",
    { "xmlns:w": W, "xmlns:r": OFFICE, ...DRAWING },
    el("w:body", {}, body, el("w:sectPr", {}, el("w:pgSz", { "w:w": 11906, "w:h": 16838 }), margins())),
  );
  return packParts([
    {
      path: "[Content_Types].xml",
      content: contentTypes({
        "word/document.xml": "wordprocessingml.document.main",
        "word/styles.xml": "wordprocessingml.styles",
        "word/numbering.xml": "wordprocessingml.numbering",
      }),
    },
    {
      path: "_rels/.rels",
      content: relationships([{ id: "rId1", type: "officeDocument", target: "word/document.xml" }]),
    },
    { path: "word/document.xml", content: document },
    { path: "word/_rels/document.xml.rels", content: relationships(writer.relationships) },
    { path: "word/styles.xml", content: styles() },
    { path: "word/numbering.xml", content: numbering() },
    ...writer.media,
  ]);
}

const DRAWING = {
  "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
  "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
  "xmlns:pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
};
/** Twentieths of a point. */
const MARGIN = 964;
/** English Metric Units: 360000 to a centimetre. A4 without its margins. */
const PAGE = { width: 17.6 * 360_000, height: 24 * 360_000 };
const SHADES: Readonly<Record<Mark["tone"], string>> = {
  good: "E3F2E6",
  gap: "FDECEA",
  open: "FFF4D6",
  none: "EEF1F4",
};

function margins(): Element {
  return el("w:pgMar", {
    "w:top": MARGIN,
    "w:right": MARGIN,
    "w:bottom": MARGIN,
    "w:left": MARGIN,
    "w:header": 500,
    "w:footer": 500,
    "w:gutter": 0,
  });
}

function paragraph(style: string | undefined, children: readonly Element[]): Element {
  return el("w:p", {}, style === undefined ? undefined : el("w:pPr", {}, el("w:pStyle", { "w:val": style })), children);
}

function run(text: string, properties: readonly Element[] = []): Element {
  return el(
    "w:r",
    {},
    properties.length > 0 ? el("w:rPr", {}, properties) : undefined,
    el("w:t", { "xml:space": "preserve" }, text),
  );
}

/** Blocks as elements, with the links, bookmarks and pictures that the package needs beside them. */
class Writer {
  readonly relationships: Relationship[] = [
    { id: "rId1", type: "styles", target: "styles.xml" },
    { id: "rId2", type: "numbering", target: "numbering.xml" },
  ];
  readonly media: Part[] = [];
  readonly #bookmarks: ReadonlyMap<string, number>;
  readonly #links = new Map<string, string>();
  readonly #paint: Paint;

  constructor(blocks: readonly Block[], paint: Paint) {
    const ids = blocks.flatMap((block): readonly string[] => {
      if (block.kind === "heading" || block.kind === "figure") return [block.id];
      return block.kind === "table" ? block.rows.flatMap(({ id }) => (id === undefined ? [] : [id])) : [];
    });
    this.#bookmarks = new Map(ids.map((id, index) => [id, index + 1]));
    this.#paint = paint;
  }

  block(block: Block): readonly Element[] {
    switch (block.kind) {
      case "heading": {
        const content = [run(block.text), ...(block.mark ? [run(" "), this.inline(block.mark)] : [])];
        return [paragraph(`Heading${block.level - 1}`, this.#bookmarked(block.id, content))];
      }
      case "paragraph":
        return [
          paragraph(
            undefined,
            block.inlines.map((part) => this.inline(part)),
          ),
        ];
      case "list":
        return block.items.map((item) =>
          paragraph(
            "ListBullet",
            item.map((part) => this.inline(part)),
          ),
        );
      case "table":
        return [paragraph("Caption", [run(block.caption)]), this.#table(block), paragraph(undefined, [])];
      case "figure":
        return this.#figure(block.scene, block.caption);
    }
  }

  inline(part: Inline): Element {
    if (typeof part === "string") return run(part);
    switch (part.kind) {
      case "strong":
        return run(part.text, [el("w:b")]);
      case "code": {
        const code = run(part.text, [el("w:rStyle", { "w:val": "Code" })]);
        return part.href === undefined ? code : el("w:hyperlink", { "r:id": this.#link(part.href) }, code);
      }
      case "jump": {
        const bookmark = this.#bookmarks.get(part.to);
        return bookmark === undefined
          ? run(part.text)
          : el("w:hyperlink", { "w:anchor": `b${bookmark}` }, run(part.text));
      }
      case "mark":
        return run(part.text, [
          el("w:b"),
          el("w:shd", { "w:val": "clear", "w:color": "auto", "w:fill": SHADES[part.tone] }),
        ]);
    }
  }

  #bookmarked(id: string, content: readonly Element[]): readonly Element[] {
    const number = this.#bookmarks.get(id);
    if (number === undefined) return content;
    return [
      el("w:bookmarkStart", { "w:id": number, "w:name": `b${number}` }),
      ...content,
      el("w:bookmarkEnd", { "w:id": number }),
    ];
  }

  #link(href: string): string {
    const known = this.#links.get(href);
    if (known !== undefined) return known;
    const id = `rId${this.relationships.length + 1}`;
    this.#links.set(href, id);
    this.relationships.push({ id, type: "hyperlink", target: href, isExternal: true });
    return id;
  }

  #table({ columns, rows }: Block & { readonly kind: "table" }): Element {
    const widths = columnWidths(columns, rows);
    const cell = (content: readonly Element[], width: number) =>
      el("w:tc", {}, el("w:tcPr", {}, el("w:tcW", { "w:w": width, "w:type": "dxa" })), paragraph("Cell", content));
    return el(
      "w:tbl",
      {},
      el("w:tblPr", {}, el("w:tblStyle", { "w:val": "Grid" }), el("w:tblW", { "w:w": 5000, "w:type": "pct" })),
      el(
        "w:tblGrid",
        {},
        widths.map((width) => el("w:gridCol", { "w:w": width })),
      ),
      el(
        "w:tr",
        {},
        el("w:trPr", {}, el("w:cantSplit"), el("w:tblHeader")),
        columns.map((column, index) => cell([run(column, [el("w:b")])], widths[index] ?? 0)),
      ),
      rows.map(({ id, cells }) =>
        el(
          "w:tr",
          {},
          el("w:trPr", {}, el("w:cantSplit")),
          cells.map((inlines, index) => {
            const content = inlines.map((part) => this.inline(part));
            const named = index === 0 && id !== undefined ? this.#bookmarked(id, content) : content;
            return cell(named, widths[index] ?? 0);
          }),
        ),
      ),
    );
  }

  #figure(scene: Scene, caption: string): readonly Element[] {
    const picture = this.#paint(scene);
    if (!picture) return [paragraph("Caption", [run(`${caption}: in the HTML report and from assay diagram`)])];
    const number = this.media.length + 1;
    const id = `rId${this.relationships.length + 1}`;
    this.relationships.push({ id, type: "image", target: `media/diagram${number}.png` });
    this.media.push({ path: `word/media/diagram${number}.png`, content: picture.png });
    const scale = Math.min(PAGE.width / picture.width, PAGE.height / picture.height, 9525);
    const size = { cx: Math.round(picture.width * scale), cy: Math.round(picture.height * scale) };
    return [
      paragraph(undefined, [el("w:r", {}, drawing(id, number, caption, size))]),
      paragraph("Caption", [run(caption)]),
    ];
  }
}

/** The page shared out by how much text the columns hold, in twentieths of a point. */
function columnWidths(columns: readonly string[], rows: Table["rows"]): readonly number[] {
  const textOf = (part: Inline) => (typeof part === "string" ? part : part.text);
  const weights = columns.map((column, index) => {
    const lengths = rows.map(({ cells }) => (cells[index] ?? []).map(textOf).join("").length);
    return Math.sqrt(Math.min(160, Math.max(column.length, 6, ...lengths)));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => Math.floor(((11906 - 2 * MARGIN) * weight) / sum));
}

function drawing(
  id: string,
  number: number,
  caption: string,
  size: { readonly cx: number; readonly cy: number },
): Element {
  return el(
    "w:drawing",
    {},
    el(
      "wp:inline",
      {},
      el("wp:extent", size),
      el("wp:docPr", { id: number, name: `Diagram ${number}`, descr: caption }),
      el(
        "a:graphic",
        {},
        el(
          "a:graphicData",
          { uri: DRAWING["xmlns:pic"] },
          el(
            "pic:pic",
            {},
            el("pic:nvPicPr", {}, el("pic:cNvPr", { id: number, name: `diagram${number}.png` }), el("pic:cNvPicPr")),
            el("pic:blipFill", {}, el("a:blip", { "r:embed": id }), el("a:stretch", {}, el("a:fillRect"))),
            el(
              "pic:spPr",
              {},
              el("a:xfrm", {}, el("a:off", { x: 0, y: 0 }), el("a:ext", size)),
              el("a:prstGeom", { prst: "rect" }, el("a:avLst")),
            ),
          ),
        ),
      ),
    ),
  );
}
