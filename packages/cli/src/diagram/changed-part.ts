import type { ChangeSet, FunctionChange, Named } from "@assay/rules";
import { quoted } from "./mermaid.js";

/** More than this nobody reads in a comment; the rest is counted. */
const MAX_FUNCTIONS = 15;
const MAX_LINKS = 40;

const CLASSES = [
  "classDef added fill:#e6f4ea,stroke:#1e7e34,color:#17202a",
  "classDef removed fill:#fdecea,stroke:#b02a1e,color:#17202a,stroke-dasharray:5 3",
  "classDef changed fill:#fff4e8,stroke:#b85400,color:#17202a",
  "classDef same fill:#ffffff,stroke:#4a5561,color:#17202a",
];

interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly isGone: boolean;
}

/** A flowchart of what is added, removed or changed, with what it is connected to by what changed; empty without any. */
export function changedPart({ functions }: ChangeSet): string {
  const drawn = functions.filter(isVisible);
  if (drawn.length === 0) return "";
  const shown = drawn.slice(0, MAX_FUNCTIONS);
  const nodes = new Map<string, { readonly name: string; kind: string }>();
  const links: Link[] = [];
  const note = ({ id, name }: Named) => {
    if (!nodes.has(id)) nodes.set(id, { name, kind: "same" });
  };
  for (const fn of shown) nodes.set(fn.id, { name: fn.name, kind: fn.change });
  for (const fn of shown) {
    for (const { source, change, event, detail } of fn.triggers) {
      note(source);
      const label = `${sign(change)} ${detail ?? event}`;
      links.push({ from: source.id, to: fn.id, label, isGone: change === "removed" });
    }
    for (const { resource, change, how } of fn.integrations) {
      note(resource);
      links.push({
        from: fn.id,
        to: resource.id,
        label: `${sign(change)} ${how.join(", ")}`,
        isGone: change === "removed",
      });
    }
  }
  const kept = links.slice(0, MAX_LINKS);
  const used = new Set([...shown.map(({ id }) => id), ...kept.flatMap(({ from, to }) => [from, to])]);
  const ids = new Map([...nodes.keys()].filter((id) => used.has(id)).map((id, index) => [id, `n${index}`]));
  const left = drawn.length - shown.length + links.length - kept.length;
  const lines = [
    "flowchart LR",
    ...[...ids].map(([id, short]) => {
      const { name = "", kind = "same" } = nodes.get(id) ?? {};
      return `${short}[${quoted([name.slice(0, 80)])}]:::${kind}`;
    }),
    ...kept.map(
      ({ from, to, label, isGone }) =>
        `${ids.get(from) ?? "n"} ${isGone ? "-.->" : "-->"}|${quoted([label.slice(0, 80)])}| ${ids.get(to) ?? "n"}`,
    ),
    ...(left > 0 ? [`rest[${quoted([`and ${left} more`])}]:::same`] : []),
    ...CLASSES,
  ];
  return `${lines.join("\n")}\n`;
}

/** A function of which only numbers changed needs no picture. */
function isVisible({ change, triggers, integrations }: FunctionChange): boolean {
  return change !== "changed" || triggers.length + integrations.length > 0;
}

function sign(change: "added" | "removed" | "changed"): string {
  return { added: "+", removed: "-", changed: "changed" }[change];
}
