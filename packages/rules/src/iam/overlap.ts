/** Whether some text matches both patterns, in which `*` stands for any text and `?` for any letter. */
export function overlap(a: string, b: string): boolean {
  // Row i, column j: whether the rest of a from i and the rest of b from j have a text in common.
  let next: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      const [x, y] = [a[i], b[j]];
      if (x === undefined && y === undefined) row[j] = true;
      else if (x === "*") row[j] = (next[j] ?? false) || (y !== undefined && (row[j + 1] ?? false));
      else if (y === "*") row[j] = (row[j + 1] ?? false) || (x !== undefined && (next[j] ?? false));
      else row[j] = x !== undefined && y !== undefined && (x === y || x === "?" || y === "?") && (next[j + 1] ?? false);
    }
    next = row;
  }
  return next[0] ?? false;
}
