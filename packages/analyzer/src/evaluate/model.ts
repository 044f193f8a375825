import type { Project, Template } from "../lower/template.js";
import type { MappingNode, Node, Origin, Scalar } from "../parse/node.js";
import type { Scenario } from "./scenario.js";

/**
 * A template as it is deployed once: a root stack, or a nested stack of another one with the parameters that its parent
 * gives it. The same template may be several stacks.
 */
export interface Stack {
  /** `template.yaml` for a root stack, `template.yaml#Orders` and `template.yaml#Orders/Queues` for nested ones. */
  readonly id: string;
  readonly template: Template;
  readonly project: Project;
  readonly resources: ReadonlyMap<string, MappingNode>;
  readonly parent:
    { readonly stack: Stack; readonly logicalId: string; readonly parameters: Node | undefined } | undefined;
  /** Nested stacks by the logical id of their resource. */
  readonly children: ReadonlyMap<string, Stack>;
  readonly world: World;
}

/** What the stacks of a repository share: the names by which they find each other's values, and their conditions. */
export interface World {
  /** Root stacks and their nested stacks, parents first. */
  readonly stacks: readonly Stack[];
  /** The value that some stack exports under a name. */
  exported(name: Text): View | undefined;
  /** The value of an SSM parameter that some stack creates. */
  ssmParameter(name: Text): View | undefined;
  /**
   * The output of a root stack: `cf` names it as `stack.Output` by the name it is deployed under, `compose` as
   * `folder#output` by where its service lies.
   */
  output(by: "cf" | "compose", address: string): View | undefined;
  /** Whether a condition holds, when the given parameter values decide it. */
  truth(condition: string, stack: Stack): boolean | undefined;
  /** Whether some choice of parameter values makes all assumptions true. */
  satisfiable(scenario: Scenario): boolean;
  /**
   * A scenario within `given` in which none of the options holds, or `undefined` when one of them always does: what to
   * name when something is there in some deployments only.
   */
  gap(given: Scenario, options: readonly Scenario[]): Scenario | undefined;
  /** Looks something up that may lead back to itself; `undefined` when it does. */
  unlessOpen(key: string, look: () => Cases): Cases | undefined;
}

/** A resource of a stack, named by one of its attributes. `Ref` is what the intrinsic `Ref` returns. */
export interface ResourceSymbol {
  readonly kind: "resource";
  readonly stack: Stack;
  readonly logicalId: string;
  readonly attribute: string;
}

/** Something whose value is not known here but which is the same thing wherever the same `name` stands. */
export interface UnknownSymbol {
  readonly kind: "parameter" | "pseudo" | "dynamic" | "import" | "unresolved";
  /** What identifies it: a parameter's or pseudo parameter's name, an SSM path, an export name. */
  readonly name: string;
  /** The stack to which the name belongs; `undefined` where names are the same everywhere in an account. */
  readonly stack: Stack | undefined;
  /** Why the value is not known, as the end of a sentence: "parameter Stage has no default". */
  readonly because: string;
}

export type TextPart = string | ResourceSymbol | UnknownSymbol;

/** A string that may contain parts known only by what they refer to. Neighbouring literals are joined, none is empty. */
export type Text = readonly TextPart[];

/** A value to be looked at: a node in the stack that gives its references a meaning, or cases that are known already. */
export type View = { readonly node: Node; readonly stack: Stack } | { readonly cases: Cases };

/** What a value turns out to be once its intrinsic functions are followed. Children are looked at when asked for. */
export type Shape = { readonly origin: Origin } & (
  | { readonly kind: "scalar"; readonly value: Exclude<Scalar, null> }
  /** A string with at least one part that is not literal. */
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "list"; readonly items: readonly View[] }
  /** The entries have a meaning in the stack. */
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, Node>; readonly stack: Stack }
  | { readonly kind: "unknown"; readonly because: string }
  /** Not there: null or `AWS::NoValue`. */
  | { readonly kind: "absent" }
);

/** A shape and the scenario in which the value has it. */
export interface Case {
  readonly when: Scenario;
  readonly shape: Shape;
}

/** All that a value can be; at least one case unless its scenario is impossible. */
export type Cases = readonly Case[];

/**
 * How parameters are read. `values`: with the value that a deployment without further words would use. `symbols`: a
 * parameter that nobody has fixed stays a parameter, so that conditions can be decided for every value.
 */
export type Mode = "values" | "symbols";

/** The id of a resource in the whole repository. */
export function resourceId(stack: Stack, logicalId: string): string {
  return stack.parent ? `${stack.id}/${logicalId}` : `${stack.id}#${logicalId}`;
}
