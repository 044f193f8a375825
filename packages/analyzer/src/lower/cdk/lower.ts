import type { LowerContext } from "../context.js";
import type { Project } from "../template.js";
import { readAssembly } from "./assembly.js";
import { acknowledgements, indexResources, validationReport } from "./evidence.js";
import { reportFreshness } from "./freshness.js";
import { linkToSource } from "./link.js";
import { nagEvidence } from "./nag.js";
import { SourceLines } from "./source-lines.js";
import { StackReader } from "./stacks.js";
import { readConstructTree } from "./tree.js";

/**
 * The front end for CDK cloud assemblies: one template a stack, those of stages and nested stacks included, each resource
 * linked to its construct and to the line of the author's program that made it. `entry` is the path of a manifest.json.
 */
export async function lowerCdk(entry: string, context: LowerContext): Promise<Project | undefined> {
  const assembly = readAssembly(entry, context);
  if (!assembly) return undefined;
  const tree = readConstructTree(assembly, context);
  const reader = new StackReader(assembly, tree, context);
  for (const stack of assembly.stacks) reader.read(stack);
  const lines = new SourceLines(context.sources, assembly, reader.open);
  const found = await lines.all();
  const templates = reader.open.map((open) => linkToSource(open, tree, found.get(open)));
  reportFreshness(assembly, lines, context);
  const resources = indexResources(templates);
  const metadata = new Map(reader.open.map((open) => [open.stack, open.metadata]));
  const evidence = [
    ...validationReport(assembly.folder, resources, context),
    ...[...metadata].flatMap(([stack, entries]) => acknowledgements(stack, entries, resources)),
    ...nagEvidence(assembly.folder, templates, resources, context),
  ];
  return { framework: "cdk", entry, templates, evidence };
}
