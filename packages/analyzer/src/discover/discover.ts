import { at, mappingAt, stringAt, type MappingNode, type Node } from "../parse/node.js";
import type { Sources } from "../parse/sources.js";
import { inFolder, outputFolderOf } from "../lower/cdk/apps.js";
import { transformsOf } from "../lower/macros.js";
import { baseName, folderOf, type LeftOut, type Repository } from "../source/repository.js";
import { problem, type Problem } from "../source/problem.js";
import { compareText, type Span } from "../source/span.js";
import type { Candidate } from "./candidate.js";
import { findFragments } from "./fragments.js";

export interface Discovery {
  readonly candidates: readonly Candidate[];
  /** Files that look like candidates and are not analysed on their own, with the reason. */
  readonly leftOut: readonly LeftOut[];
  /** CDK apps (folders of a `cdk.json`); those without a cloud assembly cannot be analysed. */
  readonly cdkApps: readonly string[];
  /** The files that a script puts together with an application's own, by the application's path; see `findFragments`. */
  readonly fragments: ReadonlyMap<string, readonly string[]>;
}

const TEMPLATE_FILE = /\.(ya?ml|json|template)$/i;
const SERVERLESS_FILE = /^serverless(\.[\w-]+)?\.(ya?ml|json|ts|js|cjs|mjs)$/i;
/** What `sls deploy --config` names: one of several configurations of a folder, or one from which a script makes it. */
const OTHER_SERVERLESS_FILE = /^serverless[-_][\w.-]+\.(ya?ml|json)$/i;
/** Copies that `sam package` and `aws cloudformation package` write next to their source. */
const PACKAGED_FILE = /^packaged?([-_.].*)?\.(ya?ml|json|template)$|[-_.]packaged?\.(ya?ml|json|template)$/i;

/**
 * Finds what to analyse by looking at contents, not names: a template has `AWSTemplateFormatVersion` or typed
 * `Resources`; it is SAM when it names the transform, has `Globals` or holds an `AWS::Serverless::*` resource.
 */
export function discover(repository: Repository, sources: Sources, report: (problem: Problem) => void): Discovery {
  const candidates: Candidate[] = [];
  const leftOut: LeftOut[] = [];
  const cdkApps: string[] = [];
  const assemblies = findAssemblies(repository, sources);
  const assemblyFolders = assemblies.map((path) => `${folderOf(path)}/`.replace(/^\/$/, ""));
  for (const path of assemblies) {
    if (assemblyFolders.some((folder) => path.startsWith(folder) && path !== `${folder}manifest.json`)) continue; // nested
    candidates.push({ path, framework: "cdk", because: "cloud assembly manifest" });
  }
  for (const path of repository.files) {
    if (baseName(path) === "cdk.json") cdkApps.push(folderOf(path));
    if (assemblyFolders.some((folder) => path.startsWith(folder))) continue;
    if (SERVERLESS_FILE.test(baseName(path)) && isService(path, sources)) {
      candidates.push({ path, framework: "serverless", because: "Serverless Framework configuration" });
      continue;
    }
    if (!TEMPLATE_FILE.test(path)) continue;
    const found = recognise(path, sources, report) ?? otherService(path, sources);
    if (!found) continue;
    if ("reason" in found) leftOut.push(found);
    else candidates.push(found);
  }
  const kept = candidates.filter((candidate) => {
    const original = PACKAGED_FILE.test(baseName(candidate.path)) ? packagedFrom(candidate, candidates) : undefined;
    if (original) leftOut.push({ path: candidate.path, reason: `packaged copy of ${original.path}` });
    return !original;
  });
  const { parts, copies } = findFragments(kept, sources);
  const among = new Set([...[...parts.values()].flat(), ...copies.map(({ path }) => path)]);
  for (const [whole, files] of parts) {
    const count = files.length;
    report(problem("sam-fragments", startOf(whole, sources), { whole, count }));
    for (const path of files) leftOut.push({ path, reason: `read as a part of ${whole}` });
  }
  leftOut.push(...copies);
  return { candidates: kept.filter(({ path }) => !among.has(path)), leftOut, cdkApps, fragments: parts };
}

