import { at, stringAt } from "../../parse/node.js";
import type { Sources } from "../../parse/sources.js";
import { problem } from "../../source/problem.js";
import { baseName, folderOf, resolvePath } from "../../source/repository.js";
import type { LowerContext } from "../context.js";

/** The path of a file of a folder. */
export function inFolder(folder: string, file: string): string {
  return folder === "" ? file : `${folder}/${file}`;
}

/** The folder of the CDK app to which an assembly belongs: the nearest one above it that has a `cdk.json`. */
export function appFolderOf(assemblyFolder: string, sources: Sources): string | undefined {
  for (let folder = assemblyFolder; ; folder = folderOf(folder)) {
    if (sources.exists(inFolder(folder, "cdk.json"))) return folder;
    if (folder === "") return undefined;
  }
}

/** The folder into which `cdk synth` writes: `output` of `cdk.json`, else `cdk.out`. */
export function outputFolderOf(app: string, sources: Sources): string | undefined {
  const config = inFolder(app, "cdk.json");
  const file = sources.read(config);
  const named = "text" in file && file.text.includes('"output"') ? stringAt(sources.tree(file), "output") : undefined;
  return resolvePath(config, named ?? "cdk.out");
}

const PACKAGE_MANAGERS: readonly (readonly [lockfile: string, runner: readonly string[]])[] = [
  ["pnpm-lock.yaml", ["pnpm", "exec"]],
  ["yarn.lock", ["yarn"]],
  ["bun.lock", ["bunx"]],
  ["bun.lockb", ["bunx"]],
  ["package-lock.json", ["npx"]],
];

/** The command that synthesizes an app, run in its folder: its own CDK CLI by its own package manager. */
export function synthCommand(app: string, exists: (path: string) => boolean): readonly string[] {
  for (let folder = app; ; folder = folderOf(folder)) {
    const found = PACKAGE_MANAGERS.find(([lockfile]) => exists(inFolder(folder, lockfile)));
    if (found || folder === "") return [...(found?.[1] ?? ["npx"]), "cdk", "synth", "--quiet"];
  }
}

/** The command as a line for a shell in the root of the repository. */
function synthLine(app: string, exists: (path: string) => boolean): string {
  const command = synthCommand(app, exists).join(" ");
  return app === "" ? command : `cd ${app} && ${command}`;
}

/** Whether an app has an assembly of its own; those of its integration tests (`*.snapshot`) are none. */
function hasAssembly(app: string, manifests: readonly string[], sources: Sources): boolean {
  const output = outputFolderOf(app, sources);
  return manifests.some((manifest) => {
    const folder = folderOf(manifest);
    return folder === output || (!baseName(folder).endsWith(".snapshot") && appFolderOf(folder, sources) === app);
  });
}

/** Says which CDK apps cannot be analysed, because they were not synthesized, and what to run. */
export function reportUnsynthesized(
  apps: readonly string[],
  manifests: readonly string[],
  context: LowerContext,
): void {
  const { sources } = context;
  for (const app of apps) {
    const file = sources.read(inFolder(app, "cdk.json"));
    const tree = "text" in file ? sources.tree(file) : undefined;
    const command = at(tree, "app");
    if (!command || hasAssembly(app, manifests, sources)) continue; // without a command it is a library's settings
    context.report(
      problem("cdk-not-synthesized", command.origin.span, {
        folder: app === "" ? "the root" : app,
        command: synthLine(app, (path) => sources.exists(path)),
      }),
    );
  }
}
