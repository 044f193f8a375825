import type { Card, Diagram, Frame, Group, Link, Meaning } from "./model.js";

const ARROWS: Readonly<Record<Meaning, string>> = {
  sync: "-->",
  async: "-.->",
  stream: "-.->",
  workflow: "==>",
  access: "-->",
  configured: "-.-",
};

/** One flowchart per frame: the overview first, then the stacks. */
export function mermaid({ overview, stacks }: Diagram): readonly { readonly title: string; readonly text: string }[] {
  return [...(overview ? [overview] : []), ...stacks].map((frame) => ({ title: frame.title, text: flowchart(frame) }));
}

function flowchart(frame: Frame): string {
  const cards = frame.columns.flatMap(({ groups }) => groups);
  const ids = new Map(cards.flatMap((group) => group.cards).map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string) => ids.get(id) ?? "n";
  const lines = [
    "flowchart LR",
    `subgraph stack[${quoted([frame.title])}]`,
    "direction LR",
    ...cards.flatMap((group, index) => groupLines(group, index, idOf)),
    ...frame.links.map((link) => linkLine(link, idOf)),
    "end",
    ...CLASSES,
  ];
  return `${lines.join("\n")}\n`;
}

function groupLines({ frame, cards }: Group, index: number, idOf: (id: string) => string): readonly string[] {
  const lines = cards.map((card) => `${idOf(card.id)}${shape(card)}:::${classOf(card)}`);
  return frame ? [`subgraph group${index}[${quoted([frame.title])}]`, ...lines, "end"] : lines;
}

function shape(card: Card): string {
  const signs = [...card.badges, ...(card.failure ? [card.failure] : [])].map(({ text }) => text);
  const label = quoted([card.name, ...card.details, ...(signs.length > 0 ? [signs.join("; ")] : [])]);
  return card.kind === "function" ? `[${label}]` : `(${label})`;
}

function classOf(card: Card): string {
  return card.isOutside ? "outside" : card.kind === "function" ? "fn" : "other";
}

function linkLine({ from, to, meaning, label, arrow }: Link, idOf: (id: string) => string): string {
  const [a, b] = arrow === "from" ? [to, from] : [from, to];
  const line = arrow === "both" ? `<${ARROWS[meaning]}` : ARROWS[meaning];
  const words = [
    ...new Set([label, meaning === "access" || label.includes(meaning) ? "" : meaning].filter((text) => text !== "")),
  ].join(", ");
  return `${idOf(a)} ${line}${words === "" ? "" : `|${quoted([words])}|`} ${idOf(b)}`;
}

const CLASSES = [
  "classDef fn fill:#fff4e8,stroke:#b85400,color:#17202a",
  "classDef other fill:#ffffff,stroke:#4a5561,color:#17202a",
  "classDef outside fill:#ffffff,stroke:#4a5561,stroke-dasharray:5 3,color:#17202a",
];

/** Whatever is not a plain letter or sign becomes a character code, so that no name can end its label or be markup. */
export function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replace(/[^\p{L}\p{N} .,:/_\-()+·…]/gu, (character) => `#${character.codePointAt(0) ?? 32};`),
  );
  return `"${escaped.join("<br/>")}"`;
}
