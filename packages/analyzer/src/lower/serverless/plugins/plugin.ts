import type { MappingNode, Node } from "../../../parse/node.js";
import type { SourceFile } from "../../../source/span.js";
import type { ProxyRoute } from "../api/rest/proxy.js";
import type { Service } from "../service.js";
import type { Stack } from "../stack.js";
import { listOf } from "../text.js";
import type { Answer, Question, VariableResolver } from "../variables/resolve.js";

/** What a plugin of the framework does to a service, as far as its template shows it. */
export interface Plugin {
  /** Answers a source of variables that the plugin adds, by its name. */
  readonly sources?: Readonly<Record<string, (question: Question, variables: VariableResolver) => Answer>>;
  /** The configuration with what the plugin adds to it: functions, settings of `provider`. */
  readonly configure?: (root: MappingNode, service: Service, open: OpenFile) => MappingNode;
  /** Routes of the REST API that lead to something else than a function. */
  readonly routes?: (service: Service) => readonly ProxyRoute[];
  /** Adds and changes resources, once the framework's own are there. */
  readonly generate?: (service: Service, stack: Stack) => void;
  /** Changes the template after the author's resources were merged into it. */
  readonly finish?: (service: Service, template: MappingNode) => MappingNode;
}

/** The file of that path in the service's folder, if there is one. */
type OpenFile = (path: string) => SourceFile | undefined;

/** A configuration with more of `functions` or `resources`, both of which may be lists. */
export function withPart(root: MappingNode, key: "functions" | "resources", part: MappingNode): MappingNode {
  const before = root.entries.get(key);
  const items = [...listOf(before), part];
  const list: Node = { kind: "sequence", items, origin: (before ?? part).origin };
  return { ...root, entries: new Map(root.entries).set(key, list) };
}

/** The plugin's own part of `custom`. */
export function custom(service: Service, ...path: readonly string[]): Node | undefined {
  let here = service.root.entries.get("custom");
  for (const key of path) here = here?.kind === "mapping" ? here.entries.get(key) : undefined;
  return here;
}
