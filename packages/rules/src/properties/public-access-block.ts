import { on } from "./expectation.js";

const FLAGS = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const;

/** All four switches of a bucket's block of public access; one that a written block leaves out is off. */
export const publicAccessBlocked = {
  all: FLAGS.map((flag) => ({ property: `PublicAccessBlockConfiguration.${flag}`, expected: on })),
} as const;
