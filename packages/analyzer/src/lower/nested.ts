import { at, stringAt, type MappingNode, type Node } from "../parse/node.js";
import { resolvePath } from "../source/repository.js";
import type { Template } from "./template.js";

/** The local template that a nested stack deploys, and the place that says so; `undefined` when it is not a local file. */
export function nestedTemplatePath(
  template: Template,
  resource: MappingNode,
): { readonly path: string; readonly written: Node } | undefined {
  const type = stringAt(resource, "Type");
  const written = type === "AWS::CloudFormation::Stack" ? at(resource, "Properties", "TemplateURL") : undefined;
  const target = stringAt(written);
  if (!written || target === undefined || /^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const path = resolvePath(
    written.origin.span.file.path === template.path ? template.path : written.origin.span.file.path,
    target,
  );
  return path === undefined ? undefined : { path, written };
}
