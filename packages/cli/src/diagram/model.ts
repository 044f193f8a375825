/** What an arrow says. Workflow: a state machine runs a step. Configured: an environment variable names the resource. */
export type Meaning = "sync" | "async" | "stream" | "workflow" | "access" | "configured";

/** A small sign on a card: something that is there, something that is missing, or a plain fact. */
export interface Badge {
  readonly text: string;
  readonly tone: "good" | "gap" | "plain";
}

/** One box of a picture: a resource, a copy of one that belongs elsewhere, or a stack in the overview. */
export interface Card {
  /** Unique in the frame; the same resource may have a card in two columns. */
  readonly id: string;
  readonly resource: string;
  readonly kind: string;
  readonly name: string;
  /** The full name, with everything that did not fit. */
  readonly title: string;
  readonly details: readonly string[];
  readonly badges: readonly Badge[];
  /** What becomes of events that fail. */
  readonly failure?: Badge;
  /** No scanned stack declares it. */
  readonly isOutside: boolean;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly meaning: Meaning;
  /** Stands at the end where it tells arrows apart: routes at the target, kinds of access at the source. */
  readonly label: string;
  readonly labelAt: "source" | "target";
  readonly arrow: "to" | "from" | "both";
  readonly title: string;
}

/** Cards of a column that belong together: those in the same network, or those apart from the others. */
export interface Group {
  /** Missing for cards without anything around them. */
  readonly frame?: { readonly kind: "network" | "apart"; readonly title: string };
  readonly cards: readonly Card[];
}

export interface Column {
  readonly title: string;
  readonly groups: readonly Group[];
}

/** A stack, or a part of a large one. Links go from a column to the next, so that none crosses a box. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  /** All frames of a diagram have the same number of columns; what is empty everywhere takes no room. */
  readonly columns: readonly Column[];
  readonly links: readonly Link[];
}

export interface Subnet {
  readonly title: string;
  readonly details: readonly string[];
  readonly cards: readonly Card[];
}

export interface Vpc {
  readonly id: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly zones: readonly { readonly title: string; readonly subnets: readonly Subnet[] }[];
}

/** What there is to draw, before anything has a place. */
export interface Diagram {
  /** How the stacks of the repository depend on each other; missing for a single stack. */
  readonly overview?: Frame;
  readonly stacks: readonly Frame[];
  readonly networks: readonly Vpc[];
}
