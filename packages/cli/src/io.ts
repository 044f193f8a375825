/** Where a command reads its surroundings and writes its output: the process, or a test. */
export interface Io {
  readonly cwd: string;
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The day on which the program runs, `2026-11-21`: only what expires depends on it. */
  readonly today: string;
  out(text: string): void;
  err(text: string): void;
}

/** Exit codes, one per meaning. */
export const exitCode = {
  /** Nothing at or above the threshold. */
  ok: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong usage, broken configuration, or an error of Assay itself. */
  usage: 2,
  /** Nothing found to analyse, or the analysis is incomplete and `--strict` was given. */
  incomplete: 3,
} as const;

/** The program was used wrongly; ends the run with a message and exit code 2. */
export class UsageError extends Error {}
