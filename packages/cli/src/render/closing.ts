import type { Assessment } from "@assay/rules";
import { NOTHING_FOUND } from "../problems.js";
import { countBySeverity, reportedFindings } from "./reported.js";
import { line, visible } from "./text.js";

/** The last lines of outputs for people: counts, what was compared, what could not be read. */
export function closingLine(assessment: Assessment): string {
  const { findings, functions, projects, problems, ruleFailures, compared } = assessment;
  if (projects.length === 0) return `Nothing to analyse: ${NOTHING_FOUND}`;
  const reported = countBySeverity(reportedFindings(assessment));
  const count = (outcome: string) => findings.filter((finding) => finding.outcome === outcome).length;
  const accepted = findings.filter((finding) => finding.accepted).length;
  const where = `in ${functions.length} functions, ${projects.length} projects`;
  const checks = `${count("pass")} checks pass, ${count("unknown")} unknown${accepted > 0 ? `, ${accepted} accepted` : ""}`;
  const unread = problems.filter(({ level }) => level !== "note").length;
  const unchanged = findings.filter(({ change }) => change === "unchanged").length;
  const lines = compared
    ? [
        `${reported ? `New: ${reported}` : "No new findings"} ${where}, compared with ${visible(compared.with)}; ${compared.fixed.length} fixed, ${unchanged} unchanged; ${checks}.`,
        ...compared.notes.map((note) => `Note: ${visible(note)}`),
      ]
    : [`${reported || "No findings"} ${where}; ${checks}.`];
  if (unread > 0) lines.push(`${unread} problems: the analysis is incomplete.`);
  for (const { ruleId, error } of ruleFailures)
    lines.push(`The rule ${visible(ruleId)} failed by itself (${visible(error)}); please report it.`);
  return lines.map(line).join("");
}
