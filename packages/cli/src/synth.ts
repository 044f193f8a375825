import { spawn } from "node:child_process";
import path from "node:path";
import { kill } from "node:process";
import { synthCommand, type Repository } from "@assay/analyzer";
import { UsageError, type Io } from "./io.js";

/** Long enough for a large app that bundles its functions; then it is stopped. */
const TIME_LIMIT_MS = 10 * 60 * 1_000;

/** How a synth command ended. */
export type SynthResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Runs a command in a folder; the process that starts one, or a test. */
export type Run = (command: readonly string[], folder: string, env: Io["env"]) => Promise<SynthResult>;

/**
 * `--synth`: runs the synth command of every CDK app in scope. This executes code of the repository, so it happens on
 * request only; every command is shown before it runs. Network and credentials are those of the surroundings.
 */
export async function synthesizeApps(
  root: string,
  repository: Repository,
  io: Io,
  run: Run = runCommand,
): Promise<void> {
  for (const config of repository.files) {
    if (path.posix.basename(config) !== "cdk.json" || !isApp(config, repository)) continue;
    const folder = path.posix.dirname(config) === "." ? "" : path.posix.dirname(config);
    const command = synthCommand(folder, (file) => repository.exists(file));
    io.err(`Running in ${folder === "" ? "." : folder}: ${command.join(" ")}\n`);
    const result = await run(command, path.join(root, folder), io.env);
    if (!result.ok)
      throw new UsageError(`The app in ${folder === "" ? "." : folder} was not synthesized: ${result.reason}`);
  }
}

/** A `cdk.json` without a command holds settings of a library. */
function isApp(config: string, repository: Repository): boolean {
  const read = repository.read(config);
  return read.ok && /"app"\s*:/.test(new TextDecoder().decode(read.bytes));
}

/**
 * Starts the command with nothing on its standard input, and stops it with everything that it started when its time is
 * over. Its last words are kept for the message.
 */
export function runCommand(
  command: readonly string[],
  folder: string,
  env: Io["env"],
  timeLimitMs = TIME_LIMIT_MS,
): Promise<SynthResult> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: folder,
      // Apps in other languages than JavaScript tell where constructs are created only when they are asked to.
      env: { JSII_HOST_STACK_TRACES: "1", ...env },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true, // a group of its own, which can be stopped as one
    });
    let words = "";
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      if (child.pid !== undefined) kill(-child.pid, "SIGKILL");
    }, timeLimitMs);
    const end = (result: SynthResult) => {
      clearTimeout(timer);
      resolve(result);
    };
    child.stderr.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
    child.on("error", (error) => end({ ok: false, reason: `${program} cannot be started (${error.message}).` }));
    child.on("close", (code) => {
      if (code === 0) end({ ok: true });
      else if (isLate) end({ ok: false, reason: `it was stopped after ${timeLimitMs / 60_000} minutes.` });
      else end({ ok: false, reason: `it ended with code ${code ?? "unknown"}.\n${words.trimEnd()}` });
    });
  });
}
