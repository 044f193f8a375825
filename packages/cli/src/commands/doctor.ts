import { analyze } from "@assay/analyzer";
import { openInputs, type InputOptions } from "../inputs.js";
import { exitCode, type Io } from "../io.js";
import { problemLines } from "../problems.js";
import { line, visible } from "../render/text.js";

/** `assay doctor`: what was found, what was left out and why, what could not be read. */
export async function doctor(
  paths: readonly string[],
  options: InputOptions,
  io: Io,
  version: string,
): Promise<number> {
  const { repository, settings } = await openInputs(paths, options, io);
  const { discovery, projects, problems, world, sources } = await analyze(repository, settings);
  const say = (text: string) => io.out(line(visible(text)));
  const entries = new Set(projects.map((project) => project.entry));
  say(`assay ${version}`);
  say(`${repository.files.length} files in scope, ${sources.inputs.length} read`);
  say("");
  say("Analysed:");
  for (const { path, framework, because } of discovery.candidates) {
    if (entries.has(path)) say(`  ${path}  (${framework}: ${because})`);
  }
  if (projects.length === 0) say("  nothing");
  const nested = world.stacks.filter((stack) => stack.parent);
  if (nested.length > 0) {
    say("");
    say("Nested stacks:");
    for (const stack of nested) say(`  ${stack.id}  (${stack.template.path})`);
  }
  const leftOut = [
    ...discovery.candidates
      .filter(({ path }) => !entries.has(path))
      .map(({ path }) => ({ path, reason: "part of another project, or not readable" })),
    ...discovery.leftOut,
    ...repository.leftOut,
  ];
  if (leftOut.length > 0) {
    say("");
    say("Left out:");
    for (const { path, reason } of leftOut) say(`  ${path}  (${reason})`);
  }
  if (problems.length > 0) {
    say("");
    say("Problems:");
    io.out(problemLines(problems).replace(/^/gm, "  ").replace(/ +$/, ""));
  }
  return projects.length > 0 ? exitCode.ok : exitCode.incomplete;
}
