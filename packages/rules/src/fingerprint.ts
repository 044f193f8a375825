/**
 * A short text that is the same for the same parts and, for all practical purposes, different for others: 64 bits of
 * FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. It names things; it protects nothing.
 */
export function fingerprint(...parts: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(parts.join("\0"))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
