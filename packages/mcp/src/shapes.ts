import { z } from "zod";

/** What the tools take and give, in the words of the assessment (https://assay.dev/schema/assessment-1.json). */

export const path = z
  .string()
  .default(".")
  .describe(
    "A file or folder below the served root; all of it when missing. Paths in answers are relative to the root.",
  );

export const profile = z
  .enum(["recommended", "strict", "evidence"])
  .optional()
  .describe("Which rules run; what the configuration says, else `recommended`, when missing.");

export const cursor = z.string().optional().describe("nextCursor of the answer before, for the part after it.");

export const limit = z.int().min(1).max(200).default(50).describe("How many items at most.");

export const severity = z.enum(["info", "low", "medium", "high", "critical"]);

export const region = z.looseObject({ file: z.string(), startLine: z.int(), startColumn: z.int() });

/** Of lists that are given in parts. */
export const paged = {
  total: z.int().describe("How many items the whole list has."),
  nextCursor: z.string().optional(),
};

export const finding = z.looseObject({
  rule: z.string(),
  title: z.string(),
  severity,
  outcome: z.enum(["pass", "fail", "unknown", "not-applicable"]),
  subject: z.looseObject({ id: z.string(), name: z.string(), kind: z.string(), type: z.string() }),
  message: z.string(),
  confidence: z.enum(["certain", "likely"]),
  when: z.string().optional(),
  fingerprint: z.string(),
  locations: z.array(region),
  remedy: z.string().optional().describe("What to do, in the words of the resource's framework."),
});

export const problem = z.looseObject({
  code: z.string(),
  level: z.enum(["error", "warning", "note"]),
  message: z.string(),
  help: z.string(),
});

export const verdict = z.enum(["met", "not-met", "needs-input", "not-applicable"]);
