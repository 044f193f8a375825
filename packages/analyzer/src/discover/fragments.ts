import { mappingAt, type MappingNode } from "../parse/node.js";
import type { Sources } from "../parse/sources.js";
import { transformsOf } from "../lower/macros.js";
import { folderOf, type LeftOut } from "../source/repository.js";
import type { Candidate } from "./candidate.js";

/** SAM applications that only a script puts together from several files. */
export interface Fragments {
  /** The files that belong to an application, by the file that names the transform. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** Files whose content the repository also holds put together. */
  readonly copies: readonly LeftOut[];
}

const NONE: Fragments = { parts: new Map(), copies: [] };

/**
 * A template with SAM resources that names no transform cannot be deployed as it stands. When the nearest template above
 * it names one, and nothing there nests it, the file is taken for a part of that application, and so are the other
 * templates below that file which use names that only the application declares.
 */
export function findFragments(candidates: readonly Candidate[], sources: Sources): Fragments {
  const templates = candidates.flatMap((candidate) => {
    const root = rootOf(candidate, sources);
    return root ? [{ ...candidate, root, isWhole: transformsOf(root).length > 0 }] : [];
  });
  if (!templates.some(({ framework, isWhole }) => framework === "sam" && !isWhole)) return NONE;
  const wholes = templates.filter(({ isWhole }) => isWhole);
  const parts = new Map<string, string[]>();
  const below = templates.flatMap((template) => {
    const whole = template.isWhole ? undefined : nearestAbove(template.path, wholes);
    return whole && !isNamedIn(template.path, sources, whole.path) ? [{ ...template, whole }] : [];
  });
  for (const { path, framework, whole } of below)
    if (framework === "sam") parts.set(whole.path, [...(parts.get(whole.path) ?? []), path]);
  for (const { path, framework, root, whole } of below)
    if (framework !== "sam" && usesNamesOf(root, whole.root)) parts.get(whole.path)?.push(path);
  const copies: LeftOut[] = [];
  for (const [path, own] of parts) {
    const ids = own.flatMap((part) => idsOf(templates.find((one) => one.path === part)?.root));
    const together = wholes.find((other) => other.path !== path && containsAll(other.root, ids));
    if (!together) continue;
    const copied = templates.filter(
      (one) => !one.isWhole && isBelow(one.path, path) && containsAll(together.root, idsOf(one.root)),
    );
    for (const one of new Set([path, ...own, ...copied.map((other) => other.path)]))
      copies.push({ path: one, reason: `a part of ${together.path}, which holds all of it` });
    parts.delete(path);
  }
  return { parts, copies };
}

function rootOf({ path, framework }: Candidate, sources: Sources): MappingNode | undefined {
  if (framework !== "sam" && framework !== "cloudformation") return undefined;
  const file = sources.read(path);
  const root = "unreadable" in file ? undefined : sources.tree(file);
  return root?.kind === "mapping" ? root : undefined;
}

function nearestAbove<T extends { readonly path: string }>(path: string, wholes: readonly T[]): T | undefined {
  const above = wholes.filter((whole) => isBelow(path, whole.path));
  return above.reduce<T | undefined>(
    (best, one) => (best && folderOf(best.path).length >= folderOf(one.path).length ? best : one),
    undefined,
  );
}

/** Whether a file lies in the folder of another one, or below it. */
function isBelow(path: string, other: string): boolean {
  const folder = folderOf(other);
  return folder === "" || path.startsWith(`${folder}/`);
}

/** Whether a template names the file, as one that nests it does. */
function isNamedIn(path: string, sources: Sources, whole: string): boolean {
  const file = sources.read(whole);
  const relative = path.slice(folderOf(whole) === "" ? 0 : folderOf(whole).length + 1);
  return "text" in file && file.text.includes(relative);
}

/** Whether a template refers to a parameter, condition or mapping that it does not declare but the other one does. */
function usesNamesOf(part: MappingNode, whole: MappingNode): boolean {
  const { text } = part.origin.span.file;
  return ["Parameters", "Conditions", "Mappings"].some((section) =>
    [...(mappingAt(whole, section)?.entries.keys() ?? [])].some(
      (name) =>
        !mappingAt(part, section)?.entries.has(name) &&
        new RegExp(
          `(?:Ref"?:?\\s*["']?|\\$\\{|Condition"?:\\s*["']?|(?:If|FindInMap)"?:?[\\s\\[\\-"']*)${name}\\b`,
        ).test(text),
    ),
  );
}

function idsOf(root: MappingNode | undefined): readonly string[] {
  return [...((root && mappingAt(root, "Resources"))?.entries.keys() ?? [])];
}

function containsAll(root: MappingNode, ids: readonly string[]): boolean {
  const own = new Set(idsOf(root));
  return ids.length > 0 && ids.every((id) => own.has(id));
}
