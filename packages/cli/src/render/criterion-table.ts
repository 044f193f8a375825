import type { AssessedTable } from "@assay/rules";

/** A criterion's table as headings and texts; documented defaults that nobody wrote are starred. */
export function assessedTable({ columns, rows }: AssessedTable): [readonly string[], readonly (readonly string[])[]] {
  return [
    ["Function", "Where", ...columns],
    rows.map(({ name, location, cells }) => [
      name,
      `${location.file}:${location.startLine}`,
      ...cells.map(({ text, state }) => (state === "default" ? `${text}*` : text)),
    ]),
  ];
}
