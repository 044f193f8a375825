import { at, toJson, type Node, type Span } from "@assay/analyzer";

/** Something in a document that its schema does not allow, and where. */
export interface SchemaProblem {
  readonly span: Span;
  readonly message: string;
}

interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Checks a parsed document against a JSON Schema; misspelled keys come with the key that was probably meant. */
export async function validateDocument(root: Node, schema: object): Promise<readonly SchemaProblem[]> {
  const { Ajv } = await import("./ajv.js");
  const validate = new Ajv({ allErrors: true, strict: false, verbose: true }).compile(schema);
  if (validate(toJson(root))) return [];
  return (validate.errors ?? [])
    .filter(isTelling)
    .map((error) => ({ span: placeOf(root, error), message: sentence(error) }));
}

/** Of a failed choice the alternatives are told, not the choice; that it could have been left empty helps nobody. */
function isTelling({ keyword, params }: SchemaError): boolean {
  return keyword !== "anyOf" && keyword !== "if" && params["type"] !== "null";
}

function placeOf(root: Node, error: SchemaError): Span {
  let node: Node = root;
  for (const part of error.instancePath
    .split("/")
    .slice(1)
    .map((text) => text.replaceAll("~1", "/").replaceAll("~0", "~"))) {
    const next: Node | undefined = node.kind === "sequence" ? node.items[Number(part)] : at(node, part);
    if (!next) break;
    node = next;
  }
  const extra =
    error.keyword === "additionalProperties" ? at(node, String(error.params["additionalProperty"])) : undefined;
  const { origin } = extra ?? node;
  return extra ? (origin.key ?? origin.span) : origin.span;
}

function sentence(error: SchemaError & { readonly parentSchema?: unknown }): string {
  const where = error.instancePath.slice(1).replaceAll("/", ".") || "the document";
  if (error.keyword === "additionalProperties") {
    const name = String(error.params["additionalProperty"]);
    const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
    const meant = nearest(name, known);
    return `'${name}' is not known here${meant === undefined ? "" : `; did you mean '${meant}'?`}`;
  }
  if (error.keyword === "enum") {
    const allowed = (error.params["allowedValues"] as readonly unknown[]).map(String);
    return `${where} has to be one of ${allowed.join(", ")}`;
  }
  return `${where} ${error.message ?? "is not valid"}`;
}

/** The candidate that is fewest edits away, if that is few enough to be a slip. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits <= Math.max(1, Math.floor(candidate.length / 3)) && (!best || edits < best.edits))
      best = { candidate, edits };
  }
  return best?.candidate;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
