import type { Region } from "@assay/analyzer";
import type { ChangeSet } from "@assay/rules";
import { headline, sectionsOf } from "./diff-words.js";
import { line, visible } from "./text.js";

/** A comparison for people at a terminal. */
export function prettyDiff(changes: ChangeSet): string {
  const { before, after, notes } = changes;
  const sections = sectionsOf(changes).map(({ title, blocks }) => {
    const lines = blocks.flatMap((block) => [
      ...(block.title === "" ? [] : [`  ${visible(block.title)}${place(block.place)}`]),
      ...block.sentences.map((each) => `    ${each.sign} ${visible(each.text)}${place(each.place)}`),
    ]);
    return [title, ...lines].map(line).join("");
  });
  const closing = [
    `${visible(before.name)} → ${visible(after.name)}: ${headline(changes)}.`,
    ...[before, after]
      .filter(({ complete }) => !complete)
      .map(({ name }) => `${visible(name)} could not be read completely; see assay doctor.`),
    ...notes.map((note) => `Note: ${visible(note)}`),
  ];
  return [...sections, closing.map(line).join("")].join("\n");
}

function place(region: Region | undefined): string {
  return region ? `  ${visible(region.file)}:${region.startLine}` : "";
}
