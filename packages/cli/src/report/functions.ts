import type { FunctionRow, ShownValues } from "@assay/analyzer";
import type { Assessment } from "@assay/rules";
import { describe } from "../commands/inventory.js";
import { paragraph, type Block, type Inline, type Mark } from "./blocks.js";
import type { Links } from "./links.js";

/** The functions with what a reviewer asks about each. Cells say it in words; signs and colours only repeat it. */
export function functionTable({ functions }: Assessment, links: Links): readonly Block[] {
  if (functions.length === 0) return [paragraph("No Lambda function is declared in the scanned inputs.")];
  return [
    {
      kind: "table",
      caption: `Coverage by function (${functions.length})`,
      columns: [
        "Function",
        "Runtime",
        "Memory MB",
        "Timeout s",
        "Invoked by",
        "Failure path",
        "Alarms",
        "Tracing",
        "Concurrency",
        "VPC",
        "Role",
      ],
      rows: functions.map((row) => ({ id: links.fn(row.id), cells: cellsOf(row, links) })),
    },
    paragraph("* a documented default that nobody wrote."),
  ];
}

function cellsOf(row: FunctionRow, links: Links): readonly (readonly Inline[])[] {
  return [
    [row.title, ...(row.owner === undefined ? [] : [` (${row.owner})`]), " ", links.place(row.location)],
    [describe(row.runtime, row.packageType.some(({ value }) => value === "Image") ? "image" : "-")],
    [describe(row.memory)],
    [describe(row.timeout)],
    [invokedBy(row)],
    failure(row),
    row.alarms.length > 0
      ? [mark(row.alarms.map(({ metric }) => metric.replace("AWS/Lambda/", "")).join(", "), "good")]
      : [mark("none", "gap")],
    [mark(describe(row.tracing), row.tracing.some(({ value }) => value === "Active") ? "good" : "none")],
    [concurrency(row)],
    [describe(row.vpc).replace("true", "yes").replace("false", "no")],
    [role(row)],
  ];
}

function mark(text: string, tone: Mark["tone"]): Mark {
  return { kind: "mark", text, tone };
}

function invokedBy({ triggers, triggerNote = "" }: FunctionRow): string {
  const texts = triggers.map(({ event, detail }) => [event, detail].filter(Boolean).join(" "));
  const shown = texts.slice(0, 4);
  return (
    `${shown.join("; ")}${texts.length > shown.length ? `; and ${texts.length - shown.length} more` : ""}` ||
    triggerNote
  );
}

const TONES: Readonly<Record<string, Mark["tone"]>> = { kept: "good", lost: "gap", unknown: "open" };

function failure({ triggers }: FunctionRow): readonly Inline[] {
  const states = new Map<string, string>();
  for (const { event, failurePath } of triggers) {
    const state = failurePath.state === "not-applicable" ? "caller gets the error" : failurePath.state;
    states.set(`${event}: ${state}`, failurePath.state);
  }
  if (states.size === 0) return ["-"];
  return [...states].flatMap(([text, state], index) => [
    ...(index > 0 ? [" "] : []),
    mark(text, TONES[state] ?? "none"),
  ]);
}

function concurrency({ reservedConcurrency, provisionedConcurrency, triggers }: FunctionRow): string {
  const known = (values: ShownValues) => values.some(({ state }) => state === "known");
  return [
    describe(reservedConcurrency, "unreserved"),
    ...provisionedConcurrency.map(({ executions }) => `provisioned ${describe(executions)}`),
    ...triggers
      .filter(({ maximumConcurrency }) => known(maximumConcurrency))
      .map(({ event, maximumConcurrency }) => `${event} at most ${describe(maximumConcurrency)}`),
  ].join(", ");
}

function role({ role: assumed }: FunctionRow): string {
  if (!assumed) return "unknown";
  const name = assumed.id.replace(/^.*[#/]/, "");
  return assumed.sharedWith.length > 0 ? `${name}, shared by ${assumed.sharedWith.length + 1}` : name;
}
