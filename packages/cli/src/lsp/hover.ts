import type { FunctionRow } from "@assay/analyzer";
import { rulePage, type AssessedFinding, type Rule } from "@assay/rules";
import { facts } from "../commands/inventory.js";
import { code, md } from "../render/markup.js";
import { reportedFindings, sentence } from "../render/reported.js";
import { rangeOf } from "./diagnostics.js";
import { isWithin, type Examined, type Place } from "./examine.js";
import { definitionsAt } from "./reference.js";

/** Markdown about a place: the facts of the function that is named there, and the pages of the rules that found something. */
export async function hoverAt(examined: Examined, place: Place, rules: readonly Rule[]): Promise<string | undefined> {
  const findings = findingsAt(examined, place);
  const pages = await Promise.all(findings.map((finding) => page(finding, rules)));
  const parts = [...functionsAt(examined, place).map(functionFacts), ...pages];
  return parts.length > 0 ? parts.join("\n\n---\n\n") : undefined;
}

/** What fails at a place, as an editor marks it. */
export function findingsAt({ assessment }: Examined, place: Place): readonly AssessedFinding[] {
  return reportedFindings(assessment).filter(({ locations: [first] }) => {
    if (!first || first.file !== place.file) return false;
    const { end } = rangeOf(first);
    return isWithin(place, { ...first, endLine: end.line + 1, endColumn: end.character + 1 });
  });
}

function functionsAt(examined: Examined, place: Place): readonly FunctionRow[] {
  const { functions } = examined.assessment;
  const here = functions.filter(({ location }) => isWithin(place, location));
  if (here.length > 0) return here;
  const named = new Set(definitionsAt(examined, place).map(({ resource }) => resource));
  return functions.filter(({ id }) => named.has(id));
}

function functionFacts(row: FunctionRow): string {
  const lines = facts(row).map(([name, value]) => `- **${name}**: ${md(value)}`);
  const services = row.services.map(({ service, how }) => `${service} (${how.join(", ")})`);
  return `### ${code(row.title)}\n\n${[...lines, ...(services.length > 0 ? [`- **Uses**: ${md(services.join(", "))}`] : [])].join("\n")}`;
}

const pages = new WeakMap<Rule, Promise<string>>();

async function page(finding: AssessedFinding, rules: readonly Rule[]): Promise<string> {
  const said = `**${finding.severity}**: ${md(sentence(finding))}`;
  const rule = rules.find(({ id }) => id === finding.rule);
  if (!rule) return said;
  const made = pages.get(rule) ?? rulePage(rule);
  pages.set(rule, made);
  return `${said}\n\n${await made}`;
}
