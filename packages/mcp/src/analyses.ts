import fs from "node:fs";
import path from "node:path";
import { diskRepository } from "@assay/analyzer";
import type { Profile } from "@assay/rules";
import { embedding, type Assessed } from "assay";
import { within } from "./confine.js";

/** What is to be analysed, and how. */
export interface Request {
  /** The folder that paths in the answer are relative to, itself relative to the served root; empty for the root. */
  readonly folder: string;
  /** A file or folder in it; empty for all of it. */
  readonly inside: string;
  readonly profile?: Profile | undefined;
  /** A git ref to compare with. */
  readonly base?: string | undefined;
  /** Answers this checklist, or `all`, or (`usual`) those of the configuration, with evidence.yaml. */
  readonly checklist?: string | undefined;
}

/** What the server is started with. */
export interface Surroundings {
  /** The served folder: absolute, without symbolic links. */
  readonly root: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current day, `2026-11-21`. */
  today(): string;
}

/** An analysis with the files that it came from. */
interface Kept {
  readonly assessed: Assessed;
  /** Files outside of the scanned ones that were read. */
  readonly beside: readonly string[];
  /** Of the scanned files and those beside. */
  readonly stamp: string;
}

const MOST_KEPT = 8;

/** Analyses of parts of the served folder, one at a time; each is kept until a file of it changes. */
export class Analyses {
  private readonly surroundings: Surroundings;
  /** The last used one is the last. */
  private readonly kept = new Map<string, Kept>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  get root(): string {
    return this.surroundings.root;
  }

  /** The analysis and assessment that `assay scan` (or with a checklist `assay report`) makes of the same paths. */
  of(request: Request): Promise<Assessed> {
    const answer = this.last.then(() => this.fresh(request));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async fresh(request: Request): Promise<Assessed> {
    const cwd = path.join(this.root, request.folder);
    const key = JSON.stringify([request, this.surroundings.today()]);
    const files = await scannedFiles(cwd, request.inside);
    const known = this.kept.get(key);
    this.kept.delete(key);
    if (known && known.stamp === stampOf(cwd, [...files, ...known.beside])) {
      this.kept.set(key, known);
      return known.assessed;
    }
    const before = stampOf(cwd, files);
    const { assessed, beside } = await this.analyse(request, cwd);
    // A ref may point elsewhere tomorrow, and files that change meanwhile may have been read before or after.
    if (request.base === undefined && before === stampOf(cwd, files)) {
      this.kept.set(key, { assessed, beside, stamp: stampOf(cwd, [...files, ...beside]) });
      for (const oldest of [...this.kept.keys()].slice(0, -MOST_KEPT)) this.kept.delete(oldest);
    }
    return assessed;
  }

  private async analyse(request: Request, cwd: string): Promise<Pick<Kept, "assessed" | "beside">> {
    const { assessEvidence, assessInputs } = await embedding();
    const { version, env } = this.surroundings;
    const named = await this.namedFiles(request, cwd);
    const io = { cwd, env, today: this.surroundings.today(), isTerminal: false, out: silent, err: silent };
    const { profile, base, checklist } = request;
    const options = { gitignore: true, ...(profile ? { profile } : {}), ...(base === undefined ? {} : { base }) };
    const paths = [request.inside === "" ? "." : request.inside];
    const assessed =
      checklist === undefined
        ? await assessInputs(paths, options, io, { version, profile: "recommended" })
        : await assessEvidence(
            paths,
            { ...options, ...(checklist === "usual" ? {} : { checklist: [checklist] }) },
            io,
            version,
          );
    return { assessed, beside: [...named, ...assessed.analysis.sources.inputs.map((file) => file.path)] };
  }

  /**
   * Files that are read as the user's own and not as a part of the repository: the configuration, the checklists that it
   * names, and the answers. They come with the repository all the same, so they may not lead out of the root either.
   */
  private async namedFiles({ inside }: Request, cwd: string): Promise<readonly string[]> {
    const { findConfiguration, findEvidence, readConfiguration } = await embedding();
    const confined = (file: string) => path.join(this.root, within(this.root, file));
    const configuration = findConfiguration(cwd, undefined);
    const { checklists = [] } = await readConfiguration(cwd, configuration && confined(configuration));
    const packs = checklists.filter((name) => /\.(ya?ml|json)$/i.test(name)).map((name) => path.resolve(cwd, name));
    const answers = findEvidence([cwd, path.join(cwd, inside)], undefined);
    const files = [...(configuration === undefined ? [] : [configuration]), ...packs, ...(answers ? [answers] : [])];
    return files.map((file) => path.relative(cwd, confined(file)));
  }
}

function silent(): void {
  // Standard output is the protocol's; what matters is in the assessment.
}

async function scannedFiles(cwd: string, inside: string): Promise<readonly string[]> {
  return (await diskRepository(cwd, { paths: [inside] })).files;
}

/** What tells one state of files from another: their names, sizes and times. */
function stampOf(cwd: string, files: readonly string[]): string {
  return files
    .map((file) => {
      const stat = fs.statSync(path.join(cwd, file), { throwIfNoEntry: false });
      return `${file}\0${stat?.mtimeMs ?? ""}\0${stat?.size ?? ""}`;
    })
    .join("\n");
}
