/** The kinds of schedule, which differ in what they accept. */
export type Scheduler = "rule" | "scheduler";

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
  /** What may stand in it besides numbers, names, `,`, `-`, `*` and `/`. */
  readonly marks: RegExp;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const NONE = /^(?!)/;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const FIELDS: readonly Field[] = [
  { name: "minutes", least: 0, most: 59, marks: NONE },
  { name: "hours", least: 0, most: 23, marks: NONE },
  { name: "day of month", least: 1, most: 31, marks: /^(\?|L(-\d+)?|LW|\d+W)$/ },
  { name: "month", least: 1, most: 12, names: MONTHS, marks: NONE },
  { name: "day of week", least: 1, most: 7, names: DAYS, marks: /^(\?|L|\w{1,3}L|\w{1,3}#[1-5])$/ },
  { name: "year", least: 1970, most: 2199, marks: NONE },
];

/** What is wrong with a schedule expression, as the end of a sentence; `undefined` when nothing is. */
export function scheduleFlaw(expression: string, scheduler: Scheduler): string | undefined {
  const [, kind, inner = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === "rate") return rateFlaw(inner, scheduler);
  if (kind === "cron") return cronFlaw(inner);
  if (kind === "at" && scheduler === "scheduler")
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inner) ? undefined : "at needs a time like 2030-01-31T12:00:00";
  return scheduler === "rule" ? "it is neither rate(…) nor cron(…)" : "it is neither rate(…), cron(…) nor at(…)";
}

function rateFlaw(inner: string, scheduler: Scheduler): string | undefined {
  const [, count = "", unit = "", plural = ""] = /^(\d+) (minute|hour|day)(s?)$/.exec(inner) ?? [];
  if (unit === "") return "rate needs a number and minutes, hours or days";
  if (Number(count) < 1) return "rate needs a number of at least 1";
  const isPlural = plural === "s";
  // EventBridge rules insist on the right grammatical number; EventBridge Scheduler does not.
  if (scheduler === "rule" && isPlural !== Number(count) > 1)
    return `it has to be ${unit}${Number(count) > 1 ? "s" : ""} after ${count}`;
  return undefined;
}

function cronFlaw(inner: string): string | undefined {
  const parts = inner.trim().split(/\s+/);
  if (parts.length !== FIELDS.length)
    return `cron needs ${FIELDS.length} fields and has ${inner.trim() === "" ? 0 : parts.length}`;
  for (const [i, field] of FIELDS.entries()) {
    const part = parts[i] ?? "";
    if (!part.split(",").every((item) => isPossible(item, field))) return `${part} is not possible for ${field.name}`;
  }
  if (parts[2] !== "?" && parts[4] !== "?")
    return "day of month and day of week are both given; one of them has to be ?";
  return undefined;
}

function isPossible(item: string, field: Field): boolean {
  if (item === "*" || field.marks.test(item)) return true;
  const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  if (range === "" || (step !== undefined && Number(step) < 1)) return false;
  return range === "*" || range.split("-").every((value, i) => i < 2 && isValue(value, field));
}

function isValue(value: string, { least, most, names }: Field): boolean {
  if (names?.includes(value.toUpperCase())) return true;
  return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}
