import { assessEvidence, type EvidenceOptions } from "../assessment.js";
import { exitCode, type Io } from "../io.js";
import { print } from "../output.js";
import { redact } from "../redact.js";
import type { Redaction } from "../redactions.js";
import { caseStudyMarkdown } from "../render/case-study.js";

export interface CaseStudyOptions extends EvidenceOptions {
  readonly format: "markdown";
  readonly output?: string;
  readonly redact?: readonly Redaction[];
}

/** `assay case-study`: a draft of the case study, with what people answered and what they still have to. */
export async function caseStudy(
  paths: readonly string[],
  options: CaseStudyOptions,
  io: Io,
  version: string,
): Promise<number> {
  const { assessment } = await assessEvidence(paths, options, io, version);
  print(caseStudyMarkdown(redact(assessment, options.redact ?? [])), options.output, io);
  return assessment.projects.length > 0 ? exitCode.ok : exitCode.incomplete;
}
