import { analyze, type Analysis, type Repository } from "@assay/analyzer";
import { assess, compareAssessment, knownFindings, type AssessOptions, type Assessment } from "@assay/rules";
import { readBaseline } from "./baseline.js";
import { findBase } from "./git/base.js";
import { gitRepository, SUBMODULE } from "./git/git-repository.js";
import type { Inputs } from "./inputs.js";
import { UsageError, type Io } from "./io.js";

/** What to compare with. */
export interface CompareOptions {
  /** A git ref. */
  readonly base?: string;
  /** A baseline, or a saved assessment. */
  readonly baseline?: string;
}

/** The assessment with what is new, unchanged and fixed, if the options ask for it. */
export async function compared(
  assessment: Assessment,
  { repository, settings, root, selection }: Inputs,
  options: CompareOptions,
  how: AssessOptions,
  io: Io,
): Promise<Assessment> {
  const { base: ref, baseline } = options;
  if (ref !== undefined && baseline !== undefined) throw new UsageError("Give --base or --baseline, not both.");
  if (baseline !== undefined) return compareAssessment(assessment, readBaseline(baseline, io));
  if (ref === undefined) return assessment;
  const base = findBase(root, ref, io);
  const old = await gitRepository(base, selection, repository.leftOut);
  const analysis = await analyze(old, settings);
  const before = assess(analysis, { ...how, packs: [] });
  return compareAssessment(assessment, {
    with: base.name,
    findings: knownFindings(before),
    problems: before.problems,
    notes: [...missingAssemblies(assessment, analysis), ...missingSubmodules(assessment, old)],
  });
}

/** Cloud assemblies are mostly not committed; then there is nothing to compare an app with. */
export function* missingAssemblies(
  { projects }: Pick<Assessment, "projects">,
  { projects: before, discovery }: Analysis,
): Iterable<string> {
  for (const { framework, entry } of projects) {
    if (framework !== "cdk" || before.some((project) => project.entry === entry)) continue;
    if (discovery.cdkApps.some((folder) => folder === "" || entry.startsWith(`${folder}/`)))
      yield `the base has no cloud assembly ${entry}, so all findings of this app count as new. Commit it, or save a report of the base (-o json=FILE) and give it with --baseline.`;
  }
}

/** The content of submodules is in other repositories. */
function* missingSubmodules({ projects }: Assessment, { leftOut }: Repository): Iterable<string> {
  for (const { path, reason } of leftOut)
    if (reason === SUBMODULE && projects.some(({ entry }) => entry.startsWith(`${path}/`)))
      yield `${path} is a submodule, so the base knows nothing of it and all its findings count as new.`;
}
