import { analyze, type Analysis, type Repository } from "@assay/analyzer";

let running: AbortController | undefined;

/** Analyses the newest state; what is still running for an older one rejects with "superseded". */
export function newest(repository: Repository): Promise<Analysis> {
  running?.abort(new Error("superseded"));
  running = new AbortController();
  return analyze(repository, { parameters: new Map(), signal: running.signal });
}
