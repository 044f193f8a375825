import fs from "node:fs";
import path from "node:path";
import { fieldTitle, type AssessedCriterion, type Assessment } from "@assay/rules";
import { assessEvidence, foldersOf, type EvidenceOptions } from "../assessment.js";
import { findEvidence } from "../evidence.js";
import { rootOf } from "../inputs.js";
import { exitCode, type Io } from "../io.js";

/** `assay init`: evidence.yaml with what is open. A file that is there is left as it is. */
export async function init(
  paths: readonly string[],
  options: EvidenceOptions,
  io: Io,
  version: string,
): Promise<number> {
  const { assessment } = await assessEvidence(paths, options, io, version);
  const text = skeleton(assessment);
  const { root, inside } = rootOf(paths, io);
  const folders = foldersOf({ root, inside });
  const existing = findEvidence(folders, options.answers && path.resolve(io.cwd, options.answers));
  if (existing !== undefined && fs.existsSync(existing)) {
    io.err(
      `${path.relative(io.cwd, existing) || existing} is there already and was left as it is. What is still open:\n`,
    );
    io.out(text);
    return exitCode.ok;
  }
  const file = existing ?? path.join(folders.at(-1) ?? root, "evidence.yaml");
  fs.writeFileSync(file, text, { flag: "wx" });
  io.err(`Wrote ${path.relative(io.cwd, file) || file}.\n`);
  return exitCode.ok;
}

interface OpenAnswer {
  readonly asked: string[];
  draft: string | undefined;
}

/** The answers that the chosen checklists still need, each with what asks for it and the draft, if there is one. */
export function skeleton({ checklists, answers, title }: Assessment): string {
  const given = new Set(answers.map(({ field }) => field));
  const named = new Map<string, OpenAnswer>();
  const items: AssessedCriterion[] = [];
  for (const criterion of checklists.flatMap(({ criteria }) => criteria)) {
    if (criterion.verdict !== "needs-input") continue;
    const fields = criterion.needs.filter((field) => field !== criterion.id);
    if (fields.length === 0 && !given.has(criterion.id)) items.push(criterion);
    for (const field of fields) {
      if (given.has(field)) continue;
      const open = named.get(field) ?? { asked: [], draft: undefined };
      open.asked.push(`${criterion.id}: ${criterion.asks ?? criterion.title}`);
      open.draft ??= criterion.draft;
      named.set(field, open);
    }
  }
  const lines = [
    "# yaml-language-server: $schema=https://assay.dev/schema/evidence-1.json",
    "# What only people can say. Leave a value empty as long as there is no answer; attach files that lie below this folder,",
    "# or addresses, under evidence. Nothing overwrites this file.",
    "version: 1",
    `title: ${title === undefined ? '""' : JSON.stringify(title)}`,
    ...(named.size > 0 ? ["answers:"] : []),
    ...[...named].flatMap(([field, open]) => entry(field, fieldTitle(field), open)),
    ...(items.length > 0 ? ["criteria:"] : []),
    ...items.flatMap(({ id, title: item, asks, draft }) =>
      entry(id, item, { asked: asks === undefined ? [] : [asks], draft }),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function entry(key: string, title: string, { asked, draft }: OpenAnswer): readonly string[] {
  return [
    ...comment(title),
    ...asked.flatMap(comment),
    ...(draft === undefined
      ? []
      : comment(`Draft, made from the repository; it is no answer until a person gives it: ${draft}`)),
    `  ${/^[A-Za-z][\w-]*$/.test(key) ? key : JSON.stringify(key)}:`,
    "    value:",
    '    by: ""',
    '    date: ""',
    "    evidence: []",
  ];
}

const WIDTH = 110;

/** Words as comment lines; what is in names cannot end the comment. */
function comment(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[\s\u0085\u2028\u2029]+/)) {
    if (line !== "" && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((words) => `  # ${words}`);
}
