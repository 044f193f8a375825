import type { GraphDocument } from "@assay/analyzer";
import type { AssessedChecklist, AssessedCriterion, AssessedFinding, Assessment, Verdict } from "@assay/rules";
import { diagramOf } from "../diagram/diagram.js";
import { layout } from "../diagram/layout.js";
import { appendices } from "./appendices.js";
import {
  heading,
  joined,
  jump,
  list,
  paragraph,
  strong,
  type Block,
  type Inline,
  type Mark,
  type Report,
} from "./blocks.js";
import { functionTable } from "./functions.js";
import { linksOf, type Links } from "./links.js";
import { provenanceBlocks, unreadBlocks } from "./provenance.js";
import { plural } from "./words.js";

const VERDICTS: Readonly<Record<Verdict, Omit<Mark, "kind">>> = {
  met: { text: "Met", tone: "good" },
  "not-met": { text: "Not met", tone: "gap" },
  "needs-input": { text: "Needs input", tone: "open" },
  "not-applicable": { text: "Not applicable", tone: "none" },
};
const BASES: Readonly<Record<AssessedCriterion["basis"], string>> = {
  static: "read from the repository",
  supplied: "answered by a person",
  mixed: "read from the repository and answered by a person",
  none: "not answered yet",
};
/** More evidence than this is counted, not listed: the JSON has all of it. */
const MAX_EVIDENCE = 24;

/**
 * The evidence report: verdicts, gaps first, every criterion with its proof, the functions, the diagrams, appendices and
 * where it all comes from. A pure function of the two documents; without a graph there are no diagrams.
 */
export function evidenceReport(assessment: Assessment, graph: GraphDocument | undefined): Report {
  const links = linksOf(assessment);
  const findings = new Map(assessment.findings.map((finding) => [finding.fingerprint, finding]));
  const scenes = graph ? layout(diagramOf(graph, assessment.functions)) : [];
  return {
    title: assessment.title ?? "Evidence report",
    lead: leadOf(assessment),
    blocks: [
      heading(2, "summary", "Summary"),
      ...summary(assessment, links),
      ...unreadBlocks(assessment, links),
      heading(2, "gaps", "Gaps"),
      ...gaps(assessment, findings, links),
      heading(2, "open", "To be supplied by people"),
      ...openItems(assessment, links),
      ...assessment.checklists.flatMap((checklist) => checklistBlocks(checklist, findings, links)),
      heading(2, "functions", "Functions"),
      ...functionTable(assessment, links),
      ...(scenes.length > 0 ? [heading(2, "diagrams", "Diagrams")] : []),
      ...scenes.map((scene): Block => ({ kind: "figure", scene, caption: scene.title, id: `diagram-${scene.id}` })),
      ...appendices(assessment, links),
      ...provenanceBlocks(assessment),
    ],
  };
}

function leadOf({ projects, functions, inputs, tool }: Assessment): readonly Inline[] {
  const names = projects.map(({ entry, framework }) => [{ kind: "code" as const, text: entry }, ` (${framework})`]);
  const first = names.slice(0, 8);
  const more = names.length - first.length;
  return [
    `${plural(functions.length, "Lambda function")} of ${plural(projects.length, "project")}: `,
    ...(names.length === 0 ? ["none found"] : joined(first, ", ")),
    `${more > 0 ? ` and ${more} more` : ""}. Made by Assay ${tool.version} from ${plural(inputs.length, "file")}, without credentials, network or running any of the code.`,
  ];
}

function markOf(verdict: Verdict, gapCount = 0): Mark {
  const { text, tone } = VERDICTS[verdict];
  return { kind: "mark", text: gapCount > 0 ? `${text}, ${plural(gapCount, "gap")}` : text, tone };
}

const ORDER = ["met", "not-met", "needs-input", "not-applicable"] as const;

