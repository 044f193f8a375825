import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Assessment, ReadInput } from "@assay/rules";
import { assessEvidence, type EvidenceOptions } from "../assessment.js";
import { exitCode, type Io } from "../io.js";
import { contentDigest } from "../provenance.js";
import { redact } from "../redact.js";
import { redactions } from "../redactions.js";
import { readReport } from "../saved-report.js";

export interface VerifyOptions {
  /** The folder that the report's paths are relative to. */
  readonly root?: string;
}

/** `assay verify`: whether a report is whole, whether its inputs are the same, and whether they give the same bytes again. */
export async function verify(file: string, options: VerifyOptions, io: Io, version: string): Promise<number> {
  const { text, assessment } = await readReport(file, io);
  const { provenance, tool } = assessment;
  const say = (isGood: boolean, words: string) => {
    io.out(`${isGood ? "ok  " : "FAIL"}  ${words}\n`);
    return isGood;
  };
  if (!provenance) {
    say(false, "The document does not say what it was made from: it is no report.");
    return exitCode.findings;
  }
  const isWhole = say(
    contentDigest(assessment) === provenance.digest,
    `The digest of the content is ${provenance.digest}.`,
  );
  const root = path.resolve(io.cwd, options.root ?? ".");
  const changed = changedInputs(root, provenance.inputs);
  const areSame =
    changed.length === 0
      ? say(true, `${provenance.inputs.length} inputs have the digests that are written down.`)
      : say(
          false,
          `${changed.length} of ${provenance.inputs.length} inputs differ: ${changed.slice(0, 5).join(", ")}${changed.length > 5 ? ", …" : ""}.`,
        );
  if (tool.version !== version) {
    io.out(
      `--    Made by Assay ${tool.version}; this is ${version}, which may say it otherwise, so it was not made again.\n`,
    );
    return isWhole && areSame ? exitCode.ok : exitCode.findings;
  }
  if (provenance.options["rules"] !== undefined) {
    io.out("--    Made with rule modules of its own; a report never makes them run, so it was not made again.\n");
    return isWhole && areSame ? exitCode.ok : exitCode.findings;
  }
  const again = await remade(assessment, root, io, version);
  const isIdentical = `${JSON.stringify(again, null, 2)}\n` === text;
  say(
    isIdentical,
    isIdentical
      ? "Made again, it is the same to the byte."
      : `Made again, it differs at ${firstDifference(assessment, again) ?? "its layout"}.`,
  );
  return isWhole && areSame && isIdentical ? exitCode.ok : exitCode.findings;
}

/** The inputs whose content is not what was written down; a path that leaves the root is one of them. */
function changedInputs(root: string, inputs: readonly ReadInput[]): readonly string[] {
  return inputs
    .filter(({ path: file, sha256 }) => digestOf(path.resolve(root, file), root) !== sha256)
    .map((input) => input.path);
}

function digestOf(file: string, root: string): string | undefined {
  try {
    const real = fs.realpathSync(file);
    if (!real.startsWith(fs.realpathSync(root) + path.sep)) return undefined;
    return createHash("sha256").update(fs.readFileSync(real)).digest("hex");
  } catch {
    return undefined;
  }
}

/** Runs the report again as it was run: same paths, same options, same day where a day matters. */
async function remade(saved: Assessment, root: string, io: Io, version: string): Promise<Assessment> {
  const { provenance } = saved;
  if (!provenance) return saved;
  const quiet: Io = {
    ...io,
    cwd: root,
    today: provenance.asOf ?? io.today,
    out: () => undefined,
    err: () => undefined,
  };
  const options = { gitignore: true, ...provenance.options } as unknown as EvidenceOptions;
  const { assessment } = await assessEvidence(provenance.paths, options, quiet, version);
  return redact(
    assessment,
    redactions.filter((kind) => provenance.redacted.includes(kind)),
  );
}

/** The path of the first value in which two documents differ: `provenance.commit.id`. */
export function firstDifference(a: unknown, b: unknown, at = ""): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return at || "the document";
  const [left, right] = [a, b].map((value) => new Map(Object.entries(value)));
  for (const key of new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])) {
    const found = firstDifference(left?.get(key), right?.get(key), at === "" ? key : `${at}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
