import { Command, Option } from "commander";
import { withInputs } from "./inputs.js";
import type { Io } from "./io.js";
import type { ExpandOptions } from "./commands/expand.js";

/** The command line. Every command is loaded when it is chosen; its exit code goes to `done`. */
export function program(version: string, io: Io, done: (code: number) => void): Command {
  const assay = new Command("assay")
    .description(
      "Static analyser for serverless repositories on AWS: facts, findings and evidence, each with file and line.",
    )
    .version(version)
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .exitOverride();
  withInputs(
    assay.command("expand").description("print the templates as CloudFormation gets them").argument("[paths...]"),
  )
    .addOption(new Option("-f, --format <format>", "output format").choices(["json", "yaml"]).default("json"))
    .option("-o, --output <folder>", "write one file per template into this folder")
    .action(async (paths: string[], options: ExpandOptions) => {
      const { expand } = await import("./commands/expand.js");
      done(await expand(paths, options, io));
    });
  return assay;
}
