import fs from "node:fs";
import path from "node:path";
import { lowerRepository, toJson, type Json, type Template } from "@assay/analyzer";
import { openInputs, rootOf, type InputOptions } from "../inputs.js";
import { exitCode, UsageError, type Io } from "../io.js";
import { NOTHING_FOUND, problemLines } from "../problems.js";

export interface ExpandOptions extends InputOptions {
  readonly format: "json" | "yaml";
  readonly output?: string;
}

/** `assay expand`: the templates as CloudFormation would get them. */
export async function expand(paths: readonly string[], options: ExpandOptions, io: Io): Promise<number> {
  const { repository, settings } = await openInputs(paths, options, io);
  const { projects, problems } = await lowerRepository(repository, settings);
  const templates = projects.flatMap((project) => project.templates);
  io.err(problemLines(problems.filter((p) => p.level !== "note")));
  if (templates.length === 0) {
    io.err(`Nothing to expand: ${NOTHING_FOUND}`);
    return exitCode.incomplete;
  }
  const print = await printer(options.format);
  if (options.output === undefined) {
    const [template, ...others] = templates;
    if (others.length > 0 || !template) {
      throw new UsageError(
        `There are ${templates.length} templates; name one of them or write all with -o DIR:\n${templates.map((t) => `  ${t.path}\n`).join("")}`,
      );
    }
    io.out(print(toJson(template.root)));
    return exitCode.ok;
  }
  const { inside } = rootOf(paths, io);
  for (const template of templates) {
    const file = path.resolve(io.cwd, options.output, `${relative(template, inside)}.${options.format}`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, print(toJson(template.root)));
  }
  return exitCode.ok;
}

/** The template's path below the given path that contains it. */
function relative(template: Template, given: readonly string[]): string {
  const folder = given.find((p) => p === "" || template.path.startsWith(`${p}/`));
  if (folder === undefined) return path.posix.basename(template.path);
  return folder === "" ? template.path : template.path.slice(folder.length + 1);
}

async function printer(format: "json" | "yaml"): Promise<(value: Json) => string> {
  if (format === "json") return (value) => `${JSON.stringify(value, null, 2)}\n`;
  const { yamlDump } = await import("yaml-cfn");
  return (value) => yamlDump(value);
}
