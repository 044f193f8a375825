import type { Finding, Rule } from "./rule.js";

/** What a fingerprint is made of. */
export type Fingerprinted = Pick<Finding, "subject" | "key"> & { readonly rule: Pick<Rule, "id"> };

/**
 * One fingerprint per finding, in order. It names the rule, the resource and what tells the rule's findings about it
 * apart, but neither file nor stack nor line, so it stays when lines move, files are renamed or a stack is split. Findings
 * that are alike in all that (the same logical id in two templates) are told apart by where the resource is: see
 * `sameButForPlace`.
 */
export function fingerprints(findings: readonly Fingerprinted[]): readonly string[] {
  const bares = findings.map((finding) =>
    fingerprint(finding.rule.id, withoutPlace(finding), withoutPaths(finding.key ?? "")),
  );
  const alike = counts(bares);
  const seen = new Map<string, number>();
  return findings.map(({ subject, key }, i) => {
    const bare = bares[i] ?? "";
    if (alike.get(bare) === 1) return bare;
    const name = `${bare}-${fingerprint(subject.id, key ?? "")}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before + 1}`;
  });
}

/** The part of a fingerprint that findings share which differ only in the place of their resource. */
export function sameButForPlace(fingerprint: string): string {
  return fingerprint.split("-", 1)[0] ?? fingerprint;
}

/** The logical id; CloudFormation makes new deployments and versions by a new id, of which the last ten digits change. */
function withoutPlace({ subject: { id, logicalId, type } }: Fingerprinted): string {
  if (logicalId === "") return id;
  return RENAMED.has(type) ? logicalId.replace(/[0-9a-f]{10}$/, "") : logicalId;
}

const RENAMED: ReadonlySet<string> = new Set(["AWS::ApiGateway::Deployment", "AWS::Lambda::Version"]);

/** Ids of resources in a key without their stacks: `sqs template.yaml#Nested/Orders` → `sqs Orders`. */
function withoutPaths(key: string): string {
  if (!key.includes("#")) return key;
  return key.replace(/[^\s#]*#(?:[^\s#/]+\/)*/g, "");
}

function counts(names: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

/**
 * A short text that is the same for the same parts and, for all practical purposes, different for others: two 32-bit
 * FNV-1a hashes with different seeds, http://www.isthe.com/chongo/tech/comp/fnv/. It names things; it protects nothing.
 */
function fingerprint(...parts: readonly string[]): string {
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