function summary({ checklists, complete }: Assessment, links: Links): readonly Block[] {
  const rows = checklists.map(({ pack, criteria }) => ({
    cells: [
      [jump(pack.title, `checklist-${links.criterion(pack.id, "")}`)],
      [pack.version],
      ...ORDER.map((verdict) => [String(criteria.filter((criterion) => criterion.verdict === verdict).length)]),
    ],
  }));
  return [
    {
      kind: "table",
      caption: "Criteria by verdict",
      columns: ["Checklist", "Version", ...ORDER.map((verdict) => VERDICTS[verdict].text)],
      rows,
    },
    ...checklists.flatMap(({ warning }) =>
      warning === undefined ? [] : [paragraph(strong("Check the release: "), warning)],
    ),
    paragraph(
      "A verdict is about the question of the checklist; gaps are practices that fall short and stand beside it. What cannot be known from the repository is never taken for met.",
    ),
    ...(complete ? [] : [paragraph(strong("Not everything could be read"), ": see below what is missing.")]),
  ];
}

type Findings = ReadonlyMap<string, AssessedFinding>;

/** What fails first: items not met, then every gap once with the items that it belongs to. */
function gaps({ checklists }: Assessment, findings: Findings, links: Links): readonly Block[] {
  const notMet = checklists.flatMap(({ pack, criteria }) =>
    criteria
      .filter(({ verdict }) => verdict === "not-met")
      .map(({ id, title, statement }) => [
        markOf("not-met"),
        " ",
        jump(`${id} ${title}`, links.criterion(pack.id, id)),
        `: ${statement}`,
      ]),
  );
  const items = new Map<string, { readonly text: string; readonly to: string }[]>();
  for (const { pack, criteria } of checklists)
    for (const { id, gaps: own } of criteria)
      for (const fingerprint of own)
        items.set(fingerprint, [...(items.get(fingerprint) ?? []), { text: id, to: links.criterion(pack.id, id) }]);
  const failing = [...items].flatMap(([fingerprint, belongs]) => {
    const finding = findings.get(fingerprint);
    return finding ? [{ finding, belongs }] : [];
  });
  failing.sort((a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity));
  const rows = failing.map(({ finding, belongs }) => ({
    cells: [
      [{ kind: "code" as const, text: finding.rule }],
      [finding.severity],
      [finding.message, ...(finding.when === undefined ? [] : [` (when ${finding.when})`])],
      [links.place(finding.locations[0])],
      joined(
        belongs.map(({ text, to }) => [jump(text, to)]),
        ", ",
      ),
    ],
  }));
  return [
    ...(notMet.length > 0
      ? [heading(3, "not-met", "Items not met"), ...list(notMet)]
      : [paragraph("No item is answered with “not met”.")]),
    ...(rows.length > 0
      ? [
          heading(3, "practice-gaps", "Practice gaps"),
          {
            kind: "table" as const,
            caption: `${plural(rows.length, "gap")}, the gravest first`,
            columns: ["Rule", "Severity", "What is found", "Where", "Items"],
            rows,
          },
        ]
      : [paragraph("No practice gap belongs to any of the items.")]),
  ];
}

const SEVERITIES: readonly AssessedFinding["severity"][] = ["critical", "high", "medium", "low", "info"];

function openItems({ checklists }: Assessment, links: Links): readonly Block[] {
  const blocks = checklists.flatMap(({ pack, criteria }) => {
    const asked = criteria.filter(({ verdict, asks }) => verdict === "needs-input" && asks !== undefined);
    if (asked.length === 0) return [];
    return [
      heading(3, `open-${links.criterion(pack.id, "")}`, pack.title),
      ...list(asked.map(({ id, asks = "" }) => [jump(id, links.criterion(pack.id, id)), `: ${asks}`])),
    ];
  });
  return blocks.length > 0 ? blocks : [paragraph("Nothing: every question is answered.")];
}

function checklistBlocks({ pack, criteria }: AssessedChecklist, findings: Findings, links: Links): readonly Block[] {
  const note = pack.validity.note === undefined ? "" : ` ${pack.validity.note}`;
  return [
    heading(2, `checklist-${links.criterion(pack.id, "")}`, pack.title),
    paragraph(`Version ${pack.version}, published ${pack.published}. Source: ${pack.source}.${note}`),
    ...criteria.flatMap((criterion) => criterionBlocks(criterion, pack.id, findings, links)),
  ];
}

