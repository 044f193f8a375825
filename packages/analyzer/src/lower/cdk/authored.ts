import type { ConstructTree } from "./tree.js";

/** Classes whose children an author creates; every other class of the CDK creates its own. */
const OPEN =
  /^(constructs\.Construct|(aws-cdk-lib|@aws-cdk\/core|monocdk|@aws-cdk\/integ-tests-alpha)\.(App|Stage|Stack|NestedStack|Construct|IntegTest))$/;
/** The ids by which a construct names the one resource that it stands for. */
const HIDDEN = new Set(["Resource", "Default"]);

/**
 * The nearest construct on a path that the author's program creates: going down from the app, the first that is an
 * instance of a class of a library, unless that class only groups what the author puts into it. Without a tree, or with
 * one of CDK v1, which names no classes, it is the child of the stack.
 */
export function authoredPathOf(path: string, stackPath: string, tree: ConstructTree): string {
  const segments = path.split("/");
  let here = "";
  let isTyped = false;
  for (let i = 0; i < segments.length; i++) {
    const parent = here;
    here = i === 0 ? (segments[0] ?? "") : `${here}/${segments[i] ?? ""}`;
    if (HIDDEN.has(segments[i] ?? "") && i === segments.length - 1) return parent;
    const nested = /^(.+)\.NestedStack$/.exec(segments[i] ?? "");
    if (nested?.[1] !== undefined) return parent === "" ? nested[1] : `${parent}/${nested[1]}`;
    const fqn = tree.nodes.get(here)?.fqn;
    if (fqn === undefined) break;
    isTyped = true;
    if (!OPEN.test(fqn)) return here;
  }
  if (isTyped) return here;
  const below = path.startsWith(`${stackPath}/`) ? path.slice(stackPath.length + 1) : path;
  const child = below.split("/")[0] ?? below;
  return path.startsWith(`${stackPath}/`) ? `${stackPath}/${child.replace(/\.NestedStack$/, "")}` : child;
}
