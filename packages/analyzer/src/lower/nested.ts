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
  if (stringAt(resource, "Type") !== "AWS::CloudFormation::Stack") return undefined;
  const written = at(resource, "Properties", "TemplateURL") ?? resource;
  const known = template.nested?.get(logicalId);
  if (known !== undefined) return { path: known, written };
  const target = stringAt(written);
  if (target === undefined || template.nested || /^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const path = resolvePath(written.origin.span.file.path, target);
  return path === undefined ? undefined : { path, written };
}
