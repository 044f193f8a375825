import type { Card, Meaning } from "./model.js";

/** A picture in which everything has its place. Units are CSS pixels; text sizes stand in `sizes`. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly regions: readonly Region[];
  readonly headings: readonly Caption[];
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A frame around boxes: a stack, a network, a zone. */
export interface Region extends Rectangle {
  readonly kind: "stack" | "network" | "apart" | "zone" | "subnet";
  readonly title: string;
  readonly subtitle: string;
}

export interface Caption {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface Box extends Rectangle {
  /** Unique in the scene. */
  readonly id: string;
  readonly card: Card;
  readonly name: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly meaning: Meaning;
  readonly arrow: "to" | "from" | "both";
  readonly title: string;
  /** Start, where the curve begins, where it ends, end: the outer parts are straight. */
  readonly points: readonly [Point, Point, Point, Point];
  /** The text above the straight part, if this arrow is the one to show it. */
  readonly label?: Caption & { readonly anchor: "start" | "end" };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Sizes that layout and drawing share. */
export const sizes = {
  card: 196,
  padding: 9,
  icon: 26,
  name: 12,
  detail: 10,
  badge: 9,
  label: 9.5,
  line: 13,
  port: 17,
  gap: 14,
} as const;
