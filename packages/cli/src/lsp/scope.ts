import { graphDocument, type Analysis, type Node, type Project } from "@assay/analyzer";

const known = new WeakMap<Project, ReadonlySet<string>>();

/** The files of which a project is made: its entry, its templates and what they include. */
export function filesOf(project: Project): ReadonlySet<string> {
  let files = known.get(project);
  if (!files) {
    files = collectFiles(project);
    known.set(project, files);
  }
  return files;
}

function collectFiles({ entry, templates }: Project): ReadonlySet<string> {
  const files = new Set([entry, ...templates.map(({ path }) => path)]);
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    files.add(node.origin.span.file.path);
    if (node.origin.cause) files.add(node.origin.cause.span.file.path);
    if (node.kind === "mapping") for (const child of node.entries.values()) visit(child);
    else if (node.kind === "sequence") node.items.forEach(visit);
  };
  for (const { root } of templates) visit(root);
  return files;
}

/**
 * For every file of a project the files that have to be looked at with it: its project, nested stacks, and the projects
 * that the graph connects with it.
 */
export function scopesOf(analysis: Analysis): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map(analysis.projects.map((project) => [project, new Set([project])]));
  const join = (a: Project | undefined, b: Project | undefined): void => {
    const [into, from] = [a && groups.get(a), b && groups.get(b)];
    if (!into || !from || into === from) return;
    for (const project of from) {
      into.add(project);
      groups.set(project, into);
    }
  };
  for (const { project, parent } of analysis.world.stacks) join(parent?.stack.project, project);
  const projectOf = (id: string) => analysis.graph.resource(id)?.stack?.project;
  if (groups.size > 1)
    for (const { from, to } of graphDocument(analysis.graph).edges) join(projectOf(from), projectOf(to));
  const scopes = new Map<string, Set<string>>();
  for (const group of new Set(groups.values())) {
    const files = new Set([...group].flatMap((project) => [...filesOf(project)]));
    for (const file of files) scopes.set(file, new Set([...(scopes.get(file) ?? []), ...files]));
  }
  return scopes;
}
