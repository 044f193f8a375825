import type { Node } from "@assay/analyzer";
import { validateDocument, type SchemaProblem } from "./settings/validate.js";

/** What is wrong with a parsed document against the schema of its kind; the schemas are loaded when they are needed. */
export async function documentProblems(
  root: Node,
  kind: "pack" | "evidence" | "assessment",
): Promise<readonly SchemaProblem[]> {
  const { assessmentSchema, evidenceSchema, packSchema } = await import("./schemas.generated.js");
  return validateDocument(root, { pack: packSchema, evidence: evidenceSchema, assessment: assessmentSchema }[kind]);
}
