import { itemsAt, mappingAt, stringAt, type Node } from "../../../parse/node.js";
import type { Sources } from "../../../parse/sources.js";
import { folderOf, resolvePath } from "../../../source/repository.js";
import { literal } from "../text.js";

const EXTENSIONS = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".cjs",
  ".mjs",
  ".json",
  "/index.ts",
  "/index.js",
  "/index.json",
];

/** The file of the repository that a script imports, by a relative path or a path of its tsconfig.json. */
export function moduleFile(sources: Sources, from: string, specifier: string): string | undefined {
  const isRelative =
    specifier.startsWith("./") || specifier.startsWith("../") || specifier === "." || specifier === "..";
  const candidates = isRelative ? [resolvePath(from, specifier)] : mapped(sources, from, specifier);
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    const found = existing(sources, candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

function existing(sources: Sources, path: string): string | undefined {
  const plain = EXTENSIONS.map((extension) => path + extension).find(
    (one) => /\.\w+$/.test(one) && sources.exists(one),
  );
  // A TypeScript module may be imported by the name of what it is compiled to.
  return plain ?? [path.replace(/\.(c|m)?js$/, ".$1ts")].find((one) => one !== path && sources.exists(one));
}

/** The paths that `compilerOptions.paths` and `baseUrl` of the nearest tsconfig.json map an import to. */
function mapped(sources: Sources, from: string, specifier: string): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  for (const [config, options] of compilerOptions(sources, from)) {
    const base = stringAt(options, "baseUrl") ?? ".";
    const paths = mappingAt(options, "paths");
    for (const [pattern] of paths?.entries ?? []) {
      const rest = matched(pattern, specifier);
      if (rest === undefined) continue;
      for (const target of itemsAt(paths, pattern)) {
        const written = literal(target)?.replace("*", rest);
        if (written !== undefined) found.push(resolvePath(config, `${base}/${written}`));
      }
    }
    if (stringAt(options, "baseUrl") !== undefined) found.push(resolvePath(config, `${base}/${specifier}`));
  }
  return found;
}

function matched(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === specifier ? "" : undefined;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = specifier.length >= start.length + end.length && specifier.startsWith(start) && specifier.endsWith(end);
  return fits ? specifier.slice(start.length, specifier.length - end.length) : undefined;
}

/** The compiler options above a file, nearest first, and those that they extend. */
function* compilerOptions(sources: Sources, from: string): Generator<readonly [string, Node | undefined]> {
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    let path: string | undefined = folder === "" ? "tsconfig.json" : `${folder}/tsconfig.json`;
    for (let depth = 0; path !== undefined && depth < 5; depth++) {
      const root = readJson(sources, path);
      if (!root) break;
      yield [path, mappingAt(root, "compilerOptions")];
      const extended = stringAt(root, "extends");
      path = extended?.startsWith(".") ? withExtension(resolvePath(path, extended)) : undefined;
    }
    if (folder === "") return;
  }
}

function withExtension(path: string | undefined): string | undefined {
  return path === undefined || path.endsWith(".json") ? path : `${path}.json`;
}

/** tsconfig.json may have comments and trailing commas, which YAML's flow style takes once the comments are gone. */
function readJson(sources: Sources, path: string): Node | undefined {
  if (!sources.exists(path)) return undefined;
  const file = sources.read(path);
  if ("unreadable" in file) return undefined;
  const plain = file.text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, quoted: string | undefined) => quoted ?? "",
  );
  return sources.tree({ path: file.path, text: plain });
}
