import type { Io } from "../io.js";
import { UsageError } from "../io.js";
import { examine, openFolder, type Examined, type Opened } from "./examine.js";
import { scopesOf } from "./scope.js";

/** Milliseconds without an edit after which the analysis starts. */
const QUIET = 120;

/** What a workspace tells the editor. */
export interface Listener {
  /** Something was examined: everything, or the files of `scope`. */
  readonly examined: (found: Examined, scope: ReadonlySet<string> | undefined) => void;
  /** The configuration has a mistake, or Assay itself failed. */
  readonly failed: (message: string) => void;
}

export interface WorkspaceOptions extends Listener {
  readonly folder: string;
  /** For a file outside of the editor's folders: the file, and nothing else is looked for. */
  readonly file?: string | undefined;
  /** The texts of the open documents, by path relative to the folder. */
  readonly open: () => ReadonlyMap<string, string>;
  readonly io: Io;
  readonly version: string;
}

interface Job {
  readonly control: AbortController;
  readonly everything: boolean;
  readonly edited: ReadonlySet<string>;
}

/**
 * One folder of the editor. While somebody types, the project of the edited file is analysed with what is connected to it;
 * when a file is opened, closed or saved, everything. A newer analysis ends an older one that still runs.
 */
export class Workspace {
  readonly folder: string;
  private readonly options: WorkspaceOptions;
  private opened: Promise<Opened> | undefined;
  private scopes: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  private whole: Examined | undefined;
  private recent: { readonly found: Examined; readonly scope: ReadonlySet<string> } | undefined;
  /** What has to be looked at: files that were edited, or everything. */
  private edited = new Set<string>();
  private everything = false;
  private timer: NodeJS.Timeout | undefined;
  private running: Job | undefined;
  private lastFailure: string | undefined;

  constructor(options: WorkspaceOptions) {
    this.options = options;
    this.folder = options.folder;
  }

  /** A document has another text. */
  edit(file: string): void {
    if (!this.isOfInterest(file)) return;
    this.edited.add(file);
    this.later(QUIET);
  }

  /** A document was opened, closed or saved. */
  settle(file: string): void {
    if (!this.isOfInterest(file)) return;
    if (/^assay\.config\.\w+$/.test(file)) this.opened = undefined;
    this.everything = true;
    this.later(0);
  }

  /** Files came or went, or the configuration changed. */
  reload(): void {
    this.opened = undefined;
    this.everything = true;
    this.later(QUIET);
  }

  /** Ends what runs; nothing is reported any more. */
  close(): void {
    clearTimeout(this.timer);
    this.running?.control.abort();
  }

  /** The newest knowledge of a file. */
  knowledgeOf(file: string): Examined | undefined {
    return this.recent?.scope.has(file) ? this.recent.found : this.whole;
  }

  private isOfInterest(file: string): boolean {
    return /\.(ya?ml|json|template|toml)$/i.test(file) || this.scopes.has(file);
  }

  private later(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), delay);
  }

  private async look(): Promise<void> {
    const job = this.nextJob();
    const { signal } = job.control;
    const { folder, file, open, io, version } = this.options;
    const scope = job.everything ? undefined : this.scopeOf(job.edited);
    try {
      this.opened ??= openFolder(folder, file, io);
      const found = await examine(await this.opened, open(), { only: scope, signal, io, version });
      if (signal.aborted) return;
      this.keep(found, scope);
      this.options.examined(found, scope);
      this.lastFailure = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.opened = undefined; // so that a corrected configuration is read
      this.fail(messageOf(error));
    }
    this.running = undefined;
  }

  /** What has to be done, with what an older job that still runs leaves undone. */
  private nextJob(): Job {
    const before = this.running;
    before?.control.abort();
    const everything = this.everything || (before?.everything ?? false) || !this.whole;
    const job = {
      control: new AbortController(),
      everything,
      edited: new Set([...this.edited, ...(before?.edited ?? [])]),
    };
    this.everything = false;
    this.edited = new Set();
    this.running = job;
    return job;
  }

  private scopeOf(edited: ReadonlySet<string>): ReadonlySet<string> {
    return new Set([...edited].flatMap((file) => [file, ...(this.scopes.get(file) ?? [])]));
  }

  /** The same message is told once. */
  private fail(message: string): void {
    if (message !== this.lastFailure) this.options.failed(message);
    this.lastFailure = message;
  }

  private keep(found: Examined, scope: ReadonlySet<string> | undefined): void {
    if (scope) {
      this.recent = { found, scope };
      return;
    }
    this.whole = found;
    this.recent = undefined;
    this.scopes = scopesOf(found.analysis);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  return `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
