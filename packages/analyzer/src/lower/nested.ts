import { at, stringAt, type MappingNode, type Node } from "../parse/node.js";
import { resolvePath } from "../source/repository.js";
import type { Template } from "./template.js";

/** The template that a nested stack deploys, and the place that says so. */
export interface NestedTemplate {
  readonly path: string;
  readonly written: Node;
}

/** The nested template of a resource; `undefined` when it is no nested stack, or its template is not a local file. */
export function nestedTemplate(
  template: Template,
  logicalId: string,
  resource: MappingNode,
): NestedTemplate | undefined {
  if (!isNestedStack(resource)) return undefined;
  const known = template.nested?.get(logicalId);
  if (known !== undefined) return { path: known, written: at(resource, "Properties", "TemplateURL") ?? resource };
  const local = localTarget(template, resource);
  if (!local) return undefined;
  const path = resolvePath(local.written.origin.span.file.path, local.target);
  return path === undefined ? undefined : { path, written: local.written };
}

/** Where a nested stack names a local template that is outside the repository, which is never followed. */
export function escapingTemplate(template: Template, resource: MappingNode): LocalTarget | undefined {
  const local = isNestedStack(resource) ? localTarget(template, resource) : undefined;
  return local && resolvePath(local.written.origin.span.file.path, local.target) === undefined ? local : undefined;
}

interface LocalTarget {
  readonly target: string;
  readonly written: Node;
}

function isNestedStack(resource: MappingNode): boolean {
  return stringAt(resource, "Type") === "AWS::CloudFormation::Stack";
}

/** In an assembly, what nests what is known already. */
function localTarget(template: Template, resource: MappingNode): LocalTarget | undefined {
  const written = at(resource, "Properties", "TemplateURL");
  const target = stringAt(written);
  if (!written || target === undefined || template.nested || /^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  return { target, written };
}
