import { CommanderError } from "commander";
import { exitCode, UsageError, type Io } from "./io.js";
import { program } from "./program.js";
import { visible } from "./render/text.js";

/** Runs the command line with its arguments (without node and script) and returns the exit code. Never throws. */
export async function main(argv: readonly string[], io: Io, version: string): Promise<number> {
  let code: number = exitCode.ok;
  try {
    await program(version, io, (result) => (code = result)).parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    if (error instanceof UsageError) io.err(`assay: ${shown(error.message)}\n`);
    else io.err(`assay: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCode.usage;
  }
}

/** A message may hold names of the repository. */
function shown(message: string): string {
  return message
    .split("\n")
    .map((line) => visible(line))
    .join("\n");
}
