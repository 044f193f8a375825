import { strToU8, zipSync } from "fflate";
import type { Element } from "../markup/element.js";
import { xml } from "../markup/serialize.js";

/** A part of an Office file: its path and its content. */
export interface Part {
  readonly path: string;
  readonly content: Element | Uint8Array;
}

/** The earliest time that a zip file can name: the same parts give the same bytes on every day. */
const EPOCH = new Date(1980, 0, 1);

/** Packs parts to a file, in the given order. */
export function packParts(parts: readonly Part[]): Uint8Array {
  const entries = parts.map(({ path, content }): [string, [Uint8Array, { mtime: Date }]] => [
    path,
    [
      content instanceof Uint8Array
        ? content
        : strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml(content)}`),
      { mtime: EPOCH },
    ],
  ]);
  return zipSync(Object.fromEntries(entries), { level: 6 });
}
