import type { Assessment } from "@assay/rules";
import type { Sheet } from "../office/xlsx.js";
import { appendices } from "./appendices.js";
import type { Inline, Table } from "./blocks.js";
import { functionTable } from "./functions.js";
import { linksOf } from "./links.js";

const WIDE = /statement|found|needed|resources|actions|failed|where|source|digest/i;

/** The tables of the report as sheets: criteria, gaps, functions, event sources, permissions, services, inputs. */
export function sheetsOf(assessment: Assessment): readonly Sheet[] {
  const links = linksOf(assessment);
  const tables = [...functionTable(assessment, links), ...appendices(assessment, links)].filter(
    (block) => block.kind === "table",
  );
  const names = ["Functions", "Event sources", "Permissions", "Services"];
  const byCaption = tables.map((table, index) => sheetOfTable(names[index] ?? `Table ${index + 1}`, table));
  return [criteria(assessment), gaps(assessment), ...byCaption, inputs(assessment)];
}

function sheet(name: string, titles: readonly string[], rows: Sheet["rows"]): Sheet {
  return { name, columns: titles.map((title) => ({ title, width: WIDE.test(title) ? 48 : 20 })), rows };
}

function criteria({ checklists }: Assessment): Sheet {
  const titles = ["Checklist", "Id", "Criterion", "Verdict", "Basis", "Gaps", "Statement", "Still needed"];
  const rows = checklists.flatMap(({ pack, criteria: own }) =>
    own.map(({ id, title, verdict, basis, gaps: failing, statement, asks }) => [
      `${pack.id} ${pack.version}`,
      id,
      title,
      verdict,
      basis,
      failing.length,
      statement,
      asks ?? "",
    ]),
  );
  return sheet("Criteria", titles, rows);
}

function gaps({ findings }: Assessment): Sheet {
  const rows = findings
    .filter(({ outcome }) => outcome === "fail")
    .map(({ rule, severity, message, when, subject, locations, accepted }) => [
      rule,
      severity,
      message,
      when ?? "",
      subject.name,
      locations[0] ? `${locations[0].file}:${locations[0].startLine}` : "",
      accepted ? (accepted.reason ?? "accepted") : "",
    ]);
  return sheet("Gaps", ["Rule", "Severity", "What is found", "When", "Resource", "Where", "Accepted"], rows);
}

function inputs({ inputs: paths, provenance }: Assessment): Sheet {
  const rows = provenance
    ? provenance.inputs.map(({ path, bytes, sha256, state }) => [path, bytes, sha256, state ?? ""])
    : paths.map((path) => [path, "", "", ""]);
  return sheet("Inputs", ["File (where)", "Bytes", "SHA-256 digest", "State"], rows);
}

function sheetOfTable(name: string, { columns, rows }: Table): Sheet {
  return sheet(
    name,
    columns,
    rows.map(({ cells }) => cells.map((cell) => numeric(cell.map(textOf).join("")))),
  );
}

function numeric(text: string): string | number {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function textOf(part: Inline): string {
  return typeof part === "string" ? part : part.text;
}
