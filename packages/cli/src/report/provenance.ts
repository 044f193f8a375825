import type { Assessment } from "@assay/rules";
import { heading, list, strong, type Block, type Inline } from "./blocks.js";
import type { Links } from "./links.js";

/** What was found but could not be understood; nothing when all was. */
export function unreadBlocks({ problems, ruleFailures }: Assessment, links: Links): readonly Block[] {
  const serious = problems.filter(({ level }) => level !== "note");
  if (serious.length === 0 && ruleFailures.length === 0) return [];
  return [
    heading(2, "unread", "Not or only partly read"),
    ...list([
      ...serious.map((problem): readonly Inline[] => [links.place(problem), ` ${problem.message}`]),
      ...ruleFailures.map((failure): readonly Inline[] => [`The rule ${failure.ruleId} failed: ${failure.error}`]),
    ]),
  ];
}

/** Where the report comes from, so that it can be made again and compared. */
export function provenanceBlocks({ provenance, tool, inputs, problems }: Assessment): readonly Block[] {
  const notes = problems.filter(({ level }) => level === "note");
  const facts: (readonly Inline[])[] = [[strong("Made by: "), `Assay ${tool.version}`]];
  if (provenance) {
    const { commit, paths, options, packs, asOf, digest, redacted } = provenance;
    facts.push([
      strong("Commit: "),
      ...(commit
        ? [
            { kind: "code" as const, text: commit.id, ...(commit.url === undefined ? {} : { href: commit.url }) },
            commit.branch === undefined ? "" : ` (${commit.branch})`,
          ]
        : ["not known"]),
    ]);
    if (asOf !== undefined) facts.push([strong("As of: "), asOf]);
    for (const { id, version, sha256 } of packs)
      facts.push([strong("Checklist: "), `${id} ${version}, SHA-256 `, { kind: "code", text: sha256 }]);
    facts.push([
      strong("Options: "),
      { kind: "code", text: `assay report ${paths.join(" ")} ${JSON.stringify(options)}` },
    ]);
    if (redacted.length > 0) facts.push([strong("Blanked: "), redacted.join(", ")]);
    facts.push([strong("Digest of the JSON report: "), { kind: "code", text: digest }]);
  }
  return [
    heading(2, "provenance", "Where this comes from"),
    ...list(facts),
    ...inputTable(inputs, provenance),
    ...(provenance && provenance.leftOut.length > 0
      ? [
          heading(3, "left-out", "In scope, not read"),
          ...list(provenance.leftOut.map(({ path, reason }) => [{ kind: "code" as const, text: path }, ` ${reason}`])),
        ]
      : []),
    ...(notes.length > 0
      ? [
          heading(3, "notes", "Notes on the inputs"),
          ...list(
            notes.map(({ file, startLine, message }) => [
              { kind: "code" as const, text: `${file}:${startLine}` },
              ` ${message}`,
            ]),
          ),
        ]
      : []),
  ];
}

function inputTable(inputs: readonly string[], provenance: Assessment["provenance"]): readonly Block[] {
  if (!provenance) return list(inputs.map((path) => [{ kind: "code" as const, text: path }]));
  return [
    {
      kind: "table",
      caption: "Files that were read",
      columns: ["File", "Bytes", "SHA-256", "State"],
      rows: provenance.inputs.map(({ path, bytes, sha256, state }) => ({
        cells: [
          [{ kind: "code", text: path }],
          [String(bytes)],
          [{ kind: "code", text: sha256 }],
          [state ?? "not known"],
        ],
      })),
    },
  ];
}
