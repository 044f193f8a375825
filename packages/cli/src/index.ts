import process from "node:process";
import packageJson from "../package.json" with { type: "json" };
import { main } from "./main.js";

export { formats, renderer, type Format } from "./render/formats.js";
export type { LineOf, Render, RenderOptions } from "./render/render.js";
export type { Assessed } from "./assessment.js";
export { UsageError } from "./io.js";
export { code } from "./render/markup.js";
export { visible } from "./render/text.js";

/** What other programs of this workspace build on; loaded when it is asked for, so that the command line starts fast. */
export const embedding = () => import("./embedding.js");

/** Runs Assay in this process: arguments in, exit code out. */
export function run(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`assay scan | head`) closes the pipe; that is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  return main(
    argv,
    {
      cwd: process.cwd(),
      isTerminal: process.stdout.isTTY,
      env: process.env,
      today: today(process.env["SOURCE_DATE_EPOCH"]),
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
    },
    packageJson.version,
  );
}

/** The current day in UTC; `SOURCE_DATE_EPOCH` (https://reproducible-builds.org/specs/source-date-epoch/) replaces it. */
function today(epoch: string | undefined): string {
  const date = epoch === undefined || !/^\d+$/.test(epoch) ? new Date() : new Date(Number(epoch) * 1000);
  return date.toISOString().slice(0, 10);
}
