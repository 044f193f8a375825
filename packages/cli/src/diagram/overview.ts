import type { GraphDocument, GraphStack } from "@assay/analyzer";
import { stackName } from "./cards.js";
import type { Flow, Flows } from "./flows.js";
import type { Card, Frame, Group, Link, Meaning } from "./model.js";
import { plain } from "./text.js";

/** How the stacks depend on each other: on the left who starts or uses, on the right what is started or used. */
export function overviewOf(graph: GraphDocument, flows: Flows): Frame | undefined {
  const counts = new Map<string, Map<string, number>>();
  for (const { stack, kind } of flows.resources.values()) {
    if (stack === undefined || !SHOWN.includes(kind)) continue;
    const own = counts.get(stack) ?? new Map<string, number>();
    counts.set(stack, own.set(kind, (own.get(kind) ?? 0) + 1));
  }
  const stacks = graph.stacks.filter(({ id }) => counts.has(id));
  if (stacks.length < 2) return undefined;
  const known = new Set(stacks.map(({ id }) => id));
  const all = [...flows.triggers, ...flows.uses, ...flows.between];
  const crossing = all.filter(
    ({ from, to }) => from.stack !== to.stack && known.has(from.stack ?? "") && known.has(to.stack ?? ""),
  );
  const card = (id: string, column: number): Card => ({
    id: `${column}:${id}`,
    resource: id,
    kind: "stack",
    name: stackName(id),
    title: plain(id),
    details: contents(counts.get(id)),
    badges: [],
    isOutside: false,
  });
  const targets = new Set(crossing.map(({ to }) => to.stack ?? ""));
  const sources = new Set(crossing.map(({ from }) => from.stack ?? ""));
  const cards = (chosen: readonly GraphStack[], column: number) => chosen.map(({ id }) => card(id, column));
  const alone = stacks.filter(({ id }) => !sources.has(id) && !targets.has(id));
  const apart: Group = { frame: { kind: "apart", title: "No connection found" }, cards: cards(alone, 0) };
  return {
    id: "overview",
    title: "Stacks",
    subtitle: `${stacks.length} stacks, ${crossing.length} connection${crossing.length === 1 ? "" : "s"} between them`,
    columns: [
      {
        title: "Stacks",
        groups: [
          {
            cards: cards(
              stacks.filter(({ id }) => sources.has(id)),
              0,
            ),
          },
          ...(alone.length > 0 ? [apart] : []),
        ],
      },
      {
        title: "use or start",
        groups: [
          {
            cards: cards(
              stacks.filter(({ id }) => targets.has(id)),
              1,
            ),
          },
        ],
      },
    ],
    links: linksOf(crossing),
  };
}

const SHOWN = ["function", "state-machine", "api", "queue", "topic", "stream", "bus", "table", "bucket", "database"];
const PLURALS: Readonly<Record<string, string>> = { bus: "buses" };

function contents(counts: ReadonlyMap<string, number> | undefined): readonly string[] {
  const texts = SHOWN.flatMap((kind) => {
    const count = counts?.get(kind) ?? 0;
    const name = kind.replace("-", " ");
    return count === 0 ? [] : [`${count} ${count === 1 ? name : (PLURALS[kind] ?? `${name}s`)}`];
  });
  return texts.length > 4 ? [texts.slice(0, 3).join(" · "), texts.slice(3).join(" · ")] : chunk(texts);
}

function chunk(texts: readonly string[]): readonly string[] {
  return texts.length <= 2 ? [texts.join(" · ")] : [texts.slice(0, 2).join(" · "), texts.slice(2).join(" · ")];
}

const ORDER: readonly Meaning[] = ["sync", "async", "stream", "workflow", "access", "configured"];

/** One arrow per pair of stacks, in the style of the strongest meaning, with all of them counted in its label. */
function linksOf(crossing: readonly Flow[]): readonly Link[] {
  const pairs = new Map<string, Flow[]>();
  for (const flow of crossing) {
    const key = `0:${flow.from.stack ?? ""}\n1:${flow.to.stack ?? ""}`;
    const pair = pairs.get(key);
    if (pair) pair.push(flow);
    else pairs.set(key, [flow]);
  }
  return [...pairs].map(([key, flows]) => {
    const [from = "", to = ""] = key.split("\n");
    const present = ORDER.filter((meaning) => flows.some((flow) => flow.meaning === meaning));
    const label = present
      .map((meaning) => `${flows.filter((flow) => flow.meaning === meaning).length} ${meaning}`)
      .join(", ");
    return { from, to, meaning: present[0] ?? "access", label, labelAt: "target", arrow: "to", title: label };
  });
}
