/** `1 gap`, `2 gaps`. */
export function plural(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
