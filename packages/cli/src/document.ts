import fs from "node:fs";
import path from "node:path";
import { parse, regionOf, type Node } from "@assay/analyzer";
import { UsageError } from "./io.js";

/** Reads and parses a YAML or JSON file of the user; what cannot be read or parsed is a usage error with its place. */
export function readDocument(file: string, root: string): Node | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
  const { root: tree, problems } = parse({ path: shownPath(file, root), text });
  const syntax = problems[0];
  if (syntax) throw new UsageError(`${placeOf(syntax.span)}: ${syntax.message}`);
  return tree;
}

/** Ends the run when a document has mistakes, naming all of them with their places. */
export function refuse(mistakes: readonly { readonly span: Node["origin"]["span"]; readonly message: string }[]): void {
  if (mistakes.length === 0) return;
  throw new UsageError(
    mistakes.map(({ span, message }) => `${placeOf(span)}: ${message}${/[.?!]$/.test(message) ? "" : "."}`).join("\n"),
  );
}

/** A path as it is shown: relative to the root where it lies below, else as it was given. */
export function shownPath(file: string, root: string): string {
  const relative = path.relative(root, file).split(path.sep).join("/");
  return relative === "" || relative.startsWith("..") ? path.basename(file) : relative;
}

function placeOf(span: Node["origin"]["span"]): string {
  const { file, startLine, startColumn } = regionOf(span);
  return `${file}:${startLine}:${startColumn}`;
}
