import data from "./data/helvetica.json" with { type: "json" };

const widths = new Map(Object.entries(data.widths));

/** The width of a text in Helvetica, Arial or a font of the same measures, in the unit of `size`. */
export function textWidth(text: string, size: number, isBold = false): number {
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    sum += widths.get(character) ?? (code >= 0x1100 ? data.wide : data.other);
  }
  return (sum / 1000) * size * (isBold ? data.bold : 1);
}

/** Control characters and marks that change the direction of what follows have no place in a picture. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]+/g, " ");
}

/** The text, cut in the middle when it is wider than `room`: names often differ only at one of their ends. */
export function fit(text: string, room: number, size: number, isBold = false): string {
  if (textWidth(text, size, isBold) <= room) return text;
  const characters = Array.from(text);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (textWidth(cut(characters, kept), size, isBold) <= room) low = kept;
    else high = kept - 1;
  }
  return cut(characters, low);
}

function cut(characters: readonly string[], kept: number): string {
  const head = Math.ceil(kept * 0.6);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (kept - head)).join("")}`;
}

/** Up to two lines, broken where a word of a name begins; the second is cut when even that is too little. */
export function wrap(text: string, room: number, size: number, isBold = false): readonly string[] {
  if (textWidth(text, size, isBold) <= room) return [text];
  const words = text.split(/(?<=[-_./: ])|(?<=[a-z0-9])(?=[A-Z])/);
  let first = "";
  let used = 0;
  for (const word of words) {
    if (textWidth(first + word, size, isBold) > room) break;
    first += word;
    used++;
  }
  if (used === 0) return [fit(text, room, size, isBold)];
  return [first.trimEnd(), fit(words.slice(used).join(""), room, size, isBold)];
}
