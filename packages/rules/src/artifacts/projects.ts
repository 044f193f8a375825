import {
  authoredFunctions,
  reaches,
  stackResource,
  type Analysis,
  type Artifact,
  type Project,
  type Resource,
} from "@assay/analyzer";

/** A project with its functions, and the resource that stands for it in a finding. */
export interface ProjectSubject {
  readonly project: Project;
  readonly subject: Resource;
  readonly functions: readonly Resource[];
}

/** The projects that have functions of the author, by the root stack that comes first. */
export function projectsWithFunctions({ graph }: Analysis): readonly ProjectSubject[] {
  const functions = new Map<Project, Resource[]>();
  for (const fn of authoredFunctions(graph)) {
    const project = fn.stack?.project;
    if (project) functions.set(project, [...(functions.get(project) ?? []), fn]);
  }
  return [...functions].flatMap(([project, own]) => {
    const stack = graph.world.stacks.find((candidate) => candidate.project === project);
    return stack ? [{ project, subject: stackResource(stack, graph), functions: own }] : [];
  });
}

/**
 * The artifacts of a project: those in the nearest folder above them that holds it. Where that folder holds other
 * projects as well, an artifact belongs to those whose functions it names.
 */
export function artifactsOfProject({ project, functions }: ProjectSubject, analysis: Analysis): readonly Artifact[] {
  const folders = analysis.projects.map(({ entry }) => folderOf(entry));
  const own = folderOf(project.entry);
  return analysis.artifacts.filter((artifact) => {
    const owner = folders.filter((folder) => artifact.path.startsWith(folder)).sort((a, b) => b.length - a.length)[0];
    if (owner !== undefined && owner !== "") return owner === own;
    const home = homeOf(artifact.path, folders);
    const neighbours = folders.filter((folder) => folder.startsWith(home));
    if (!own.startsWith(home)) return false;
    return neighbours.length === 1 || testedBy(artifact, functions, analysis).size > 0;
  });
}

/** The nearest folder above a file that holds one of the folders. */
function homeOf(path: string, folders: readonly string[]): string {
  let home = folderOf(path);
  while (home !== "" && !folders.some((folder) => folder.startsWith(home))) home = folderOf(home.slice(0, -1));
  return home;
}

/** The functions that a load test calls, by the routes that it requests or by its own name, with how that shows. */
export function testedBy(
  artifact: Artifact,
  functions: readonly Resource[],
  { graph }: Analysis,
): ReadonlyMap<Resource, string> {
  const found = new Map<Resource, string>();
  const path = plain(artifact.path);
  for (const fn of functions) {
    const route = graph.to(fn, "triggers").find(({ event, detail }) => {
      const target = event === "api" ? detail?.split(" ").at(-1) : undefined;
      return target !== undefined && artifact.requests.some((requested) => reaches(requested, target));
    });
    const name = plain(fn.logicalId).replace(/function|lambda|fn$/g, "");
    if (route?.detail !== undefined) found.set(fn, route.detail);
    else if (name.length > 4 && path.includes(name)) found.set(fn, "by its name");
  }
  return found;
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
