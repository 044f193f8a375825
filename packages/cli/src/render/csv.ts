import { csv as table } from "../table.js";
import type { Render } from "./render.js";
import { visible } from "./text.js";

const HEADINGS = [
  "rule",
  "severity",
  "outcome",
  "change",
  "file",
  "line",
  "column",
  "resource",
  "type",
  "message",
  "when",
  "confidence",
  "accepted",
  "fingerprint",
];

/** One row per finding: failures (accepted ones too) and what is not known; with `showPassed` also what passes. */
export const csv: Render = ({ findings, problems }, { showPassed } = {}) => {
  const rows = findings
    .filter(({ outcome }) => outcome === "fail" || outcome === "unknown" || (showPassed && outcome === "pass"))
    .map(
      ({ rule, severity, outcome, change, locations, subject, message, when, confidence, accepted, fingerprint }) => [
        rule,
        severity,
        outcome,
        change ?? "",
        locations[0]?.file ?? "",
        String(locations[0]?.startLine ?? ""),
        String(locations[0]?.startColumn ?? ""),
        subject.id,
        subject.type,
        message,
        when ?? "",
        confidence,
        accepted ? (accepted.reason ?? accepted.by) : "",
        fingerprint,
      ],
    );
  const unread = problems.map(({ code, level, change, file, startLine, startColumn, message }) => [
    code,
    level,
    "problem",
    change ?? "",
    file,
    String(startLine),
    String(startColumn),
    "",
    "",
    message,
    "",
    "",
    "",
    "",
  ]);
  return table(
    HEADINGS,
    [...unread, ...rows].map((row) => row.map((cell) => visible(cell))),
  );
};
