import { diff as compare, type ChangeSet, type Profile, type State } from "@assay/rules";
import { judge, rulesOf, type JudgeOptions } from "../assessment.js";
import { missingAssemblies } from "../compared.js";
import { impacts } from "../diff/impact.js";
import { baseState, namedBy, stateOf, type Named, type Reading } from "../diff/version.js";
import { findEvidence, readEvidence } from "../evidence.js";
import { openInputs } from "../inputs.js";
import { UsageError, type Io } from "../io.js";
import { writeOutput } from "../output.js";
import { choosePacks } from "../packs.js";
import { readReport } from "../saved-report.js";

/** Every format, loaded when it is chosen. */
const renderers = {
  pretty: async () => (await import("../render/diff-pretty.js")).prettyDiff,
  markdown: async () => (await import("../render/diff-markdown.js")).markdownDiff,
  json: async () => (await import("../render/text.js")).jsonText,
} satisfies Record<string, () => Promise<(changes: ChangeSet) => string>>;

export type DiffFormat = keyof typeof renderers;

/** The names of the formats. */
export const diffFormats = Object.keys(renderers) as readonly DiffFormat[];

export interface DiffOptions extends JudgeOptions {
  readonly format: DiffFormat;
  /** `format=path`, one for each file to write. */
  readonly output?: readonly string[];
  readonly checklist?: string[];
}

/** `assay diff`: what the change from one version to another does. */
export async function diff(
  base: string,
  head: string | undefined,
  options: DiffOptions,
  io: Io,
  version: string,
): Promise<number> {
  const outputs = (options.output ?? []).map(outputOf);
  const [from, to] = [namedBy(base, io), namedBy(head, io)];
  const reading = await readingOf(from, to, options, io, version);
  const before = await baseState(from, to, reading);
  const after = await stateOf(to, reading);
  const changes = await changesBetween(before, after, version);
  for (const { format, file } of outputs) writeOutput(file, (await renderers[format]())(changes), io);
  io.out((await renderers[options.format]())(changes));
  const { configuration } = reading.inputs;
  const fresh = new Set(changes.findings.new.map(({ fingerprint }) => fingerprint));
  const findings = after.assessment.findings.map((finding) => ({
    ...finding,
    change: fresh.has(finding.fingerprint) ? ("new" as const) : ("unchanged" as const),
  }));
  const compared = { ...after.assessment, findings };
  return judge(compared, options.failOn ?? configuration.failOn ?? "high", options.strict ?? false);
}

/**
 * Both versions are read alike: as the folder of the newer one says, else the current one; beside a saved report with the
 * rules that it was made with.
 */
async function readingOf(base: Named, head: Named, options: DiffOptions, io: Io, version: string): Promise<Reading> {
  const inputs = await openInputs(head.kind === "folder" ? [head.path] : [], options, io);
  const { configuration, root } = inputs;
  const rules = await rulesOf(options, configuration, io);
  const packs = await choosePacks(options.checklist ?? configuration.checklists, [], rules, root);
  const evidence = findEvidence([root], undefined);
  const answers = evidence === undefined ? [] : (await readEvidence(evidence, root)).answers;
  const profile = options.profile ?? configuration.profile ?? (await profileOf([base, head], io)) ?? "recommended";
  const how = { rules, packs, version, configuration: { ...configuration, profile }, today: io.today, answers };
  return { inputs, how, io };
}

/** The profile of a saved report; `assay report` and `assay scan` have different ones, and only the former says how it ran. */
async function profileOf(versions: readonly Named[], io: Io): Promise<Profile | undefined> {
  for (const named of versions) {
    if (named.kind !== "report") continue;
    const { provenance } = (await readReport(named.given, io)).assessment;
    const recorded = provenance?.options["profile"];
    return profiles.find((profile) => profile === recorded) ?? (provenance ? "evidence" : "recommended");
  }
  return undefined;
}

const profiles: readonly Profile[] = ["recommended", "strict", "evidence"];

async function changesBetween(before: State, after: State, version: string): Promise<ChangeSet> {
  if (!before.analysis || !after.analysis) return compare(before, after, { version, resources: [], notes: [] });
  const { resources, notes } = await impacts(before.analysis, after.analysis);
  const assemblies = [...missingAssemblies(after.assessment, before.analysis)];
  return compare(before, after, { version, resources, notes: [...assemblies, ...notes] });
}

function outputOf(given: string): { format: DiffFormat; file: string } {
  const equals = given.indexOf("=");
  const format = diffFormats.find((name) => name === given.slice(0, equals));
  const file = given.slice(equals + 1);
  if (!format || file === "")
    throw new UsageError(`--output wants FORMAT=PATH with one of ${diffFormats.join(", ")}, not '${given}'.`);
  return { format, file };
}
