import { problem, type Problem } from "../source/problem.js";
import type { Repository } from "../source/repository.js";
import { compareText, type SourceFile } from "../source/span.js";
import { parse, type ParseOptions } from "./parse.js";
import type { Node } from "./node.js";

/**
 * The texts and trees of one analysis, each read and parsed once. What is wrong with a file is reported once, when it is
 * first asked for.
 */
export class Sources {
  private readonly repository: Repository;
  private readonly report: (problem: Problem) => void;
  private readonly files = new Map<string, SourceFile | { readonly unreadable: string }>();
  private readonly trees = new Map<string, Node | undefined>();

  constructor(repository: Repository, report: (problem: Problem) => void) {
    this.repository = repository;
    this.report = report;
  }

  /** The text of a file, or why it cannot be read. */
  read(path: string): SourceFile | { readonly unreadable: string } {
    const known = this.files.get(path);
    if (known) return known;
    const result = this.repository.read(path);
    const loaded = result.ok ? this.decode(path, result.bytes) : { unreadable: result.reason };
    this.files.set(path, loaded);
    return loaded;
  }

  /** The text of a file that may turn out to be of no interest: it is not noted as an input. */
  glance(path: string): string | undefined {
    const known = this.files.get(path);
    if (known) return "text" in known ? known.text : undefined;
    const result = this.repository.read(path);
    return result.ok ? lenient.decode(result.bytes) : undefined;
  }

  exists(path: string): boolean {
    return this.repository.exists(path);
  }

  /** See `Repository.modified`. */
  modified(path: string): number | undefined {
    return this.repository.modified?.(path);
  }

  /** Every file in scope, sorted. */
  get paths(): readonly string[] {
    return this.repository.files;
  }

  /** The parsed content of a file that was read, with this file's problems reported; `undefined` when it has none. */
  tree(file: SourceFile, options: ParseOptions = {}): Node | undefined {
    const key = `${file.path}\0${options.why ?? ""}\0${options.merge ?? false}\0${options.cause?.span.file.path ?? ""}\0${options.cause?.span.start ?? ""}`;
    if (this.trees.has(key)) return this.trees.get(key);
    const { root, problems } = parse(file, options);
    problems.forEach(this.report);
    this.trees.set(key, root);
    return root;
  }

  /** Every file whose text was read, sorted. */
  get inputs(): readonly SourceFile[] {
    return [...this.files.values()].filter((file) => "text" in file).sort((a, b) => compareText(a.path, b.path));
  }

  private decode(path: string, bytes: Uint8Array): SourceFile {
    try {
      return { path, text: strict.decode(bytes) };
    } catch {
      const file = { path, text: lenient.decode(bytes) };
      const start = Math.max(0, file.text.indexOf("\ufffd"));
      this.report(problem("invalid-utf8", { file, start, end: start + 1 }, {}));
      return file;
    }
  }
}

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder("utf-8");
