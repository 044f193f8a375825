import type { Origin } from "../../../parse/node.js";
import { folderOf, resolvePath } from "../../../source/repository.js";
import type { LowerContext } from "../../context.js";
import { ROOT } from "./globals.js";
import { native, object, scalar, textOf, unknown, valueOf, type Value } from "./values.js";

/** The modules of Node.js and npm that configurations use to find and read files of the repository. */
export class NodeModules {
  private readonly context: LowerContext;
  /** Relative paths are relative to this file. */
  private readonly entry: string;

  constructor(context: LowerContext, entry: string) {
    this.context = context;
    this.entry = entry;
  }

  /** The module of that name, if it is one of them. */
  find(specifier: string, origin: Origin): Value | undefined {
    const moduleOf = (functions: Readonly<Record<string, (args: readonly Value[], at: Origin) => Value>>) => {
      const entries = new Map<string, Value>(
        Object.entries(functions).map(([name, call]) => [name, native(call, origin)]),
      );
      return object(new Map(entries).set("default", object(entries, origin)), origin);
    };
    switch (specifier.replace(/^node:/, "")) {
      case "path":
        return moduleOf({
          join: (args, at) => joinedPath(args, at),
          resolve: (args, at) => joinedPath(args, at),
          dirname: ([path], at) => scalar(folderOf(textOf(path) ?? ""), at),
          basename: ([path], at) => scalar((textOf(path) ?? "").split("/").at(-1), at),
        });
      case "fs":
        return moduleOf({
          readFileSync: ([path], at) => this.readText(path, at),
          existsSync: ([path], at) => this.exists(path, at),
        });
      case "js-yaml":
      case "yaml":
        return moduleOf({ load: ([text], at) => this.parsed(text, at), parse: ([text], at) => this.parsed(text, at) });
      default:
        return undefined;
    }
  }

  private pathOf(value: Value | undefined): string | undefined {
    const written = textOf(value);
    if (written === undefined) return undefined;
    return written.startsWith(`${ROOT}/`)
      ? resolvePath("", written.slice(ROOT.length + 1))
      : resolvePath(this.entry, written);
  }

  private exists(path: Value | undefined, origin: Origin): Value {
    const inside = this.pathOf(path);
    return scalar(inside !== undefined && this.context.sources.exists(inside), origin);
  }

  private readText(path: Value | undefined, origin: Origin): Value {
    const inside = this.pathOf(path);
    const file = inside === undefined ? undefined : this.context.sources.read(inside);
    if (!file || "unreadable" in file) return unknown(textOf(path) ?? "a file", "it cannot be read", origin);
    this.context.included.add(file.path);
    return scalar(file.text, { why: "included", span: { file, start: 0, end: file.text.length }, cause: origin });
  }

  private parsed(text: Value | undefined, origin: Origin): Value {
    const { span } = text?.origin ?? origin;
    if (textOf(text) !== span.file.text)
      return unknown("a YAML text", "it is not a whole file of the repository", origin);
    const tree = this.context.sources.tree(span.file, { why: "included", merge: true });
    return tree ? valueOf(tree) : unknown(span.file.path, "it cannot be parsed", origin);
  }
}

function joinedPath(args: readonly Value[], origin: Origin): Value {
  const parts = args.map(textOf);
  if (parts.includes(undefined)) return unknown("a path", "a part of it is not known", origin);
  const segments: string[] = [];
  for (const segment of parts.join("/").split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return scalar((parts[0]?.startsWith("/") ? "/" : "") + segments.join("/"), origin);
}