function criterionBlocks(
  criterion: AssessedCriterion,
  pack: string,
  findings: Findings,
  links: Links,
): readonly Block[] {
  const { id, title, verdict, basis, statement, count, gaps: own, draft, overruled, asks } = criterion;
  const counted = count ? ` ${count.satisfied} of ${count.total} counted, ${count.required} required.` : "";
  return [
    heading(3, links.criterion(pack, id), `${id} ${title}`, markOf(verdict, own.length)),
    paragraph(statement, `${counted} `, { kind: "mark", text: BASES[basis], tone: "none" }),
    ...(overruled
      ? [
          paragraph(
            strong("Overruled: "),
            `the repository alone gives “${VERDICTS[overruled.verdict].text}”; ${overruled.by} decided otherwise on ${overruled.date}: ${overruled.reason}`,
          ),
        ]
      : []),
    ...(verdict === "needs-input" && asks !== undefined ? [paragraph(strong("Still needed: "), `${asks}.`)] : []),
    ...(draft === undefined ? [] : [paragraph(strong("Draft, to be corrected by a person: "), draft)]),
    ...answerBlocks(criterion, links),
    ...gapBlocks(own, findings, links),
    ...evidenceBlocks(criterion, links),
    ...tableBlocks(criterion, links),
  ];
}

function answerBlocks({ answers, statement }: AssessedCriterion, links: Links): readonly Block[] {
  return list(
    answers.map(({ title, value, by, date, evidence, problems, location }): readonly Inline[] => {
      // The statement of an item with one answer is that answer.
      const isSaid = statement.includes(by) && statement.includes(String(value).replace(/\.$/, ""));
      return [
        ...(isSaid ? ["as answered in "] : [strong(`${title}: `), `${String(value)} (${by}, ${date}) `]),
        links.place(location),
        ...evidence.flatMap(({ target, sha256, problem }): readonly Inline[] => [
          "; attached ",
          { kind: "code", text: target },
          problem ?? (sha256 === undefined ? "" : `, SHA-256 ${sha256}`),
        ]),
        ...problems.map((problem) => `; does not count: ${problem}`),
      ];
    }),
  );
}

function gapBlocks(own: readonly string[], findings: Findings, links: Links): readonly Block[] {
  const failing = own.flatMap((fingerprint) => findings.get(fingerprint) ?? []);
  if (failing.length === 0) return [];
  return [
    paragraph(strong(failing.length === 1 ? "Gap" : "Gaps")),
    ...list(
      failing.map(({ message, when, locations, rule }): readonly Inline[] => [
        links.place(locations[0]),
        ` ${message}${when === undefined ? "" : ` (when ${when})`} `,
        { kind: "code", text: rule },
      ]),
    ),
  ];
}

function evidenceBlocks({ evidence }: AssessedCriterion, links: Links): readonly Block[] {
  if (evidence.length === 0) return [];
  const shown = evidence.slice(0, MAX_EVIDENCE);
  const more = evidence.length - shown.length;
  return [
    paragraph(
      strong("Evidence"),
      more > 0 ? ` (${shown.length} of ${evidence.length} places; the JSON report has all)` : "",
    ),
    ...list(
      shown.map((location): readonly Inline[] => [
        links.place(location),
        ` ${location.says}`,
        ...(location.by === undefined ? [] : [` (by ${location.by})`]),
        ...(location.excerpt === undefined ? [] : [": ", { kind: "code" as const, text: location.excerpt }]),
      ]),
    ),
  ];
}

function tableBlocks({ id, title, table }: AssessedCriterion, links: Links): readonly Block[] {
  if (!table || table.rows.length === 0) return [];
  return [
    {
      kind: "table",
      caption: `${id} ${title}: ${plural(table.rows.length, "row")}`,
      columns: ["Name", ...table.columns, "Where"],
      rows: table.rows.map(({ name, cells, location }) => ({
        cells: [
          [name],
          ...cells.map(({ text, state }) => [state === "default" ? `${text}*` : text]),
          [links.place(location)],
        ],
      })),
    },
    ...(table.rows.some(({ cells }) => cells.some(({ state }) => state === "default"))
      ? [paragraph("* a documented default that nobody wrote.")]
      : []),
  ];
}