/**
 * Whether a file is a template, and in which dialect. A quick look at the raw text keeps most files from being parsed.
 */
export function recognise(
  path: string,
  sources: Sources,
  report: (problem: Problem) => void,
): Candidate | LeftOut | undefined {
  const file = sources.read(path);
  if ("unreadable" in file) {
    const start = { path, text: "" };
    report(problem("unreadable-file", { file: start, start: 0, end: 0 }, { reason: file.unreadable }));
    return { path, reason: file.unreadable };
  }
  const { text } = file;
  const isVersioned = text.includes("AWSTemplateFormatVersion");
  if (!isVersioned && !text.includes("AWS::")) return undefined;
  const root = sources.tree(file);
  if (root?.kind !== "mapping") {
    if (isVersioned || /^["']?Resources["']?:/m.test(text)) return { path, reason: "not a readable template" };
    return undefined;
  }
  const resources = mappingAt(root, "Resources");
  const types = [...(resources?.entries.values() ?? [])].flatMap((node) => stringAt(node, "Type") ?? []);
  const isTyped = types.some((type) => type.includes("::"));
  const isDeclared = at(root, "AWSTemplateFormatVersion") !== undefined || transformsOf(root).length > 0;
  if (!isTyped && !(isDeclared && resources)) return undefined;
  const sam = samSign(root, types);
  const because = sam ?? (isTyped ? "typed Resources" : "AWSTemplateFormatVersion or Transform, with Resources");
  return { path, framework: sam === undefined ? "cloudformation" : "sam", because };
}

function startOf(path: string, sources: Sources): Span {
  const file = sources.read(path);
  return { file: "text" in file ? file : { path, text: "" }, start: 0, end: 0 };
}

function samSign(root: MappingNode, types: readonly string[]): string | undefined {
  const named = transformsOf(root).find((name) => name.startsWith("AWS::Serverless"));
  if (named) return `Transform ${named}`;
  const used = types.find((type) => type.startsWith("AWS::Serverless::"));
  if (used) return `${used} without a Transform`;
  return mappingAt(root, "Globals") ? "Globals" : undefined;
}

function packagedFrom(copy: Candidate, candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.find(
    (other) =>
      other !== copy &&
      other.framework === copy.framework &&
      folderOf(other.path) === folderOf(copy.path) &&
      !PACKAGED_FILE.test(baseName(other.path)),
  );
}

/** Manifests in scope, and those that `cdk.json` says are written into a folder which is not (git ignores it). */
function findAssemblies(repository: Repository, sources: Sources): readonly string[] {
  const inScope = repository.files.filter((path) => baseName(path) === "manifest.json");
  const named = repository.files.flatMap((path) => {
    if (baseName(path) !== "cdk.json") return [];
    const output = outputFolderOf(folderOf(path), sources);
    return output === undefined ? [] : [inFolder(output, "manifest.json")];
  });
  const unlisted = named.filter((path) => !inScope.includes(path) && sources.exists(path));
  return [...inScope, ...new Set(unlisted)].filter((path) => isAssembly(path, sources)).sort(compareText);
}

function isAssembly(path: string, sources: Sources): boolean {
  const file = sources.read(path);
  if ("unreadable" in file || !file.text.includes('"artifacts"')) return false;
  const root: Node | undefined = sources.tree(file);
  if (!root) return /"(aws:cloudformation:stack|cdk:[a-z-]+)"/.test(file.text); // broken; its templates may not be
  return stringAt(root, "version") !== undefined && mappingAt(root, "artifacts") !== undefined;
}

function otherService(path: string, sources: Sources): LeftOut | undefined {
  if (!OTHER_SERVERLESS_FILE.test(baseName(path)) || !isService(path, sources)) return undefined;
  return { path, reason: "Serverless configuration of an unusual name; --serverless-config reads it" };
}

/** YAML and JSON by their keys; a script by its name alone, since only the front end can evaluate it. */
function isService(path: string, sources: Sources): boolean {
  if (/\.([cm]?js|ts)$/.test(path)) return true;
  const file = sources.read(path);
  if ("unreadable" in file) return false;
  return /^[\s{,]*["']?(service|provider|functions|resources)["']?\s*:/m.test(file.text);
}
