import { toJson, type Json, type Node } from "../../parse/node.js";
import { sha1 } from "./sha1.js";

const HASH_LENGTH = 10;

/**
 * A logical id made unique and stable by its content: the prefix and ten hexadecimal digits of the SHA-1 of the data,
 * as SAM makes them. Nothing follows the prefix when there is no data.
 */
export function hashedId(prefix: string, data: string | Json | undefined): string {
  return prefix + contentHash(data).slice(0, HASH_LENGTH);
}

/** The full hash of some data; empty for data that SAM takes as left out. */
export function contentHash(data: string | Json | undefined): string {
  const text = typeof data === "string" ? data : data === undefined ? "" : canonicalJson(data);
  return text === "" ? "" : sha1(text);
}

/** The data of a node for hashing: text as it is, everything else as JSON. */
export function hashable(node: Node | undefined): string | Json | undefined {
  return node && toJson(node);
}

/** Letters and digits only, as logical ids have to be. */
export function isAlphanumeric(text: string): boolean {
  return /^[\p{L}\p{N}]+$/u.test(text);
}

/** `prefix`, then the suffix as it is or, when it is not alphanumeric, its hash. */
export function suffixedId(prefix: string, suffix: string, end = ""): string {
  return isAlphanumeric(suffix) ? `${prefix}${suffix}${end}` : hashedId(`${prefix}${end}`, suffix);
}

/** JSON with sorted keys and ASCII only, so that the hash does not depend on how a template is written. */
function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${ascii(JSON.stringify(key))}:${canonicalJson(item)}`).join(",")}}`;
  }
  return ascii(JSON.stringify(value));
}

function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
