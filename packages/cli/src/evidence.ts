import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { at, itemsAt, mappingAt, toJson, type MappingNode, type Node } from "@assay/analyzer";
import { documentProblems, type Answer, type AttachedEvidence, type EvidenceFile } from "@assay/rules";
import { readDocument, refuse, shownPath } from "./document.js";

/** What people answered, and where. */
export interface ReadEvidence {
  readonly file: string;
  readonly title: string | undefined;
  readonly answers: readonly Answer[];
}

const FILES = ["evidence.yaml", "evidence.yml"];

/** The answers file that is named, or the one in the first folder that has one. */
export function findEvidence(folders: readonly string[], named: string | undefined): string | undefined {
  if (named !== undefined) return named;
  return folders.flatMap((folder) => FILES.map((name) => path.join(folder, name))).find((file) => fs.existsSync(file));
}

/** Reads evidence.yaml; a mistake in it is a usage error with its place. */
export async function readEvidence(file: string, root: string): Promise<ReadEvidence> {
  const tree = readDocument(file, root);
  const shown = shownPath(file, root);
  if (!tree) return { file: shown, title: undefined, answers: [] };
  refuse(await documentProblems(tree, "evidence"));
  const { title } = toJson(tree) as unknown as EvidenceFile;
  const answers = ["answers", "criteria"].flatMap((part) => [...(mappingAt(tree, part)?.entries ?? [])]);
  return { file: shown, title, answers: answers.flatMap(([field, node]) => answerOf(field, node, path.dirname(file))) };
}

function answerOf(field: string, node: Node, folder: string): readonly Answer[] {
  if (node.kind !== "mapping" || isBlank(at(node, "value"))) return [];
  const { value, by, date, verdict } = toJson(node) as unknown as Pick<Answer, "value" | "by" | "date" | "verdict">;
  return [{ field, value, by, date, verdict, evidence: attached(node, folder), span: spanOf(node) }];
}

/** What the skeleton leaves open is no answer. */
function isBlank(node: Node | undefined): boolean {
  return node?.kind === "scalar" && (node.value === null || String(node.value).trim() === "");
}

/** The key of the answer, which is where a reader looks for it. */
function spanOf(node: MappingNode) {
  return node.origin.key ?? at(node, "value")?.origin.span ?? node.origin.span;
}

function attached(node: MappingNode, folder: string): readonly AttachedEvidence[] {
  return itemsAt(node, "evidence").map((item) => attachment(item.kind === "scalar" ? String(item.value) : "", folder));
}

/**
 * A file is looked up and its digest recorded; only files below the folder of evidence.yaml, since that file may come
 * with a stranger's repository. Addresses stay as they are: nothing is fetched.
 */
function attachment(target: string, folder: string): AttachedEvidence {
  if (/^https?:\/\//i.test(target)) return { target };
  try {
    const real = fs.realpathSync(path.resolve(folder, target));
    if (!real.startsWith(fs.realpathSync(folder) + path.sep))
      return { target, problem: "it does not lie below the folder of evidence.yaml" };
    if (!fs.statSync(real).isFile()) return { target, problem: "it is no file" };
    const content = fs.readFileSync(real);
    return { target, sha256: createHash("sha256").update(content).digest("hex"), bytes: content.length };
  } catch {
    return { target, problem: "there is no such file" };
  }
}
