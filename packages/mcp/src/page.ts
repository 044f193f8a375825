import { createHash } from "node:crypto";
import { Refused } from "./confine.js";

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  /** Gives the next part; missing at the end. */
  readonly nextCursor?: string;
}

/** As many characters of JSON as one answer holds; a single item may be longer. */
const MOST_CHARACTERS = 40_000;

/** The part of a list from a cursor on: at most `limit` items, and not more than an answer holds. */
export function pageOf<T>(items: readonly T[], cursor: string | undefined, limit: number): Page<T> {
  const list = createHash("sha256").update(JSON.stringify(items)).digest("hex").slice(0, 12);
  const start = cursor === undefined ? 0 : offsetOf(cursor, list);
  let end = start;
  for (let size = 0; end < items.length && end - start < limit; end++) {
    size += JSON.stringify(items[end]).length;
    if (size > MOST_CHARACTERS && end > start) break;
  }
  const next = end < items.length ? { nextCursor: Buffer.from(`${end} ${list}`).toString("base64url") } : {};
  return { items: items.slice(start, end), total: items.length, ...next };
}

function offsetOf(cursor: string, list: string): number {
  const [, offset, of] = /^(\d{1,9}) ([0-9a-f]{12})$/.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
  if (offset === undefined) throw new Refused("The cursor is none that this server gave.");
  if (of !== list)
    throw new Refused("The cursor belongs to another list: the files or the question changed. Ask again without it.");
  return Number(offset);
}
