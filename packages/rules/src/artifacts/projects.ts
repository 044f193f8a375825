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
  const { owned, shared } = placesOf(analysis);
  const own = folderOf(project.entry);
  const neighbours = shared
    .filter(({ home }) => own.startsWith(home))
    .filter(({ artifact, isAlone }) => isAlone || testedBy(artifact, functions, analysis).size > 0)
    .map(({ artifact }) => artifact);
  return [...(owned.get(own) ?? []), ...neighbours];
}

/** Where the artifacts of an analysis lie. */
interface ArtifactPlaces {
  /** Those below the folder of a project, by that folder. */
  readonly owned: ReadonlyMap<string, readonly Artifact[]>;
  /** Those beside projects: the nearest folder that holds projects, and whether it holds just one. */
  readonly shared: readonly { readonly artifact: Artifact; readonly home: string; readonly isAlone: boolean }[];
}

const places = new WeakMap<Analysis, ArtifactPlaces>();

function placesOf(analysis: Analysis): ArtifactPlaces {
  const known = places.get(analysis);
  if (known) return known;
  const folders = [...new Set(analysis.projects.map(({ entry }) => folderOf(entry)))];
  const owners = new Set(folders);
  const owned = new Map<string, Artifact[]>();
  const shared = analysis.artifacts.flatMap((artifact) => {
    const owner = foldersAbove(artifact.path).find((folder) => owners.has(folder));
    if (owner !== undefined) {
      owned.set(owner, [...(owned.get(owner) ?? []), artifact]);
      return [];
    }
    const home = homeOf(artifact.path, folders);
    return [{ artifact, home, isAlone: folders.filter((folder) => folder.startsWith(home)).length === 1 }];
  });
  const found = { owned, shared };
  places.set(analysis, found);
  return found;
}

/** The folders that hold a file, the nearest first, without the root: `a/b/c.js` → `a/b/`, `a/`. */
function foldersAbove(path: string): readonly string[] {
  const found: string[] = [];
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder.slice(0, -1))) found.push(folder);
  return found;
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
