import process from "node:process";
import packageJson from "../package.json" with { type: "json" };
import { main } from "./main.js";

/** Runs Assay in this process: arguments in, exit code out. */
export function run(argv: readonly string[]): Promise<number> {
  return main(
    argv,
    {
      cwd: process.cwd(),
      isTerminal: process.stdout.isTTY,
      env: process.env,
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
    },
    packageJson.version,
  );
}
