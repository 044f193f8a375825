import { regionOf, type Analysis, type SourceFile, type Span } from "@assay/analyzer";
import type { RuleFinding } from "../run.js";
import { ownSuppression, peer, type Suppression } from "./suppression.js";

/**
 * `# assay-ignore queue-visibility-timeout, alarm-* expires=2027-03-31 owner=platform ticket=OPS-1 -- reason`, also behind
 * `//`. On a line of its own it speaks about the next line, else about its own; on the line of a resource it speaks about
 * the whole resource.
 */
const OWN = /(?:#|\/\/)\s*assay-ignore\b[:\s]*([^\n]*)/g;

/** Comments of peers: `# checkov:skip=CKV_AWS_116:reason`, `#trivy:ignore:AWS-0066`, `# kics-scan ignore-line`. */
const CHECKOV = /#\s*checkov:skip=([\w]+)(?::([^\n]*))?/g;
const TRIVY = /#\s*trivy:ignore:([\w-]+)/g;

/** The suppressions that stand in comments of the files that were read. */
export function commentSuppressions({ sources }: Analysis): readonly Suppression[] {
  return sources.inputs.flatMap((file) => [
    ...(file.text.includes("assay-ignore") ? [...file.text.matchAll(OWN)].map((match) => own(file, match)) : []),
    ...(file.text.includes("checkov:skip=")
      ? [...file.text.matchAll(CHECKOV)].map((match) => checkov(file, match))
      : []),
    ...(file.text.includes("trivy:ignore:") ? [...file.text.matchAll(TRIVY)].map((match) => trivy(file, match)) : []),
  ]);
}

function own(file: SourceFile, match: RegExpExecArray): Suppression {
  const span = spanOf(file, match);
  const [head = "", ...reason] = (match[1] ?? "").trimEnd().split(/(?:^|\s+)--\s+/);
  const fields: Record<string, string> = {};
  const rules: string[] = [];
  for (const word of head.split(/[\s,]+/).filter(Boolean)) {
    const [, name, value] = /^(expires|owner|ticket)=(.+)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined) fields[name] = value;
    else rules.push(word);
  }
  const line = lineSpokenAbout(file, span);
  const covers = ({ subject, evidence }: RuleFinding) =>
    [subject.origin, subject.origin.cause, evidence[0].origin].some(
      (origin) => origin && origin.span.file === file && regionOf(origin.span).startLine === line,
    );
  const { expires, owner, ticket } = fields;
  return ownSuppression(rules, { reason: reason.join(" -- ") || undefined, expires, owner, ticket }, span, covers);
}

/** Its own line when there is something before the comment, else the next line that is neither blank nor a comment. */
function lineSpokenAbout(file: SourceFile, span: Span): number {
  const { startLine } = regionOf(span);
  const before = file.text.slice(file.text.lastIndexOf("\n", span.start - 1) + 1, span.start);
  if (before.trim() !== "") return startLine;
  const following = file.text.slice(span.end).split("\n").slice(1);
  const offset = following.findIndex((line) => line.trim() !== "" && !/^\s*(#|\/\/)/.test(line));
  return startLine + 1 + Math.max(0, offset);
}

/** Checkov looks for its comments anywhere inside the resource. */
function checkov(file: SourceFile, match: RegExpExecArray): Suppression {
  const span = spanOf(file, match);
  return peer("checkov", match[1] ?? "", match[2]?.trim(), span, (finding) => isInside(span, finding));
}

function trivy(file: SourceFile, match: RegExpExecArray): Suppression {
  const span = spanOf(file, match);
  return peer("trivy", match[1] ?? "", undefined, span, (finding) => isInside(span, finding) || isNext(span, finding));
}

function isInside(span: Span, { subject }: RuleFinding): boolean {
  const node = subject.stack?.resources.get(subject.logicalId);
  const where = node?.origin.span;
  return where !== undefined && where.file === span.file && where.start <= span.start && span.end <= where.end;
}

function isNext(span: Span, { subject }: RuleFinding): boolean {
  const { file } = subject.origin.span;
  return file === span.file && regionOf(subject.origin.span).startLine === regionOf(span).startLine + 1;
}

function spanOf(file: SourceFile, match: RegExpExecArray): Span {
  return { file, start: match.index, end: match.index + match[0].trimEnd().length };
}
