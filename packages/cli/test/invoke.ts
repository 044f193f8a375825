import type { Assessment } from "@assay/rules";
import { main } from "../src/main.js";

/** What a run of the command line gave. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a process would, without one. */
export async function invoke(
  cwd: string,
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  const io = {
    cwd,
    isTerminal: false,
    today: "2026-11-22",
    env,
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  };
  const code = await main(args, io, "1.2.3");
  return { code, out, err };
}

/** The assessment that a scan prints as JSON. */
export async function scanned(cwd: string, ...args: string[]): Promise<Assessment> {
  const { out, err } = await invoke(cwd, ["scan", "-f", "json", "--fail-on", "never", ...args], process.env);
  if (out === "") throw new Error(err);
  return JSON.parse(out) as Assessment;
}
