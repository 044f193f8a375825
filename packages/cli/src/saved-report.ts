import fs from "node:fs";
import path from "node:path";
import { parse } from "@assay/analyzer";
import { documentProblems, type Assessment } from "@assay/rules";
import { refuse } from "./document.js";
import { UsageError, type Io } from "./io.js";

/** A report as it was saved, with the bytes that it consists of. */
export interface SavedReport {
  readonly file: string;
  readonly text: string;
  readonly assessment: Assessment;
}

/** Reads what `assay report -f json` wrote; anything else is a usage error. */
export async function readReport(given: string, io: Io): Promise<SavedReport> {
  const file = path.resolve(io.cwd, given);
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`The report ${given} cannot be read.`);
  }
  const { root, problems } = parse({ path: given, text });
  if (!root || problems.some(({ level }) => level === "error"))
    throw new UsageError(`${given} is no report: ${problems[0]?.message ?? "it is empty"}`);
  refuse(await documentProblems(root, "assessment"));
  return { file: given, text, assessment: JSON.parse(text) as Assessment };
}
