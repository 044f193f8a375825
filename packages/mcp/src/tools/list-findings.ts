import { counts, selects, severities, type AssessedFinding, type Assessment } from "@assay/rules";
import { code, embedding, visible } from "assay";
import { z } from "zod";
import { within } from "../confine.js";
import { pageOf } from "../page.js";
import { cursor, finding, limit, paged, path, profile, severity } from "../shapes.js";
import { defineTool } from "../tool.js";

const filters = {
  severity: severity.optional().describe("This severity or a higher one."),
  rule: z.string().optional().describe("A rule's id, a glob over ids (`queue-*`), or a topic (`topic:iam`)."),
  resource: z.string().optional().describe("The id or name of the resource."),
  file: z.string().optional().describe("The file that the finding points at."),
  outcome: z
    .enum(["fail", "unknown", "pass", "not-applicable"])
    .default("fail")
    .describe("`fail`: what is wrong. `unknown`: what cannot be decided before the deployment."),
  accepted: z.boolean().default(false).describe("Also findings that somebody accepts."),
};

export const listFindings = defineTool({
  name: "list_findings",
  title: "List findings",
  description:
    "The findings of a scan, the gravest first, each with message, exact places, and what to do. The reading of a rule is given by explain_rule.",
  input: { path, profile, ...filters, cursor, limit },
  output: { findings: z.array(finding), ...paged },
  async run(input, analyses) {
    const inside = within(analyses.root, input.path);
    const { assessment } = await analyses.of({ folder: "", inside, profile: input.profile });
    const wanted = assessment.findings.filter((one) => isWanted(one, input));
    wanted.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
    const { items, ...rest } = pageOf(await withRemedies(wanted, assessment), input.cursor, input.limit);
    const more = rest.nextCursor === undefined ? "" : " There are more: ask with nextCursor.";
    return {
      data: { findings: items, ...rest },
      text: [`${items.length} of ${rest.total} findings.${more}`, ...items.map(findingLine)].join("\n"),
    };
  },
});

type Filters = z.infer<z.ZodObject<typeof filters>>;

function isWanted(
  one: AssessedFinding,
  { severity: least, rule, resource, file, outcome, accepted }: Filters,
): boolean {
  const { id, name } = one.subject;
  return (
    one.outcome === outcome &&
    (accepted || outcome !== "fail" || counts(one)) &&
    (least === undefined || severities.indexOf(one.severity) >= severities.indexOf(least)) &&
    (rule === undefined || selects(rule, { id: one.rule, topic: one.topic })) &&
    (resource === undefined || [id, name, visible(id), visible(name)].includes(resource)) &&
    (file === undefined || visible(one.locations[0]?.file ?? "") === file)
  );
}

/** Findings as they are given: with the remedy of each. */
export async function withRemedies(findings: readonly AssessedFinding[], assessment: Assessment) {
  const { remedyOf } = await embedding();
  return findings.map(({ locations, ...one }) => {
    const remedy = remedyOf({ ...one, locations }, assessment);
    return { ...one, locations, ...(remedy === undefined ? {} : { remedy }) };
  });
}

/** One line of a list. */
export function findingLine({ rule, severity: how, message, when, locations }: AssessedFinding): string {
  const [place] = locations;
  const where = place ? ` at ${code(`${place.file}:${place.startLine}`)}` : "";
  return `- ${how} ${code(rule)}: ${code(message)}${when === undefined ? "" : ` when ${code(when)}`}${where}`;
}
