/**
 * A short text that is the same for the same parts and, for all practical purposes, different for others: two 32-bit
 * FNV-1a hashes with different seeds, http://www.isthe.com/chongo/tech/comp/fnv/. It names things; it protects nothing.
 */
export function fingerprint(...parts: readonly string[]): string {
  const text = parts.join("\0");
  return hash(text, 0x811c9dc5) + hash(text, 0x01000193);
}

function hash(text: string, seed: number): string {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  // FNV mixes the last letters badly into the high bits; a final avalanche (MurmurHash3's) mends that.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0).toString(16).padStart(8, "0");
}
