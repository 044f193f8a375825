/** Words in a row, the first few of many: `a, b, c and 4 more`. */
export function list(words: Iterable<string>, most = 5): string {
  const all = [...new Set(words)];
  if (all.length <= most) return all.join(", ");
  return `${all.slice(0, most).join(", ")} and ${all.length - most} more`;
}

/** `1 statement`, `3 statements`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
