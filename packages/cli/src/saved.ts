import fs from "node:fs";
import path from "node:path";
import type { Assessment } from "@assay/rules";
import { UsageError, type Io } from "./io.js";

/**
 * Reads what `assay scan -o json=FILE` wrote. Anybody may have written it since (the job of a fork), so it is believed only
 * as far as it keeps to the schema.
 */
export async function readAssessment(file: string, io: Io): Promise<Assessment> {
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(path.resolve(io.cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError(`The report ${file} cannot be read: ${error instanceof Error ? error.message : ""}`);
  }
  const { Ajv } = await import("ajv");
  const { assessmentSchema } = await import("./assessment-schema.generated.js");
  const validate = new Ajv({ strict: false }).compile<Assessment>(assessmentSchema);
  if (validate(content)) return content;
  const { instancePath = "", message = "" } = validate.errors?.[0] ?? {};
  throw new UsageError(
    `${file} is no assessment of this version (${`${instancePath} ${message}`.trim()}); write one with: assay scan -o json=${file}`,
  );
}
