import { mappingAt, type MappingNode, type Node } from "../../parse/node.js";
import { parse } from "../../parse/parse.js";
import { problem } from "../../source/problem.js";
import { resolvePath } from "../../source/repository.js";
import type { SourceFile } from "../../source/span.js";
import { openLocal } from "../context.js";
import type { Expansion } from "./expansion.js";
import type { SamResource } from "./model.js";
import { literal } from "./value.js";

/**
 * The definition of a state machine in a local file. Substitutions (`${Name}`) are filled in by CloudFormation as text,
 * so a file that is no valid JSON before that is no mistake: it is read with a placeholder for each.
 */
export function localDefinition(uri: Node, machine: SamResource, sam: Expansion): MappingNode | undefined {
  const target = literal(uri);
  if (target === undefined) return undefined;
  const { context } = sam;
  const path = resolvePath(uri.origin.span.file.path, target);
  const isThere = path !== undefined && context.sources.exists(path);
  if (!isThere && /^[a-z][a-z0-9+.-]+:\/\//i.test(target)) {
    sam.reject(machine.id, uri, "'DefinitionUri' is neither a local path nor of the form s3://bucket/key");
    return undefined;
  }
  const file = isThere ? openLocal(context, uri.origin, target) : undefined;
  if (isThere && !file) return undefined;
  const definition = file && readDefinition(file, uri);
  if (definition) return definition;
  const reason = file
    ? "it is not a map in JSON or YAML"
    : path === undefined
      ? "it is outside of what is analysed"
      : "there is no such file";
  context.report(problem("unread-definition", uri.origin.span, { resource: machine.id, target, reason }));
  return undefined;
}

function readDefinition(file: SourceFile, uri: Node): MappingNode | undefined {
  const options = { why: "included", cause: uri.origin } as const;
  return mappingAt(parse(file, options).root ?? parse({ ...file, text: withPlaceholders(file.text) }, options).root);
}

/** Substitutions that stand where JSON wants a value, as `null` of the same length, so that positions stay. */
function withPlaceholders(text: string): string {
  return text.replace(
    /([:,[]\s*)(\$\{[A-Za-z0-9_]+\})/g,
    (_, before: string, name: string) => before + "null".padEnd(name.length),
  );
}
