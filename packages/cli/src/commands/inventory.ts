import {
  analyze,
  inventory as inventoryOf,
  type FunctionRow,
  type InventoryDocument,
  type ShownValues,
} from "@assay/analyzer";
import { openInputs, type InputOptions } from "../inputs.js";
import { exitCode, type Io } from "../io.js";
import { NOTHING_FOUND, problemLines } from "../problems.js";
import { csv, markdownTable, textTable } from "../table.js";

export interface InventoryOptions extends InputOptions {
  readonly format: "json" | "table" | "csv" | "markdown";
}

/** `assay inventory`: one row per function. */
export async function inventory(paths: readonly string[], options: InventoryOptions, io: Io): Promise<number> {
  const { repository, settings } = await openInputs(paths, options, io);
  const analysis = await analyze(repository, settings);
  io.err(problemLines(analysis.problems));
  if (analysis.projects.length === 0) io.err(`Nothing to analyse: ${NOTHING_FOUND}`);
  const functions = inventoryOf(analysis.graph, analysis.statements);
  if (analysis.projects.length > 0 && functions.length === 0)
    io.err("The templates that were found declare no function.\n");
  if (options.format === "json") {
    const document: InventoryDocument = { schema: "https://assay.dev/schema/inventory-1.json", functions };
    io.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const print = { table: textTable, csv, markdown: markdownTable }[options.format];
    io.out(print(HEADINGS, functions.map(cells)));
  }
  return functions.length > 0 ? exitCode.ok : exitCode.incomplete;
}

const HEADINGS = [
  "Function",
  "Location",
  "Runtime",
  "Memory (MB)",
  "Timeout (s)",
  "Triggers",
  "Failure path",
  "Role",
  "VPC",
  "Concurrency",
  "Alarms",
  "Tracing",
  "Log retention (days)",
];

/** What is known of a function, each fact with its name. */
export function facts(row: FunctionRow): readonly (readonly [string, string])[] {
  return cells(row).map((cell, i) => [HEADINGS[i] ?? "", cell] as const);
}

function cells(row: FunctionRow): readonly string[] {
  return [
    row.title + (row.owner === undefined ? "" : ` (${row.owner})`),
    `${row.location.file}:${row.location.startLine}`,
    describe(row.runtime, row.packageType.some((value) => value.value === "Image") ? "image" : "-"),
    describe(row.memory),
    describe(row.timeout),
    row.triggers.map((trigger) => [trigger.event, trigger.detail].filter(Boolean).join(" ")).join(", ") ||
      (row.triggerNote ?? ""),
    failure(row),
    row.role
      ? row.role.id.replace(/^.*[#/]/, "") +
        (row.role.sharedWith.length > 0 ? ` (shared by ${row.role.sharedWith.length + 1})` : "")
      : "-",
    describe(row.vpc).replace("true", "yes").replace("false", "no"),
    concurrency(row),
    row.alarms.map((alarm) => alarm.metric).join(", ") || "none",
    describe(row.tracing),
    row.logGroup ? describe(row.logGroup.retentionDays, "never expires") : "no log group",
  ];
}

/** A value with its alternatives; defaults are starred, unknown ones say why. */
export function describe(values: ShownValues, absent = "-"): string {
  const texts = values.map((value) => {
    const when = value.when === undefined ? "" : ` when ${value.when}`;
    if (value.state === "absent") return absent + when;
    if (value.state === "unknown") return `unknown: ${value.because ?? ""}${when}`;
    return `${String(value.value)}${value.state === "default" ? "*" : ""}${when}`;
  });
  return [...new Set(texts)].join(" or ") || absent;
}

function failure(row: FunctionRow): string {
  const states = new Set(
    row.triggers.map(({ failurePath }) => (failurePath.state === "not-applicable" ? "n/a" : failurePath.state)),
  );
  return [...states].sort().join(", ") || "-";
}

function concurrency(row: FunctionRow): string {
  const reserved = describe(row.reservedConcurrency, "unreserved");
  const provisioned = row.provisionedConcurrency.map(({ executions }) => `provisioned ${describe(executions)}`);
  const limited = row.triggers.flatMap((trigger) =>
    trigger.maximumConcurrency.some((value) => value.state === "known")
      ? [`${trigger.event} at most ${describe(trigger.maximumConcurrency)}`]
      : [],
  );
  return [reserved, ...provisioned, ...limited].join(", ");
}
