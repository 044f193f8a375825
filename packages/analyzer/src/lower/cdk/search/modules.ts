import type ts from "typescript";
import type { Sources } from "../../../parse/sources.js";
import { baseName, folderOf, resolvePath } from "../../../source/repository.js";
import type { SourceFile } from "../../../source/span.js";
import { member, members, parseJson, texts } from "../json.js";
import type { Json } from "../../../parse/node.js";
import type { Module } from "./values.js";

const EXTENSIONS = ["", ".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];
const SCRIPT = /(?<!\.d)\.[cm]?[jt]sx?$/;
const INSTALLED = /(^|\/)node_modules\//;
/** At most this many files are parsed, so that the time is bounded whatever is imported. */
const MAX_MODULES = 2_000;

/** Parses the author's files, each once, and finds the file that an import names. Installed packages are not followed. */
export class Modules {
  private readonly ts: typeof ts;
  private readonly sources: Sources;
  private readonly modules = new Map<string, Module | undefined>();
  private readonly aliases = new Map<string, readonly Alias[]>();
  private packages: ReadonlyMap<string, string> | undefined;

  constructor(typescript: typeof ts, sources: Sources) {
    this.ts = typescript;
    this.sources = sources;
  }

  open(path: string): Module | undefined {
    if (this.modules.has(path)) return this.modules.get(path);
    const file = this.modules.size < MAX_MODULES ? this.sources.read(path) : undefined;
    const module = file && "text" in file ? this.parse(file) : undefined;
    this.modules.set(path, module);
    return module;
  }

  /** The module that `specifier` names in the file `from`; `undefined` for installed packages. */
  resolve(from: string, specifier: string): Module | undefined {
    for (const target of this.targets(from, specifier))
      for (const candidate of candidates(target))
        if (SCRIPT.test(candidate) && !INSTALLED.test(candidate) && this.sources.exists(candidate))
          return this.open(candidate);
    return undefined;
  }

  /** The content of a JSON file that is imported. */
  json(from: string, specifier: string): Json | undefined {
    for (const target of this.targets(from, specifier)) {
      const file = this.sources.exists(target) ? this.sources.read(target) : undefined;
      if (file && "text" in file) return parseJson(file, () => undefined);
    }
    return undefined;
  }

  /** `undefined` for a text that is nested too deep for the compiler. */
  private parse(file: SourceFile): Module | undefined {
    const { ts } = this;
    const kind = file.path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    let source: ts.SourceFile;
    try {
      source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, false, kind);
    } catch {
      return undefined;
    }
    return { file, source, names: new Map(), exports: new Map(), exportsAll: [] };
  }

  private targets(from: string, specifier: string): string[] {
    if (specifier.startsWith(".")) {
      const path = resolvePath(from, specifier);
      return path === undefined ? [] : [path];
    }
    const aliased = this.aliasesFor(folderOf(from)).flatMap(({ prefix, suffix, targets }) => {
      if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) return [];
      const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
      return targets.map((target) => target.replace("*", middle));
    });
    return [...aliased, ...this.workspacePackage(specifier)];
  }

  /** `compilerOptions.paths` of the nearest tsconfig.json. */
  private aliasesFor(folder: string): readonly Alias[] {
    const known = this.aliases.get(folder);
    if (known) return known;
    const path = folder === "" ? "tsconfig.json" : `${folder}/tsconfig.json`;
    const file = this.sources.exists(path) ? this.sources.read(path) : undefined;
    const found =
      file && "text" in file
        ? aliasesOf(path, this.ts.parseConfigFileTextToJson(path, file.text).config as Json | undefined)
        : folder === ""
          ? []
          : this.aliasesFor(folderOf(folder));
    this.aliases.set(folder, found);
    return found;
  }

  /** A package of the same repository, by the name in its package.json: its sources, not what was built from them. */
  private workspacePackage(specifier: string): string[] {
    const parts = specifier.split("/");
    const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
    const rest = parts.slice(specifier.startsWith("@") ? 2 : 1).join("/");
    this.packages ??= this.packageFolders();
    const folder = this.packages.get(name);
    if (folder === undefined) return [];
    const inside = (path: string) => (folder === "" ? path : `${folder}/${path}`);
    return rest === ""
      ? [inside("src/index"), inside("index"), inside("lib/index")]
      : [inside(`src/${rest}`), inside(rest), inside(`lib/${rest}`)];
  }

  private packageFolders(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const path of this.sources.paths) {
      if (baseName(path) !== "package.json") continue;
      const file = this.sources.read(path);
      const name = "text" in file ? /^\s*"name"\s*:\s*"([^"]+)"/m.exec(file.text)?.[1] : undefined;
      if (name !== undefined && !found.has(name)) found.set(name, folderOf(path));
    }
    return found;
  }
}

interface Alias {
  readonly prefix: string;
  readonly suffix: string;
  readonly targets: readonly string[];
}

function aliasesOf(configPath: string, config: Json | undefined): readonly Alias[] {
  const options = member(config, "compilerOptions");
  const written = member(options, "baseUrl");
  const base = typeof written === "string" ? written : ".";
  return members(member(options, "paths")).map(([pattern, targets]) => {
    const [prefix = "", suffix = ""] = pattern.split("*", 2);
    const resolved = texts(targets).flatMap((target) => resolvePath(configPath, `${base}/${target}`) ?? []);
    return { prefix, suffix, targets: resolved };
  });
}

/** The files that a path without, or with a compiled file's, extension can mean. */
function candidates(target: string): string[] {
  const compiled = /^(.*)\.([cm]?)js$/.exec(target);
  const sources = compiled ? [`${compiled[1] ?? ""}.${compiled[2] ?? ""}ts`, `${compiled[1] ?? ""}.tsx`] : [];
  return [...sources, ...EXTENSIONS.map((extension) => target + extension)];
}
