import { createHash } from "node:crypto";

/** The letters and digits of a text's SHA-256 in base64: what the framework puts into logical ids. */
export function alphanumericDigest(content: string): string {
  return createHash("sha256")
    .update(content)
    .digest("base64")
    .replace(/[^0-9A-Za-z]/g, "");
}

/** The MD5 of a text in hexadecimal: the framework shortens long names with it. */
export function md5(content: string): string {
  return createHash("md5").update(content).digest("hex");
}

/** The SHA-1 of a text in hexadecimal. */
export function sha1(content: string): string {
  return createHash("sha1").update(content).digest("hex");
}
