import fs from "node:fs";
import path from "node:path";
import type { Io } from "./io.js";

/** Writes a file that the command line names, folders included, and says so. */
export function writeOutput(given: string, content: string | Uint8Array, io: Io): void {
  const file = path.resolve(io.cwd, given);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  io.err(`Wrote ${path.relative(io.cwd, file) || file}.\n`);
}

/** Writes a document to the file that is named, else to the standard output, which takes only text. */
export function print(content: string | Uint8Array, output: string | undefined, io: Io): void {
  if (output !== undefined) writeOutput(output, content, io);
  else if (typeof content === "string") io.out(content);
}

/** One file for one page; several are numbered before the extension: `orders-1.svg`, `orders-2.svg`. */
export function writePages(given: string, pages: readonly (string | Uint8Array)[], io: Io): void {
  const { dir, name, ext } = path.parse(given);
  pages.forEach((page, index) => {
    writeOutput(pages.length === 1 ? given : path.join(dir, `${name}-${index + 1}${ext}`), page, io);
  });
}
