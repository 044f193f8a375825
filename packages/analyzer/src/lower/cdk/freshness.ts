import ignore from "ignore";
import type { Sources } from "../../parse/sources.js";
import { problem } from "../../source/problem.js";
import { folderOf } from "../../source/repository.js";
import { restOfLine } from "../../source/span.js";
import type { LowerContext } from "../context.js";
import { appFolderOf, inFolder } from "./apps.js";
import { isWithin, type Assembly } from "./assembly.js";
import type { SourceLines } from "./source-lines.js";

const PROGRAM = /\.([cm]?[jt]sx?|py|java|kt|cs|fs|go)$/;
const TEST = /(^|\/)(tests?|__tests__|spec)\/|[._-](test|spec)\.[^/]+$|\.d\.ts$/i;
/** Written within one run of a build: no order is seen in it. */
const TOLERANCE_MS = 1_000;
const MAX_FILES = 5_000;

/** Says what shows that the app was changed after its assembly was made. */
export function reportFreshness(assembly: Assembly, lines: SourceLines, context: LowerContext): void {
  const { stale } = lines;
  if (stale) {
    const reason = "no longer creates on this line what the assembly says";
    context.report(problem("assembly-stale", stale, { source: stale.file.path, reason }));
  } else reportOlderThanSource(assembly, context);
  const known = new Set(assembly.stacks.map((stack) => stack.constructPath));
  for (const { path, span } of lines.stacksOfProgram)
    if (!known.has(path)) context.report(problem("stack-not-synthesized", span, { stack: path }));
}

/**
 * Says when a file of the app was changed after its assembly was made. File times mean nothing in a fresh checkout, so
 * only an assembly that git ignores is compared: it was made on this machine, and is no part of the commit.
 */
function reportOlderThanSource(assembly: Assembly, context: LowerContext): void {
  const { sources } = context;
  const made = sources.modified(assembly.manifest.path);
  if (made === undefined || !isIgnored(`${assembly.folder}/`, sources)) return;
  const app = appFolderOf(assembly.folder, sources) ?? folderOf(assembly.folder);
  let latest: { path: string; time: number } | undefined;
  const program = sources.paths.filter(
    (path) => isWithin(path, app) && PROGRAM.test(path) && !TEST.test(path) && !isWithin(path, assembly.folder),
  );
  for (const path of program.slice(0, MAX_FILES)) {
    const time = sources.modified(path);
    if (time !== undefined && time > made + TOLERANCE_MS && time > (latest?.time ?? 0)) latest = { path, time };
  }
  if (latest)
    context.report(
      problem("assembly-stale", restOfLine(assembly.manifest, 0), {
        source: latest.path,
        reason: "was changed after it was made",
      }),
    );
}

function isIgnored(folder: string, sources: Sources): boolean {
  for (let above = folderOf(folder); ; above = folderOf(above)) {
    const path = inFolder(above, ".gitignore");
    const file = sources.exists(path) ? sources.read(path) : undefined;
    const relative = above === "" ? folder : folder.slice(above.length + 1);
    if (file && "text" in file && relative !== "/" && relative !== "" && ignore().add(file.text).ignores(relative))
      return true;
    if (above === "") return false;
  }
}
