import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { lowerCdk } from "../../../src/lower/cdk/lower.js";
import type { LowerContext } from "../../../src/lower/context.js";
import type { ConstructInfo, Project, Template } from "../../../src/lower/template.js";
import { Sources } from "../../../src/parse/sources.js";
import { memoryRepository } from "../../../src/source/memory-repository.js";
import type { Problem } from "../../../src/source/problem.js";
import type { Repository } from "../../../src/source/repository.js";
import { regionOf, type Span } from "../../../src/source/span.js";

export const workspace = resolve(import.meta.dirname, "../../../../..");

/** The files of a fixture by their path in it. */
export function fixture(name: string): Record<string, string> {
  const files: Record<string, string> = {};
  const read = (folder: string) => {
    for (const entry of readdirSync(join(workspace, "fixtures", name, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) read(path);
      else files[path] = readFileSync(join(workspace, "fixtures", name, path), "utf8");
    }
  };
  read("");
  return files;
}

/** The same files with what was recorded of stack traces removed, as `CDK_DISABLE_STACK_TRACE` leaves it. */
export function withoutStackTraces(files: Readonly<Record<string, string>>): Record<string, string> {
  const stripped = { ...files };
  for (const [path, text] of Object.entries(files)) {
    if (!/\.metadata\.json$|manifest\.json$/.test(path)) continue;
    stripped[path] = JSON.stringify(JSON.parse(text), (key, value: unknown) => {
      if (key === "trace") return undefined;
      return Array.isArray(value) ? value.filter((entry) => !isCreationStack(entry)) : value;
    });
  }
  return stripped;
}

function isCreationStack(entry: unknown): boolean {
  return typeof entry === "object" && entry !== null && "type" in entry && entry.type === "aws:cdk:creationStack";
}

export interface Lowered {
  readonly project: Project;
  readonly problems: readonly Problem[];
  readonly sources: Sources;
}

/** Lowers an assembly of files in memory. */
export async function lower(
  files: Readonly<Record<string, string>>,
  entry = "cdk.out/manifest.json",
  repository: Repository = memoryRepository(files),
): Promise<Lowered> {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const sources = new Sources(repository, report);
  const context: LowerContext = {
    sources,
    settings: { parameters: new Map() },
    report,
    included: new Set(),
    fragments: new Map(),
  };
  const project = await lowerCdk(entry, context);
  if (!project) throw new Error("nothing was lowered");
  return { project, problems, sources };
}

/** `file:line` of a span. */
export function place(span: Span): string {
  const { file, startLine } = regionOf(span);
  return `${file}:${startLine}`;
}

/** Every construct of a project by its path. */
export function constructsOf(project: Project): Map<string, ConstructInfo> {
  return new Map(
    project.templates.flatMap((template) => [...(template.constructs ?? [])].map(([, info]) => [info.path, info])),
  );
}

export function templateAt(project: Project, path: string): Template {
  const found = project.templates.find((template) => template.path.endsWith(path));
  if (!found) throw new Error(`no template ${path}`);
  return found;
}

/** A small assembly: one stack with the given template, and whatever else is given. */
export function assembly(
  template: unknown,
  options: { readonly metadata?: unknown; readonly files?: Record<string, string>; readonly manifest?: unknown } = {},
): Record<string, string> {
  return {
    "cdk.out/manifest.json": JSON.stringify(
      options.manifest ?? {
        version: "48.0.0",
        artifacts: {
          App: {
            type: "aws:cloudformation:stack",
            environment: "aws://unknown-account/unknown-region",
            properties: { templateFile: "App.template.json" },
            metadata: options.metadata ?? {},
          },
        },
      },
    ),
    "cdk.out/App.template.json": JSON.stringify(template, null, 1),
    ...options.files,
  };
}

/** A queue as the CDK writes it. */
export function queue(path: string): object {
  return { Type: "AWS::SQS::Queue", Metadata: { "aws:cdk:path": path } };
}
