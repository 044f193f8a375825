import { compareText } from "./span.js";
import type { Repository } from "./repository.js";

/** A repository that lives in memory: path → content. For tests, editors and embedding. */
export function memoryRepository(content: Readonly<Record<string, string | Uint8Array>>): Repository {
  const files = new Map(Object.entries(content));
  const encoder = new TextEncoder();
  return {
    files: [...files.keys()].sort(compareText),
    leftOut: [],
    read(path) {
      const found = files.get(path);
      if (found === undefined) return { ok: false, reason: "no such file" };
      return { ok: true, bytes: typeof found === "string" ? encoder.encode(found) : found };
    },
    exists: (path) => files.has(path),
  };
}
