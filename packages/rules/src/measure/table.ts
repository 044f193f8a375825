import type { FunctionRow, Region, ShownValues } from "@assay/analyzer";
import type { AssessedCell, AssessedTable } from "../assessment.js";

/** A cell whose text is known, with the place that says so. */
export function known(text: string, location?: Region): AssessedCell {
  return { text, state: "known", ...(location ? { location: regionOnly(location) } : {}) };
}

/** A cell for what is not there. */
export function absent(text: string): AssessedCell {
  return { text, state: "absent" };
}

/** A cell for what cannot be known from the repository. */
export function unknown(text: string): AssessedCell {
  return { text, state: "unknown" };
}

/** A property in every scenario: "512 MB when Stage is prod or 128 MB". */
export function valueCell(values: ShownValues, unit: string, absentText: string): AssessedCell {
  const texts = values.map((value) => {
    const when = value.when === undefined ? "" : ` when ${value.when}`;
    if (value.state === "absent") return absentText + when;
    if (value.state === "unknown") return `unknown: ${value.because ?? "no reason known"}${when}`;
    return `${String(value.value)}${unit && ` ${unit}`}${when}`;
  });
  const states = new Set(values.map(({ state }) => state));
  const state = states.has("unknown")
    ? "unknown"
    : states.has("known")
      ? "known"
      : states.has("default")
        ? "default"
        : "absent";
  const place = values.find((value) => value.state === state);
  return {
    text: [...new Set(texts)].join(" or ") || absentText,
    state,
    ...(place && state !== "absent" ? { location: place.location } : {}),
  };
}

/** A table with one row per function. */
export function functionTable(
  columns: readonly string[],
  functions: readonly FunctionRow[],
  cells: (row: FunctionRow) => readonly AssessedCell[],
): AssessedTable {
  return {
    columns,
    rows: functions.map((row) => ({ id: row.id, name: row.title, location: row.location, cells: cells(row) })),
  };
}

function regionOnly({ file, startLine, startColumn, endLine, endColumn }: Region): Region {
  return { file, startLine, startColumn, endLine, endColumn };
}
