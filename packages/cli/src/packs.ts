import path from "node:path";
import { toJson } from "@assay/analyzer";
import { packProblems, packs as shipped, type Pack, type Rule } from "@assay/rules";
import { readDocument, refuse } from "./document.js";
import { UsageError } from "./io.js";

/** The checklist that is answered when nothing else is said. */
const USUAL = "aws-lambda-sdp-2018-v2.0";

/** The lenses of the Well-Architected Tool that ship with Assay. */
export const lenses = shipped.filter(({ lens }) => lens !== undefined).map(({ id }) => id);

/** The checklists to answer: those that are chosen by id, by file or as `all`, else the usual one. */
export async function choosePacks(
  chosen: readonly string[] | undefined,
  files: readonly string[],
  rules: readonly Rule[],
  root: string,
): Promise<readonly Pack[]> {
  const own = await Promise.all(files.map((file) => readPack(file, rules, root)));
  if (!chosen) return own.length > 0 ? own : shipped.filter(({ id }) => id === USUAL);
  if (chosen.includes("all")) return [...shipped, ...own];
  const known = [...shipped, ...own];
  const wanted = await Promise.all(
    chosen.map(async (name) => {
      const pack = known.find(({ id }) => id === name);
      if (pack) return pack;
      if (/\.(ya?ml|json)$/i.test(name)) return await readPack(path.resolve(root, name), rules, root);
      throw new UsageError(`There is no checklist ${name}. Known: ${known.map(({ id }) => id).join(", ")}.`);
    }),
  );
  return [...wanted, ...own.filter((pack) => !wanted.includes(pack))];
}

/** A pack of the user's own; a mistake in it is a usage error with its place. */
async function readPack(file: string, rules: readonly Rule[], root: string): Promise<Pack> {
  const tree = readDocument(file, root);
  if (!tree) throw new UsageError(`${file} is empty.`);
  const pack = toJson(tree) as unknown as Pack;
  refuse(
    await packProblems(
      tree,
      pack,
      rules.map(({ id }) => id),
    ),
  );
  return pack;
}
