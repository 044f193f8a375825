import { at, stringAt } from "../../../parse/node.js";
import type { Sources } from "../../../parse/sources.js";
import { baseName, folderOf, resolvePath } from "../../../source/repository.js";
import { appFolderOf, inFolder } from "../apps.js";
import { isWithin } from "../assembly.js";

const SCRIPT = /(?<!\.d)\.[cm]?[jt]sx?$/;
/** At most this many files are looked into, so that a monorepo is not read whole. */
const MAX_SEARCHED = 2_000;

/**
 * The files in which the program of an assembly can begin: the integration test of a `*.snapshot` folder, the file that
 * `cdk.json` runs, else every file that makes an `App`.
 */
export function entriesOf(assemblyFolder: string, sources: Sources): string[] {
  const test = integrationTest(assemblyFolder, sources);
  if (test !== undefined) return [test];
  const app = appFolderOf(assemblyFolder, sources);
  const named = app === undefined ? undefined : namedEntry(app, sources);
  if (named !== undefined) return [named];
  const folder = app ?? folderOf(assemblyFolder);
  const scripts = sources.paths.filter(
    (path) => SCRIPT.test(path) && isWithin(path, folder) && !isWithin(path, assemblyFolder),
  );
  return scripts.slice(0, MAX_SEARCHED).filter((path) => {
    const file = sources.read(path);
    return "text" in file && /\bnew\s+([\w$]+\.)?App\s*\(/.test(file.text);
  });
}

function integrationTest(assemblyFolder: string, sources: Sources): string | undefined {
  const [, name] = /^(.*)\.snapshot$/.exec(baseName(assemblyFolder)) ?? [];
  if (name === undefined) return undefined;
  const path = inFolder(folderOf(assemblyFolder), name);
  const candidates = [path.replace(/\.js$/, ".ts"), path, `${path}.ts`, `${path}.js`];
  return candidates.find((candidate) => SCRIPT.test(candidate) && sources.exists(candidate));
}

/** The script in the command `app` of `cdk.json`; for a compiled one its source. */
function namedEntry(app: string, sources: Sources): string | undefined {
  const config = inFolder(app, "cdk.json");
  const file = sources.read(config);
  const command = "text" in file ? stringAt(at(sources.tree(file), "app")) : undefined;
  for (const word of (command ?? "").split(/[\s"']+/)) {
    if (!SCRIPT.test(word)) continue;
    const source = word.replace(/\.([cm]?)js$/, ".$1ts");
    const withoutFirst = source.replace(/^(?:\.\/)?[^/]+\//, "");
    for (const candidate of [source, withoutFirst, `src/${withoutFirst}`, word]) {
      const path = resolvePath(config, candidate);
      if (path !== undefined && sources.exists(path)) return path;
    }
  }
  return undefined;
}
