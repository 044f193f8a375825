import type { GraphBuilder } from "../graph.js";
import type { Locator } from "../locate.js";
import type { Resource } from "../model.js";

/** What a linker works with. */
export interface LinkContext {
  readonly graph: GraphBuilder;
  readonly locator: Locator;
}

/** Finds the edges that resources of some CloudFormation types declare. */
export interface Linker {
  readonly types: readonly string[];
  link(resource: Resource, context: LinkContext): void;
}
