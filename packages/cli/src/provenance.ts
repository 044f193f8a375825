import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Analysis, Repository } from "@assay/analyzer";
import { inputsOf, type Assessment, type Pack, type Provenance, type ReadInput, type Rule } from "@assay/rules";
import { shownPath } from "./document.js";
import { blobId, readGit, type GitState } from "./git.js";

/** What a report was made from, beside the repository itself. */
export interface Origins {
  readonly root: string;
  readonly paths: readonly string[];
  readonly options: Provenance["options"];
  readonly configuration: string | undefined;
  readonly answers: string | undefined;
  readonly today: string;
}

/** What lies beside a commit and is never part of it: listing it would tell checkouts apart, not inputs. */
const NOT_COMMITTED: ReadonlySet<string> = new Set([
  "git's own data",
  "git-ignored",
  "installed packages",
  "compiled Python",
  "build copy made by sam build",
  "build copy made by serverless package",
  "Terraform's own data",
]);

/** Writes down what an assessment was made from, and closes it with a digest. */
export function withProvenance(
  assessment: Assessment,
  analysis: Analysis,
  repository: Repository,
  packs: readonly Pack[],
  rules: readonly Rule[],
  origins: Origins,
): Assessment {
  const { root, paths, options, configuration, answers, today } = origins;
  const git = readGit(root);
  const inputs = inputsOf(analysis).flatMap(({ path: file }): ReadInput[] => {
    const result = repository.read(file);
    return result.ok ? [inputOf(file, result.bytes, git)] : [];
  });
  const asOf = dependsOnDay(assessment, packs) ? today : undefined;
  const known = rules.map(({ id, title, severity, profile }) => ({ id, title, severity, profile }));
  const provenance: Provenance = {
    ...(git ? { commit: commitOf(git) } : {}),
    inputs,
    leftOut: [...repository.leftOut, ...analysis.discovery.leftOut].filter(({ reason }) => !NOT_COMMITTED.has(reason)),
    options,
    paths,
    ...(configuration === undefined ? {} : { configuration: fileOf(configuration, root) }),
    ...(answers === undefined ? {} : { answers: fileOf(answers, root) }),
    packs: packs.map((pack) => ({ id: pack.id, version: pack.version, sha256: digest(JSON.stringify(pack)) })),
    rules: { count: rules.length, sha256: digest(JSON.stringify(known)) },
    ...(asOf === undefined ? {} : { asOf }),
    redacted: [],
    digest: "",
  };
  return sealed({ ...assessment, provenance });
}

/** The document with the digest of all the rest of it. */
export function sealed(assessment: Assessment): Assessment {
  const { provenance } = assessment;
  return provenance ? { ...assessment, provenance: { ...provenance, digest: contentDigest(assessment) } } : assessment;
}

/** SHA-256 over the document as JSON without blanks, its own digest left empty. */
export function contentDigest(assessment: Assessment): string {
  const { provenance } = assessment;
  return digest(JSON.stringify({ ...assessment, provenance: provenance && { ...provenance, digest: "" } }));
}

function commitOf({ commit, branch, url, prefix }: GitState): NonNullable<Provenance["commit"]> {
  return {
    id: commit,
    ...(branch === undefined ? {} : { branch }),
    ...(url === undefined ? {} : { url }),
    prefix,
  };
}

function inputOf(file: string, bytes: Uint8Array, git: GitState | undefined): ReadInput {
  const recorded = git?.index?.get(git.prefix + file);
  const state = recorded === undefined ? "untracked" : recorded === blobId(bytes) ? "tracked" : "modified";
  return { path: file, bytes: bytes.length, sha256: digest(bytes), ...(git?.index ? { state } : {}) };
}

function fileOf(file: string, root: string): ReadInput {
  const bytes = fs.readFileSync(path.resolve(root, file));
  return { path: shownPath(path.resolve(root, file), root), bytes: bytes.length, sha256: digest(bytes) };
}

/** Whether the same input could read otherwise on another day: something expires. */
function dependsOnDay({ suppressions }: Assessment, packs: readonly Pack[]): boolean {
  return (
    suppressions.some(({ expires }) => expires !== undefined) ||
    packs.some(({ validity }) => validity.until !== undefined)
  );
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
