import { code } from "assay";
import { z } from "zod";
import { within } from "../confine.js";
import { findStart } from "../find.js";
import { pageOf } from "../page.js";
import { cursor, limit, paged, path, region } from "../shapes.js";
import { defineTool } from "../tool.js";
import { arrivals, trace, type Step } from "../trace.js";

const failurePath = z.object({ state: z.string(), because: z.string() });

export const traceEvent = defineTool({
  name: "trace_event",
  title: "Trace an event",
  description:
    "Follows an event through the graph of resources: what it starts, what that publishes, writes or invokes, and so on, with both ways in which each hop can fail (delivery of the event, execution of the function) and where failed events go. Access is what IAM allows; whether the code does it is not looked at.",
  input: {
    path,
    from: z
      .string()
      .describe("Where the event comes from: a resource's id, logical id or name, or a trigger (`GET /orders`)."),
    depth: z.int().min(1).max(20).default(8).describe("How many hops from the start."),
    cursor,
    limit,
  },
  output: {
    start: z.looseObject({ id: z.string(), kind: z.string(), type: z.string() }),
    arrivals: z
      .array(z.looseObject({ from: z.string(), relation: z.string(), failurePath: failurePath.optional() }))
      .describe("What brings events to the start."),
    steps: z.array(
      z.looseObject({
        number: z.int(),
        after: z.int().optional(),
        from: z.string(),
        to: z.string(),
        relation: z.string(),
        failed: z.enum(["delivery", "execution"]).optional(),
        failurePath: failurePath.optional(),
        location: region,
      }),
    ),
    ...paged,
  },
  async run(input, analyses) {
    const inside = within(analyses.root, input.path);
    const { graph } = (await analyses.of({ folder: "", inside })).analysis;
    const start = findStart(input.from, graph);
    const { id, kind, type } = start.resource;
    const brought = arrivals(start.resource, graph);
    const { items, ...rest } = pageOf(trace(start, graph, input.depth), input.cursor, input.limit);
    const head =
      rest.total === 0
        ? `Nothing in the scanned inputs takes events from ${code(id)} on.`
        : `${items.length} of ${rest.total} steps from ${code(id)}.${rest.nextCursor === undefined ? "" : " There are more: ask with nextCursor."}`;
    return {
      data: { start: { id, kind, type }, arrivals: brought, steps: items, ...rest },
      text: [...brought.slice(0, 20).map(arrivalLine), head, ...items.map(stepLine)].join("\n"),
    };
  },
});

function stepLine({
  number,
  after,
  from,
  to,
  relation,
  failed,
  event,
  invocation,
  detail,
  failurePath,
  stops,
}: Step): string {
  const how = [event, invocation].filter((word) => word !== undefined).join(", ");
  const words = [how, ...(detail === undefined || failed ? [] : [code(detail)])]
    .filter((word) => word !== "")
    .join(" ");
  const way = failed
    ? `when the ${failed} fails (${detail ?? relation})`
    : `${relation}${words === "" ? "" : ` (${words})`}`;
  return `${number}. ${after === undefined ? "" : `after ${after}: `}${code(from)} → ${code(to)}: ${way}${failureWords(failurePath)}${stops ? ` [${stops}]` : ""}`;
}

function arrivalLine({ from, relation, event, detail, failurePath }: ReturnType<typeof arrivals>[number]): string {
  const words = [event ?? relation, ...(detail === undefined ? [] : [code(detail)])].join(" ");
  return `Arrives from ${code(from)}: ${words}${failureWords(failurePath)}`;
}

function failureWords(path: Step["failurePath"]): string {
  return path ? `; failed events: ${path.state}, ${code(path.because)}` : "";
}
