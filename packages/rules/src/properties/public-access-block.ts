import { on } from "./expectation.js";

const FLAGS = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const;

const BLOCK = "PublicAccessBlockConfiguration";

/** All four switches of a bucket's block of public access; one that a written block leaves out is off. */
export const publicAccessBlocked = {
  all: FLAGS.map((flag) => ({ property: `${BLOCK}.${flag}`, expected: on })),
} as const;

/** The same, or no block at all: S3's default then applies, which blocks everything. */
export const publicAccessBlockedByDefault = {
  all: publicAccessBlocked.all.map((requirement) => ({
    ...requirement,
    unless: { property: BLOCK, says: "not set (S3 blocks public access by default)" },
  })),
} as const;
