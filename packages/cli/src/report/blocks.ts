import type { Scene } from "../diagram/scene.js";

/** What a report says, before it is HTML or a text document. Everything is text: no markup can come from a name. */
export type Block =
  | {
      readonly kind: "heading";
      readonly level: 2 | 3 | 4;
      readonly id: string;
      readonly text: string;
      readonly mark?: Mark;
    }
  | { readonly kind: "paragraph"; readonly inlines: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | Table
  | { readonly kind: "figure"; readonly scene: Scene; readonly caption: string; readonly id: string };

/** A table with a caption and, in each row, a first cell that names the row. */
export interface Table {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly id?: string; readonly cells: readonly (readonly Inline[])[] }[];
}

export type Inline =
  | string
  | { readonly kind: "strong"; readonly text: string }
  | { readonly kind: "code"; readonly text: string; readonly href?: string }
  /** To a heading, row or figure of the same report. */
  | { readonly kind: "jump"; readonly text: string; readonly to: string }
  | Mark;

/** A short verdict in words, with a sign and a colour beside. */
export interface Mark {
  readonly kind: "mark";
  readonly text: string;
  readonly tone: "good" | "gap" | "open" | "none";
}

/** A report: its title, a line beneath, and blocks in the order of reading. */
export interface Report {
  readonly title: string;
  readonly lead: readonly Inline[];
  readonly blocks: readonly Block[];
}

export function heading(level: 2 | 3 | 4, id: string, text: string, mark?: Mark): Block {
  return { kind: "heading", level, id, text, ...(mark ? { mark } : {}) };
}

export function paragraph(...inlines: readonly Inline[]): Block {
  return { kind: "paragraph", inlines };
}

/** A list, or nothing when it is empty. */
export function list(items: readonly (readonly Inline[])[]): readonly Block[] {
  return items.length > 0 ? [{ kind: "list", items }] : [];
}

export const strong = (text: string): Inline => ({ kind: "strong", text });
export const jump = (text: string, to: string): Inline => ({ kind: "jump", text, to });

/** Parts of a sentence with something between them. */
export function joined(parts: readonly (readonly Inline[])[], between: string): readonly Inline[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]));
}
