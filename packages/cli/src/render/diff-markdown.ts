import type { ChangeSet } from "@assay/rules";
import { changedPart } from "../diagram/changed-part.js";
import { headline, sectionsOf, type Block, type Section } from "./diff-words.js";
import { md } from "./markup.js";
import { limited, trimmed, where } from "./summary.js";

/** A section with more lines than this is folded. */
const MAX_OPEN = 12;

/** A comparison as Markdown: what changed first, a diagram of the changed part, long lists folded. */
export function markdownDiff(changes: ChangeSet): string {
  const { before, after, notes } = changes;
  const chart = changedPart(changes);
  const incomplete = [before, after].filter(({ complete }) => !complete);
  const sections = [
    `## Assay: ${headline(changes)}`,
    `${md(before.name)} → ${md(after.name)}`,
    chart === "" ? "" : `\`\`\`mermaid\n${chart}\`\`\``,
    ...sectionsOf(changes).map(sectionText),
    limited([
      ...incomplete.map(({ name }) => `- ${md(name)} could not be read completely.`),
      ...notes.map((note) => `- ${md(note)}`),
    ]),
  ];
  return trimmed(sections.filter((section) => section !== ""));
}

function sectionText({ title, blocks }: Section): string {
  const lines = blocks.flatMap(blockLines);
  const body = limited(lines);
  return lines.length > MAX_OPEN
    ? `<details><summary><b>${title}</b> (${lines.length} lines)</summary>\n\n${body}\n\n</details>`
    : `### ${title}\n\n${body}`;
}

const SIGNS = { "+": "➕", "-": "➖", "~": "✏️", "!": "⚠️" } as const;

function blockLines({ title, place, sentences }: Block): readonly string[] {
  const indent = title === "" ? "" : "  ";
  return [
    ...(title === "" ? [] : [`- **${md(title)}** ${where(place)}`.trimEnd()]),
    ...sentences.map((each) => `${indent}- ${SIGNS[each.sign]} ${md(each.text)} ${where(each.place)}`.trimEnd()),
  ];
}
