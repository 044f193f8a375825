import type { Assessment } from "@assay/rules";
import { plural } from "./words.js";
import { heading, list, strong, type Block, type Inline } from "./blocks.js";
import type { Links } from "./links.js";

type Provenance = NonNullable<Assessment["provenance"]>;

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
  const facts: (readonly Inline[])[] = [
    [strong("Made by: "), `Assay ${tool.version}`],
    ...(provenance ? provenanceFacts(provenance) : []),
  ];
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

function provenanceFacts(provenance: Provenance): readonly (readonly Inline[])[] {
  const { paths, options, packs, rules, asOf, digest, redacted, configuration, answers } = provenance;
  const digestOf = (word: string, text: string, sha256: string): readonly Inline[] => [
    strong(`${word}: `),
    `${text}, SHA-256 `,
    { kind: "code", text: sha256 },
  ];
  return [
    commitFact(provenance),
    ...(asOf === undefined ? [] : [[strong("As of: "), asOf]]),
    ...packs.map(({ id, version, sha256 }) => digestOf("Checklist", `${id} ${version}`, sha256)),
    digestOf("Rules", String(rules.count), rules.sha256),
    ...(configuration ? [digestOf("Configuration", configuration.path, configuration.sha256)] : []),
    ...(answers ? [digestOf("Answers", answers.path, answers.sha256)] : []),
    [strong("To make it again: "), { kind: "code", text: commandLine(paths, options) }],
    ...(redacted.length > 0 ? [[strong("Blanked: "), redacted.join(", ")]] : []),
    digestOf("JSON report", "the document without this digest", digest),
  ];
}

function commitFact({ commit, inputs }: Provenance): readonly Inline[] {
  if (!commit) return [strong("Commit: "), "not known"];
  const { id, url, branch } = commit;
  const isAddress = url !== undefined && /^https?:\/\//.test(url);
  const changed = inputs.filter(({ state }) => state !== undefined && state !== "tracked").length;
  return [
    strong("Commit: "),
    { kind: "code", text: id, ...(isAddress ? { href: url } : {}) },
    branch === undefined ? "" : ` (${branch})`,
    changed === 0 ? ", no input is changed" : `, ${plural(changed, "input")} not as in it`,
  ];
}

function commandLine(paths: readonly string[], options: Provenance["options"]): string {
  const quoted = (text: string) => (/^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const flags = Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (typeof value === "boolean") return value ? [flag] : [];
    return [value].flat().map((text) => `${flag} ${quoted(text)}`);
  });
  return ["assay report", ...paths.map(quoted), ...flags].join(" ");
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
