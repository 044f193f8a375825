import type { MappingNode } from "../parse/node.js";
import { problem } from "../source/problem.js";
import type { LowerContext } from "./context.js";
import { applyMacros } from "./macros.js";
import { parameterDefault, parameterValues } from "./parameters.js";
import { readSamConfig } from "./samconfig.js";
import type { Environment, ParameterValue, Project } from "./template.js";

/** A template file with CloudFormation's own macros applied, and what is known of its deployment. */
export interface OpenTemplate {
  readonly root: MappingNode;
  readonly parameterValues: ReadonlyMap<string, ParameterValue>;
  readonly environment: Environment;
  /** The value that a parameter has unless someone says otherwise: the given one, else the default. */
  readonly parameter: (name: string) => string | undefined;
}

/** Reads a template file; `undefined`, with a problem reported, when there is no mapping to work on. */
export async function openTemplate(entry: string, context: LowerContext): Promise<OpenTemplate | undefined> {
  const file = context.sources.read(entry);
  if ("unreadable" in file) {
    context.report(
      problem("unreadable-file", { file: { path: entry, text: "" }, start: 0, end: 0 }, { reason: file.unreadable }),
    );
    return undefined;
  }
  const own = context.sources.tree(file);
  if (own?.kind !== "mapping") return undefined;
  const tree = withFragments(own, context.fragments.get(entry) ?? [], context);
  const config = await readSamConfig(entry, context);
  const values = parameterValues(tree, context.settings, config.parameters);
  const parameter = (name: string) => values.get(name)?.value ?? parameterDefault(tree, name);
  return {
    root: applyMacros(tree, context, parameter),
    parameterValues: values,
    environment: { ...config.environment, region: context.settings.region ?? config.environment.region },
    parameter,
  };
}

/** A template with the sections of other files added to its own; what the template itself declares wins. */
function withFragments(tree: MappingNode, paths: readonly string[], context: LowerContext): MappingNode {
  if (paths.length === 0) return tree;
  const sections = new Map(tree.entries);
  for (const path of paths) {
    const file = context.sources.read(path);
    const part = "unreadable" in file ? undefined : context.sources.tree(file);
    for (const [name, section] of part?.kind === "mapping" ? part.entries : []) {
      const before = sections.get(name);
      if (section.kind !== "mapping") continue;
      if (before?.kind === "mapping")
        sections.set(name, { ...before, entries: new Map([...section.entries, ...before.entries]) });
      else if (!before) sections.set(name, section);
    }
  }
  return { ...tree, entries: sections };
}

/** The front end for templates that are CloudFormation already. */
export async function lowerCloudFormation(entry: string, context: LowerContext): Promise<Project | undefined> {
  const open = await openTemplate(entry, context);
  if (!open) return undefined;
  const { root, parameterValues: values, environment } = open;
  return {
    framework: "cloudformation",
    entry,
    templates: [{ path: entry, framework: "cloudformation", root, parameterValues: values, environment }],
  };
}
