import { el, type Element } from "../markup/element.js";
import { plain } from "../diagram/text.js";
import { packParts } from "./package.js";
import { contentTypes, OFFICE, relationships } from "./parts.js";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/** The most that a cell may hold. https://support.microsoft.com/office/excel-specifications-and-limits */
const MAX_TEXT = 32_767;

/** A sheet of a workbook: its first row is the heading. */
export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A workbook. Cells are inline strings or numbers, never formulas, whatever a text begins with. */
export function xlsx(sheets: readonly Sheet[]): Uint8Array {
  const paths = sheets.map((_, index) => `worksheets/sheet${index + 1}.xml`);
  const workbook = el(
    "workbook",
    { xmlns: MAIN, "xmlns:r": OFFICE },
    el(
      "sheets",
      {},
      sheets.map(({ name }, index) => el("sheet", { name, sheetId: index + 1, "r:id": `rId${index + 1}` })),
    ),
  );
  return packParts([
    {
      path: "[Content_Types].xml",
      content: contentTypes({
        "xl/workbook.xml": "spreadsheetml.sheet.main",
        "xl/styles.xml": "spreadsheetml.styles",
        ...Object.fromEntries(paths.map((path) => [`xl/${path}`, "spreadsheetml.worksheet"])),
      }),
    },
    {
      path: "_rels/.rels",
      content: relationships([{ id: "rId1", type: "officeDocument", target: "xl/workbook.xml" }]),
    },
    { path: "xl/workbook.xml", content: workbook },
    {
      path: "xl/_rels/workbook.xml.rels",
      content: relationships([
        ...paths.map((target, index) => ({ id: `rId${index + 1}`, type: "worksheet", target })),
        { id: `rId${paths.length + 1}`, type: "styles", target: "styles.xml" },
      ]),
    },
    { path: "xl/styles.xml", content: styles() },
    ...sheets.map((sheet, index) => ({ path: `xl/${paths[index] ?? ""}`, content: worksheet(sheet) })),
  ]);
}

const TEXT = 1;
const HEADING = 2;

function worksheet({ columns, rows }: Sheet): Element {
  const last = `${letters(columns.length - 1)}${rows.length + 1}`;
  const row = (cells: readonly (string | number)[], number: number, style: number) =>
    el(
      "row",
      { r: number, ht: rowHeight(cells, columns), customHeight: 1 },
      cells.map((value, index) => cell(`${letters(index)}${number}`, value, style)),
    );
  return el(
    "worksheet",
    { xmlns: MAIN },
    el("sheetPr", {}, el("pageSetUpPr", { fitToPage: 1 })),
    el(
      "sheetViews",
      {},
      el(
        "sheetView",
        { workbookViewId: 0 },
        el("pane", { ySplit: 1, topLeftCell: "A2", activePane: "bottomLeft", state: "frozen" }),
      ),
    ),
    el(
      "cols",
      {},
      columns.map(({ width }, index) => el("col", { min: index + 1, max: index + 1, width, customWidth: 1 })),
    ),
    el(
      "sheetData",
      {},
      row(
        columns.map(({ title }) => title),
        1,
        HEADING,
      ),
      rows.map((cells, index) => row(cells, index + 2, TEXT)),
    ),
    el("autoFilter", { ref: `A1:${last}` }),
    el("pageSetup", { paperSize: 9, orientation: "landscape", fitToHeight: 0 }),
  );
}

/** Points for the lines that the longest cell wraps to; Excel allows 409. */
function rowHeight(cells: readonly (string | number)[], columns: Sheet["columns"]): number {
  const lines = cells.map((value, index) => Math.ceil(String(value).length / ((columns[index]?.width ?? 20) * 0.95)));
  return Math.min(409, 13 * Math.max(1, ...lines) + 2);
}

function cell(reference: string, value: string | number, style: number): Element {
  if (typeof value === "number") return el("c", { r: reference, s: style }, el("v", {}, String(value)));
  const text = plain(value).slice(0, MAX_TEXT);
  return el("c", { r: reference, s: style, t: "inlineStr" }, el("is", {}, el("t", { "xml:space": "preserve" }, text)));
}

/** 0 is A, 25 Z, 26 AA. */
function letters(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return (rest >= 0 ? letters(rest) : "") + String.fromCharCode(65 + (index % 26));
}

/** Plain, wrapped text, bold headings; and what the format wants to have declared. */
function styles(): Element {
  const fill = (patternType: string) => el("fill", {}, el("patternFill", { patternType }));
  const format = (attributes: Readonly<Record<string, number>>, isWrapped: boolean) =>
    el(
      "xf",
      { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0, xfId: 0, ...attributes, applyAlignment: 1 },
      el("alignment", { horizontal: "left", vertical: "top", wrapText: isWrapped ? 1 : 0 }),
    );
  return el(
    "styleSheet",
    { xmlns: MAIN },
    el(
      "fonts",
      { count: 2 },
      el("font", {}, el("sz", { val: 10 }), el("name", { val: "Arial" })),
      el("font", {}, el("b"), el("sz", { val: 10 }), el("name", { val: "Arial" })),
    ),
    el("fills", { count: 2 }, fill("none"), fill("gray125")),
    el("borders", { count: 1 }, el("border", {}, el("left"), el("right"), el("top"), el("bottom"), el("diagonal"))),
    el("cellStyleXfs", { count: 1 }, el("xf", { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })),
    el("cellXfs", { count: 3 }, format({}, false), format({}, true), format({ fontId: 1, applyFont: 1 }, true)),
  );
}
