import { visible } from "assay";

/** Longer lists in an answer are cut. */
const MOST_ITEMS = 100;

/** Lists end when the answer has so many characters. */
const MOST_CHARACTERS = 150_000;

/**
 * Data as they may leave: no string in them has a character that a terminal obeys or that hides itself, none is longer
 * than a thousand characters, no list longer than a hundred items, nor what is in all of them together without bounds.
 * What was cut is told to `note`.
 */
export function inert<T>(value: T, note: (text: string) => void): T {
  let left = MOST_CHARACTERS;
  const list = (items: readonly unknown[], name: string): unknown[] => {
    const shown: unknown[] = [];
    for (const item of items) {
      if (shown.length === MOST_ITEMS || left <= 0) {
        note(`${name} shows ${shown.length} of ${items.length}`);
        break;
      }
      shown.push(copy(item, name));
    }
    return shown;
  };
  const copy = (item: unknown, name: string): unknown => {
    if (Array.isArray(item)) return list(item, name);
    if (typeof item === "object" && item !== null)
      return Object.fromEntries(Object.entries(item).map(([key, member]) => [key, copy(member, key)]));
    const shown = typeof item === "string" ? visible(item) : item;
    left -= name.length + String(shown).length + 6;
    return shown;
  };
  return copy(value, "the answer") as T;
}
