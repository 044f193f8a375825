import { at, offsetAt, type Analysis, type MappingNode, type SourceFile } from "@assay/analyzer";
import type { AssessedFinding } from "@assay/rules";
import type { Position, TextEdit } from "vscode-languageserver";

/** A change that accepts a finding; the author writes the reason. */
export interface Acceptance {
  readonly title: string;
  readonly edit: TextEdit;
}

const REASON = "REASON";

/** How a finding is accepted in the file in which it stands: a comment in YAML, metadata of the resource in JSON. */
export function acceptanceOf(finding: AssessedFinding, { sources }: Analysis): Acceptance | undefined {
  const [place] = finding.locations;
  const source = place && sources.read(place.file);
  if (!place || !source || !("text" in source)) return undefined;
  const title = `Accept ${finding.rule} here, for a reason`;
  if (/\.ya?ml$/i.test(place.file) && !source.text.trimStart().startsWith("{"))
    return { title, edit: commentAbove(source, place.startLine, finding.rule) };
  const offset = offsetAt(source, place.startLine, place.startColumn);
  const root = sources.tree(source);
  const resource = offset === undefined || !root ? undefined : resourceAt(at(root, "Resources"), offset);
  const edit = resource && metadata(source, resource, finding.rule);
  return edit && { title, edit };
}

/** A comment on a line of its own is valid above everything that begins there, also inside flow style. */
function commentAbove({ text }: SourceFile, line: number, rule: string): TextEdit {
  const lines = text.split(/\r\n|\r|\n/);
  const indent = /^[ \t]*/.exec(lines[line - 1] ?? "")?.[0] ?? "";
  return insert({ line: line - 1, character: 0 }, `${indent}# assay-ignore ${rule} -- ${REASON}${breakOf(text)}`);
}

function resourceAt(resources: ReturnType<typeof at>, offset: number): MappingNode | undefined {
  if (resources?.kind !== "mapping") return undefined;
  for (const resource of resources.entries.values()) {
    const { key, span } = resource.origin;
    if (resource.kind === "mapping" && (key?.start ?? span.start) <= offset && offset <= span.end) return resource;
  }
  return undefined;
}

/** JSON has no comments. A resource with metadata of its own is left to the author. */
function metadata({ text }: SourceFile, resource: MappingNode, rule: string): TextEdit | undefined {
  const { start } = resource.origin.span;
  if (text.charAt(start) !== "{" || resource.entries.has("Metadata") || resource.entries.size === 0) return undefined;
  const [blank = ""] = /^\s*/.exec(text.slice(start + 1)) ?? [];
  const before = text.slice(0, start + 1).split(/\r\n|\r|\n/);
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const value = { assay: { ignore: [{ rule, reason: REASON }] } };
  return insert(position, `${blank}"Metadata": ${JSON.stringify(value)},`);
}

function insert(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}

function breakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
