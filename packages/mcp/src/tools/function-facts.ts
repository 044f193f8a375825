import { type FunctionRow, type ShownValues } from "@assay/analyzer";
import { code } from "assay";
import { z } from "zod";
import { within } from "../confine.js";
import { findResource } from "../find.js";
import { pageOf } from "../page.js";
import { cursor, limit, paged, path, region } from "../shapes.js";
import { defineTool } from "../tool.js";

const values = z.array(z.looseObject({ state: z.enum(["known", "default", "unknown", "absent"]), location: region }));

export const functionFacts = defineTool({
  name: "function_facts",
  title: "Facts of functions",
  description:
    "What the templates say of a Lambda function: sizes, triggers with their failure paths, role and grants, network, concurrency, alarms, logs. Every value says whether it is written, a documented default, or unknown and why. Without a function: all of them.",
  input: {
    path,
    function: z.string().optional().describe("Its id, logical id or name."),
    cursor,
    limit: limit.default(20),
  },
  output: {
    functions: z.array(
      z.looseObject({
        id: z.string(),
        title: z.string(),
        framework: z.string(),
        location: region,
        runtime: values,
        memory: values.describe("MB"),
        timeout: values.describe("Seconds"),
        triggers: z.array(z.looseObject({ event: z.string(), invocation: z.string(), source: z.string() })),
        grants: z.array(z.looseObject({ actions: z.array(z.string()), effect: z.enum(["Allow", "Deny"]) })),
      }),
    ),
    ...paged,
  },
  async run(input, analyses) {
    const inside = within(analyses.root, input.path);
    const { assessment, analysis } = await analyses.of({ folder: "", inside });
    const all = analysis.graph.ofKind("function").filter(({ stack }) => stack);
    const one = input.function === undefined ? undefined : findResource(input.function, all).id;
    const rows = assessment.functions.filter(({ id }) => one === undefined || id === one);
    const { items, ...rest } = pageOf(rows, input.cursor, input.limit);
    const more = rest.nextCursor === undefined ? "" : " There are more: ask with nextCursor.";
    return {
      data: { functions: items, ...rest },
      text: [`${items.length} of ${rest.total} functions.${more}`, ...items.map(functionLine)].join("\n"),
    };
  },
});

function functionLine(row: FunctionRow): string {
  const triggers = row.triggers.map(
    ({ event, detail, failurePath }) =>
      `${[event, ...(detail === undefined ? [] : [code(detail)])].join(" ")} (failed events: ${failurePath.state})`,
  );
  const facts = [
    words(row.runtime, "runtime"),
    words(row.memory, "memory", "MB"),
    words(row.timeout, "timeout", "s"),
    triggers.length > 0 ? `triggers: ${triggers.slice(0, 10).join(", ")}` : "no trigger found",
    `alarms: ${row.alarms.length}`,
  ];
  return `- ${code(row.id)}: ${facts.join("; ")}`;
}

function words(shown: ShownValues, name: string, unit = ""): string {
  const each = shown.map(({ state, value }) =>
    state === "known" || state === "default"
      ? `${code(String(value))}${unit && ` ${unit}`}${state === "default" ? " (default)" : ""}`
      : state,
  );
  return `${name} ${[...new Set(each)].join(" or ") || "absent"}`;
}
