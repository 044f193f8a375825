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

/** Artifacts that can belong to a project: beside or below it, or in a folder that holds no other project. */
export function artifactsOfProject(project: Project, { artifacts, projects }: Analysis): readonly Artifact[] {
  const owners = projects.map(({ entry }) => folderOf(entry)).sort((a, b) => b.length - a.length);
  const own = folderOf(project.entry);
  return artifacts.filter(({ path }) => {
    const owner = owners.find((folder) => path.startsWith(folder));
    return owner === undefined || owner === own || isShared(owner, owners);
  });
}

/** The root's artifacts belong to all where the root is a project as well as other folders are. */
function isShared(owner: string, owners: readonly string[]): boolean {
  return owner === "" && owners.length > 1;
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
