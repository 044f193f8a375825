/** Text that cannot break a line, a cell or a terminal: control characters are dropped. */
function flat(cell: string): string {
  return cell.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ");
}

/** Columns padded to the same width, for a terminal. */
export function textTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows].map((row) => row.map(flat));
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** RFC 4180; a leading formula sign is quoted away, since spreadsheets run what follows it. */
export function csv(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const safe = /^[\s=+\-@＝＋－＠]/.test(text) && text !== "-" ? `'${flat(text)}` : flat(text);
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [headings, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A GitHub-flavoured table. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |\n`;
  return line(headings) + line(headings.map(() => "---")).replaceAll("\\", "") + rows.map(line).join("");
}

/**
 * Text as it is, whatever Markdown or HTML it may look like. A word joiner (U+2060) keeps hosts from making mentions,
 * references (`#1`, `!2`) and links of what they find in the rendered text.
 */
export function escapeMarkdown(text: string): string {
  return flat(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/([\\`*_{}[\]|~>])/g, "\\$1")
    .replace(/[@#!$](?=(\S?))/g, (sign, next) => `&#${sign.charCodeAt(0)};${next === "" ? "" : "&#8288;"}`)
    .replace(/:(?=\/\/)/g, ":&#8288;")
    .replace(/\bwww(?=\.)/gi, "$&&#8288;");
}
