import type { Sources } from "../../parse/sources.js";
import { baseName } from "../../source/repository.js";

/**
 * Where the recorded paths of an assembly lie in the repository. An assembly names files as they were on the machine that
 * synthesized it, so the folder of the checkout there has to be found: the one under which most recorded files exist
 * here. It is looked for around the assembly only, so nothing outside the repository can be reached.
 */
export class Checkout {
  private readonly sources: Sources;
  private readonly mappings: readonly Mapping[];
  private readonly located = new Map<string, string | undefined>();

  constructor(sources: Sources, assemblyFolder: string, recorded: Iterable<string>) {
    this.sources = sources;
    this.mappings = findMappings(sources, ancestors(assemblyFolder), [...new Set(recorded)]);
  }

  /** The repository path of a recorded file, or `undefined` when it is not in the repository. */
  locate(recorded: string): string | undefined {
    if (!this.located.has(recorded)) this.located.set(recorded, this.find(recorded));
    return this.located.get(recorded);
  }

  private find(recorded: string): string | undefined {
    if (!recorded.includes("/")) return this.only(recorded);
    for (const { there, here } of this.mappings) {
      if (!recorded.startsWith(there)) continue;
      const path = here + recorded.slice(there.length);
      if (!path.split("/").includes("..") && this.sources.exists(path)) return path;
    }
    return undefined;
  }

  /** The one file of a name: frames of Java name no folder. */
  private only(name: string): string | undefined {
    const [found, ...others] = this.sources.paths.filter((path) => baseName(path) === name);
    return others.length === 0 ? found : undefined;
  }
}

/** A folder on the synthesizing machine and the same folder in the repository; both empty or ending with a slash. */
interface Mapping {
  readonly there: string;
  readonly here: string;
}

const MAX_SAMPLES = 200;

/** Every plausible mapping, the one that explains most files first; the nearest folder decides a draw. */
function findMappings(sources: Sources, folders: readonly string[], recorded: readonly string[]): Mapping[] {
  const votes = new Map<string, { mapping: Mapping; count: number; depth: number }>();
  for (const file of recorded.slice(0, MAX_SAMPLES)) {
    const parts = file.split("/");
    folders.forEach((here, depth) => {
      for (let i = 0; i < parts.length; i++) {
        const rest = parts.slice(i).join("/");
        if (rest === "" || !sources.exists(here + rest)) continue;
        const mapping = { there: file.slice(0, file.length - rest.length), here };
        const key = `${mapping.there}\0${here}`;
        const vote = votes.get(key) ?? { mapping, count: 0, depth };
        vote.count++;
        votes.set(key, vote);
      }
    });
  }
  return [...votes.values()].sort((a, b) => b.count - a.count || a.depth - b.depth).map((vote) => vote.mapping);
}

/** The folder and those above it up to the root, each empty or ending with a slash. */
function ancestors(folder: string): string[] {
  const found = [];
  for (let here = folder; here !== ""; here = here.slice(0, Math.max(0, here.lastIndexOf("/")))) found.push(`${here}/`);
  return [...found, ""];
}
