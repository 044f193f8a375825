import type { Pack } from "./pack.js";

/** Said when a day (`2026-11-21`) lies outside the months in which a checklist is valid. */
export function validityWarning(
  { title, validity }: Pick<Pack, "title" | "validity">,
  day: string,
): string | undefined {
  const month = day.slice(0, 7);
  if (month < validity.from) return `${title} is valid from ${validity.from}; this report is of ${month}.`;
  if (validity.until !== undefined && month > validity.until)
    return `${title} was valid until ${validity.until}; this report is of ${month}. Ask AWS for the current release.`;
  return undefined;
}
