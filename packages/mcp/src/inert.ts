import { visible } from "assay";

/** Longer lists in an answer are cut. */
const MOST_ITEMS = 100;

/**
 * Data as it may leave: no string in it has a character that a terminal obeys or that hides itself, none is longer than
 * a thousand characters, no list longer than a hundred items. What was cut is told to `note`.
 */
export function inert<T>(value: T, note: (text: string) => void): T {
  const copy = (item: unknown, name: string): unknown => {
    if (typeof item === "string") return visible(item);
    if (Array.isArray(item)) {
      if (item.length > MOST_ITEMS) note(`${name} shows ${MOST_ITEMS} of ${item.length}`);
      return item.slice(0, MOST_ITEMS).map((member) => copy(member, name));
    }
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, member]) => [key, copy(member, key)]));
  };
  return copy(value, "the answer") as T;
}
