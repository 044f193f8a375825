import { lookOf } from "./kinds.js";
import type { Card, Diagram, Frame, Group, Link, Meaning } from "./model.js";

const STYLES: Readonly<Record<Meaning, string>> = {
  sync: 'color="#1459b8"',
  async: 'color="#b85400", style=dashed',
  stream: 'color="#7a3ff0", style=dotted',
  workflow: 'color="#d6156c", style=bold',
  access: 'color="#4a5561"',
  configured: 'color="#7c8894", style=dotted',
};

/** Graphviz: a digraph per frame, for those who have a layout of their own. */
export function dot({ overview, stacks }: Diagram): string {
  return [...(overview ? [overview] : []), ...stacks].map(digraph).join("\n");
}

function digraph(frame: Frame): string {
  const groups = frame.columns.flatMap((column) => column.groups);
  return `digraph ${quoted([frame.title])} {
  graph [label=${quoted([frame.title, frame.subtitle])}, labelloc=t, rankdir=LR, fontname="Helvetica"];
  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica", fontsize=10];
  edge [fontname="Helvetica", fontsize=9];
${groups.map(cluster).join("\n")}
${frame.links.map(edge).join("\n")}
}
`;
}

function cluster({ frame, cards }: Group, index: number): string {
  const nodes = cards.map(node).join("\n");
  return frame ? `  subgraph cluster_${index} {\n  label=${quoted([frame.title])};\n${nodes}\n  }` : nodes;
}

function node({ id, kind, name, details, badges, failure, isOutside }: Card): string {
  const signs = [...badges, ...(failure ? [failure] : [])].map(({ text }) => text).join("; ");
  const label = quoted([name, ...details, ...(signs === "" ? [] : [signs])]);
  return `  ${quoted([id])} [label=${label}, color="${lookOf(kind).colour}"${isOutside ? ', style="rounded,dashed"' : ""}];`;
}

function edge({ from, to, meaning, label, arrow }: Link): string {
  const direction = { to: "forward", from: "back", both: "both" }[arrow];
  return `  ${quoted([from])} -> ${quoted([to])} [label=${quoted([label])}, dir=${direction}, ${STYLES[meaning]}];`;
}

/** A quoted string: quotes and backslashes are escaped, and `&`, since Graphviz reads entities in labels. */
function quoted(lines: readonly string[]): string {
  const escape = (line: string) =>
    line
      .replaceAll("\\", "\\\\")
      .replaceAll('"', '\\"')
      .replaceAll("&", "&amp;")
      .replace(/[\r\n]+/g, " ");
  return `"${lines.map(escape).join("\\n")}"`;
}
