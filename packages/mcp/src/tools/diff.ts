import { compareAssessment, counts, knownFindings, severities, type Assessment } from "@assay/rules";
import { code } from "assay";
import { z } from "zod";
import type { Analyses } from "../analyses.js";
import { folderWithin, Refused, within } from "../confine.js";
import { pageOf } from "../page.js";
import { cursor, finding, limit, paged, path, problem, profile } from "../shapes.js";
import { defineTool } from "../tool.js";
import { findingLine, withRemedies } from "./list-findings.js";

export const diff = defineTool({
  name: "diff",
  title: "Compare findings",
  description:
    "What a change does to the findings: which are new and which are fixed, between two folders of the root (before, after), or between a git ref and the files as they are (base; git only reads objects, nothing is checked out or fetched). Findings are recognised when lines move or files are renamed. Compared are findings and problems; changes of functions, triggers or permissions that no rule speaks about are not listed.",
  input: {
    before: z.string().optional().describe("A folder below the served root; with after."),
    after: z.string().optional().describe("A folder below the served root; with before."),
    base: z.string().optional().describe("A git ref, instead of the folders."),
    path,
    profile,
    cursor,
    limit,
  },
  output: {
    with: z.string(),
    new: z.array(finding),
    fixed: z.array(
      z.looseObject({ fingerprint: z.string(), rule: z.string(), subject: z.string(), message: z.string() }),
    ),
    newTotal: z.int(),
    fixedTotal: z.int(),
    unchangedTotal: z.int(),
    newProblems: z.array(problem),
    limits: z.array(z.string()).describe("What limits the comparison."),
    ...paged,
  },
  async run(input, analyses) {
    const { before, after, base } = input;
    const isFolders = before !== undefined && after !== undefined && base === undefined;
    if (!isFolders && (base === undefined || before !== undefined || after !== undefined))
      throw new Refused("Give before and after, or base alone.");
    const assessment = isFolders
      ? await betweenFolders(before, after, input.profile, analyses)
      : await sinceRef(base ?? "", input.path, input.profile, analyses);
    const failing = assessment.findings.filter(counts);
    const fresh = failing.filter(({ change }) => change === "new");
    fresh.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
    const { fixed = [], notes: limits = [], with: other = "" } = assessment.compared ?? {};
    const newProblems = assessment.problems.filter(({ level, change }) => level !== "note" && change === "new");
    const entries = [
      ...(await withRemedies(fresh, assessment)).map((one) => ({ isNew: true as const, one })),
      ...fixed.map((one) => ({ isNew: false as const, one })),
    ];
    const { items, ...rest } = pageOf(entries, input.cursor, input.limit);
    const added = items.flatMap((entry) => (entry.isNew ? [entry.one] : []));
    const gone = items.flatMap((entry) => (entry.isNew ? [] : [entry.one]));
    const more = rest.nextCursor === undefined ? "" : " There are more: ask with nextCursor.";
    const lines = [
      `Compared with ${code(other)}: ${fresh.length} new, ${fixed.length} fixed, ${failing.length - fresh.length} unchanged; ${newProblems.length} new problems.${more}`,
      ...added.map((one) => `new ${findingLine(one)}`),
      ...gone.map(({ rule, message }) => `fixed - ${code(rule)}: ${code(message)}`),
      ...limits.map((limit) => `Note: ${code(limit)}`),
    ];
    return {
      data: {
        with: other,
        new: added,
        fixed: gone,
        newTotal: fresh.length,
        fixedTotal: fixed.length,
        unchangedTotal: failing.length - fresh.length,
        newProblems,
        limits,
        ...rest,
      },
      text: lines.join("\n"),
    };
  },
});

type Profile = z.infer<typeof profile>;

/** Each folder is a repository of its own, with its own configuration, so that what did not change has the same ids. */
async function betweenFolders(before: string, after: string, how: Profile, analyses: Analyses): Promise<Assessment> {
  const [old, now] = [before, after].map((folder) => folderWithin(analyses.root, folder)) as [string, string];
  const { assessment: known } = await analyses.of({ folder: old, inside: "", profile: how });
  const { assessment } = await analyses.of({ folder: now, inside: "", profile: how });
  return compareAssessment(assessment, { with: before, findings: knownFindings(known), problems: known.problems });
}

async function sinceRef(base: string, given: string, how: Profile, analyses: Analyses): Promise<Assessment> {
  const inside = within(analyses.root, given);
  return (await analyses.of({ folder: "", inside, profile: how, base })).assessment;
}
