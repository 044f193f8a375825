import type { Assessment } from "@assay/rules";
import { sealed } from "./provenance.js";
import type { Redaction } from "./redactions.js";

type Blank = (text: string) => string;

const ACCOUNT = /(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g;
const ADDRESS = /\b(?:https?|wss?|ssh|git|ftp|s3):\/\/[^\s"'`<>)\]}|]+/gi;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** Addresses that tell nothing of anybody: this document's schema, AWS's documentation. */
const PUBLIC = /^https:\/\/(assay\.dev\/schema\/|docs\.aws\.amazon\.com\/)/i;

/**
 * Blanks account ids, names of people and companies, or addresses everywhere in documents; the same thing gets the same
 * blank, so that they still tell one from another. Digests of files stay: they name nobody. The names come from the
 * assessment.
 */
export function redactor(assessment: Assessment, kinds: readonly Redaction[]): <T>(document: T) => T {
  if (kinds.length === 0) return (document) => document;
  const blanks: Blank[] = [];
  if (kinds.includes("urls")) {
    const address = numbered("url");
    const mail = numbered("mail");
    blanks.push((text) => text.replace(ADDRESS, (found) => (PUBLIC.test(found) ? found : address(found))));
    blanks.push((text) => text.replace(MAIL, mail));
  }
  if (kinds.includes("accounts")) {
    const account = numbered("account");
    blanks.push((text) => text.replace(ACCOUNT, account));
  }
  if (kinds.includes("names")) blanks.push(namesBlank(assessment));
  const blank: Blank = (text) => blanks.reduce((result, next) => next(result), text);
  return <T>(document: T) => mapTexts(document, blank) as T;
}

/** The assessment with what `redactor` blanks blanked, and a word about it in its provenance. */
export function redact(
  assessment: Assessment,
  kinds: readonly Redaction[],
  blanked = redactor(assessment, kinds),
): Assessment {
  if (kinds.length === 0) return assessment;
  const result = blanked(assessment);
  const { provenance } = result;
  return sealed(provenance ? { ...result, provenance: { ...provenance, redacted: [...kinds].sort() } } : result);
}

/** `[account 1]`, `[account 2]` in the order in which they are met. */
function numbered(word: string): (found: string) => string {
  const known = new Map<string, string>();
  return (found) => {
    const blank = known.get(found) ?? `[${word} ${known.size + 1}]`;
    known.set(found, blank);
    return blank;
  };
}

/** Names come from the answers and from who accepts findings; they are blanked wherever they stand. */
function namesBlank({ answers, findings, suppressions }: Assessment): Blank {
  const blanks = new Map<string, string>();
  const add = (name: string | undefined, blank: string) => {
    const text = name?.trim() ?? "";
    if (text.length > 1 && !blanks.has(text)) blanks.set(text, blank);
  };
  for (const { field, value } of answers)
    if (field === "customer" || field === "partner") add(String(value), `[${field}]`);
  const people = [
    ...answers.map(({ by }) => by),
    ...findings.map(({ accepted }) => accepted?.owner),
    ...suppressions.map(({ owner }) => owner),
  ];
  const person = numbered("person");
  for (const name of people) if (name?.trim()) add(name, person(name.trim()));
  // Longer names first: one may be a part of another.
  const names = [...blanks.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (names.length === 0) return (text) => text;
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const byLowerCase = new Map([...blanks].map(([name, blank]) => [name.toLowerCase(), blank]));
  return (text) => text.replace(pattern, (found) => byLowerCase.get(found.toLowerCase()) ?? found);
}

/** Words that the schema fixes and digests stay as they are. */
const FIXED = new Set([
  "schema",
  "sha256",
  "digest",
  "fingerprint",
  "rule",
  "topic",
  "severity",
  "outcome",
  "verdict",
  "basis",
  "kind",
  "state",
  "level",
  "code",
]);

function mapTexts(value: unknown, blank: Blank): unknown {
  if (typeof value === "string") return blank(value);
  if (typeof value === "number") return /^\d{12}$/.test(String(value)) ? blank(String(value)) : value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, blank));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      FIXED.has(key) && typeof item === "string" ? item : mapTexts(item, blank),
    ]),
  );
}
