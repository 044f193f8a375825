import { counts, type AssessedCriterion } from "@assay/rules";
import { code } from "assay";
import { z } from "zod";
import { Refused, within } from "../confine.js";
import { pageOf } from "../page.js";
import { cursor, finding, limit, paged, path, profile, region, verdict } from "../shapes.js";
import { defineTool } from "../tool.js";
import { findingLine, withRemedies } from "./list-findings.js";

export const criterionEvidence = defineTool({
  name: "criterion_evidence",
  title: "Evidence for a criterion",
  description:
    "How the repository (with evidence.yaml) answers a checklist: verdict, statement, count, places, the table per function, and the findings that are gaps. Without a criterion: the verdicts of all.",
  input: {
    path,
    profile,
    checklist: z
      .string()
      .default("usual")
      .describe("The id of a checklist, or `all`; `usual`: those of the configuration, else the AWS Lambda checklist."),
    criterion: z.string().optional().describe("Its id."),
    cursor,
    limit,
  },
  output: {
    criteria: z.array(
      z.looseObject({
        checklist: z.string(),
        id: z.string(),
        title: z.string(),
        verdict,
        basis: z.enum(["static", "supplied", "mixed", "none"]),
        statement: z.string(),
        gaps: z.int().describe("How many open findings belong to it."),
        evidence: z.array(region).optional(),
      }),
    ),
    findings: z.array(finding).describe("The gaps of the criterion that was asked for."),
    ...paged,
  },
  async run(input, analyses) {
    const inside = within(analyses.root, input.path);
    // A checklist that is a file may only be named by the configuration.
    if (/[/\\]|\.(ya?ml|json)$/i.test(input.checklist)) throw new Refused("A checklist is asked for by its id.");
    const { assessment } = await analyses.of({
      folder: "",
      inside,
      profile: input.profile,
      checklist: input.checklist,
    });
    const all = assessment.checklists.flatMap(({ pack, criteria }) =>
      criteria.map((one) => ({ checklist: pack.id, one })),
    );
    const wanted = all.filter(({ one }) => input.criterion === undefined || one.id === input.criterion);
    if (wanted.length === 0)
      throw new Refused(
        `There is no such criterion. There are: ${all
          .slice(0, 100)
          .map(({ one }) => code(one.id))
          .join(", ")}`,
      );
    const isOne = input.criterion !== undefined;
    const rows = wanted.map(({ checklist, one }) => (isOne ? whole(checklist, one) : brief(checklist, one)));
    const { items, ...rest } = pageOf(rows, input.cursor, input.limit);
    const gaps = new Set(isOne ? wanted.flatMap(({ one }) => one.gaps) : []);
    const open = assessment.findings.filter((one) => counts(one) && gaps.has(one.fingerprint));
    const more = rest.nextCursor === undefined ? "" : " There are more: ask with nextCursor.";
    const lines = [
      `${items.length} of ${rest.total} criteria.${more}`,
      ...items.map(
        (row) => `- ${code(row.id)} ${row.verdict} (${row.basis}): ${code(row.statement)}; gaps: ${row.gaps}`,
      ),
      ...open.slice(0, 20).map(findingLine),
    ];
    return {
      data: { criteria: items, findings: await withRemedies(open, assessment), ...rest },
      text: lines.join("\n"),
    };
  },
});

function brief(checklist: string, one: AssessedCriterion) {
  const { id, title, section, verdict: said, basis, statement, gaps, asks } = one;
  return {
    checklist,
    id,
    title,
    section,
    verdict: said,
    basis,
    statement,
    gaps: gaps.length,
    ...(asks === undefined ? {} : { asks }),
  };
}

function whole(checklist: string, one: AssessedCriterion) {
  const { evidence, table, ...rest } = one;
  return { checklist, ...rest, gaps: one.gaps.length, evidence: evidence, ...(table ? { table } : {}) };
}
