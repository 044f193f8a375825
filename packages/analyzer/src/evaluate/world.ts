import type { NestedTemplate } from "../lower/nested.js";
import { resourcesOf, type Project, type Template } from "../lower/template.js";
import { at, mappingAt, type MappingNode, type Node } from "../parse/node.js";
import { problem, type Problem } from "../source/problem.js";
import { folderOf } from "../source/repository.js";
import { Conditions, isSatisfiable, type Formula } from "./condition.js";
import { resourceId, type Cases, type Stack, type Text, type View, type World } from "./model.js";
import { resolve } from "./resolve.js";
import { both, scenarioKey, type Assumption, type Scenario } from "./scenario.js";
import { textKey, textOfShape } from "./text.js";

type FindNested = (template: Template, logicalId: string, resource: MappingNode) => NestedTemplate | undefined;

interface Entry {
  readonly template: Template;
  readonly project: Project;
  /** The nested templates among the analysed ones, by logical id. */
  readonly nested: ReadonlyMap<string, NestedTemplate>;
}

/** All stacks of the projects: every template that no other one nests, with its nested stacks below it. */
export function createWorld(
  projects: readonly Project[],
  findNested: FindNested,
  report: (problem: Problem) => void,
): World {
  const entries = collectEntries(projects, findNested);
  const world = new Joined();
  for (const path of rootsOf(entries)) addStack(path, undefined, [], { entries, world, report });
  return world;
}

function collectEntries(projects: readonly Project[], findNested: FindNested): ReadonlyMap<string, Entry> {
  const all = projects.flatMap((project) => project.templates.map((template) => ({ project, template })));
  const paths = new Set(all.map(({ template }) => template.path));
  return new Map(
    all.map(({ project, template }) => {
      const nested = new Map<string, NestedTemplate>();
      for (const [id, resource] of resourcesOf(template.root)) {
        const found = findNested(template, id, resource);
        if (found && paths.has(found.path)) nested.set(id, found);
      }
      return [template.path, { project, template, nested }];
    }),
  );
}

/** Templates that no other one nests; of those that only nest each other, each is looked at on its own. */
function rootsOf(entries: ReadonlyMap<string, Entry>): readonly string[] {
  const nested = new Set<string>();
  for (const [path, entry] of entries)
    for (const child of entry.nested.values()) if (child.path !== path) nested.add(child.path);
  const roots = [...entries.keys()].filter((path) => !nested.has(path));
  const reached = new Set<string>();
  const reach = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const child of entries.get(path)?.nested.values() ?? []) reach(child.path);
  };
  roots.forEach(reach);
  for (const path of entries.keys()) {
    if (reached.has(path)) continue;
    roots.push(path);
    reach(path);
  }
  return roots;
}

interface Building {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly world: Joined;
  readonly report: (problem: Problem) => void;
}

function addStack(
  path: string,
  parent: Stack["parent"],
  open: readonly string[],
  building: Building,
): Stack | undefined {
  const entry = building.entries.get(path);
  if (!entry) return undefined;
  const { template, project, nested } = entry;
  const children = new Map<string, Stack>();
  const id = parent ? resourceId(parent.stack, parent.logicalId) : path;
  const stack: Stack = {
    id,
    template,
    project,
    resources: resourcesOf(template.root),
    parent,
    children,
    world: building.world,
  };
  building.world.add(stack);
  for (const [logicalId, { path: childPath, written }] of nested) {
    if (childPath === path || open.includes(childPath)) {
      building.report(problem("nested-cycle", written.origin.span, { target: childPath }));
      continue;
    }
    const parameters = at(stack.resources.get(logicalId), "Properties", "Parameters");
    const child = addStack(childPath, { stack, logicalId, parameters }, [...open, path], building);
    if (child) children.set(logicalId, child);
  }
  return stack;
}

class Joined implements World {
  readonly stacks: Stack[] = [];
  private readonly byId = new Map<string, Stack>();
  private readonly conditions = new Conditions();
  private readonly truths = new Map<Formula, boolean | undefined>();
  private readonly satisfied = new Map<string, boolean>();
  private readonly open = new Set<string>();
  private exports: ReadonlyMap<string, View> | undefined;
  private ssmParameters: ReadonlyMap<string, View> | undefined;

  add(stack: Stack): void {
    this.stacks.push(stack);
    this.byId.set(stack.id, stack);
  }

  exported(name: Text): View | undefined {
    this.exports ??= this.index(
      (found) => (this.exports = found),
      (stack) =>
        [...(mappingAt(stack.template.root, "Outputs")?.entries.values() ?? [])].map((output) => [
          at(output, "Export", "Name"),
          at(output, "Value"),
        ]),
    );
    return this.exports.get(textKey(name));
  }

  ssmParameter(name: Text): View | undefined {
    this.ssmParameters ??= this.index(
      (found) => (this.ssmParameters = found),
      (stack) =>
        [...stack.resources.values()]
          .filter((resource) => typeOf(resource) === "AWS::SSM::Parameter")
          .map((resource) => [at(resource, "Properties", "Name"), at(resource, "Properties", "Value")]),
    );
    return this.ssmParameters.get(textKey(name));
  }

  output(by: "cf" | "compose", address: string): View | undefined {
    const split = by === "cf" ? address.indexOf(".") : address.lastIndexOf("#");
    const [owner, name] = [address.slice(0, split), address.slice(split + 1)];
    const stack = this.stacks.find(
      ({ parent, template, project }) =>
        !parent && owner === (by === "cf" ? template.environment.stackName : folderOf(project.entry)),
    );
    const node = stack && at(stack.template.root, "Outputs", name, "Value");
    return node && { node, stack };
  }

  truth(condition: string, stack: Stack): boolean | undefined {
    const formula = this.conditions.formula(condition, stack);
    if (formula.op === "constant") return formula.value;
    if (!this.truths.has(formula)) {
      const canHold = isSatisfiable(formula, this.conditions.allowedValues);
      const canFail = isSatisfiable({ op: "not", of: formula }, this.conditions.allowedValues);
      this.truths.set(formula, canHold && canFail ? undefined : canHold);
    }
    return this.truths.get(formula);
  }

  satisfiable(scenario: Scenario): boolean {
    if (scenario.length === 0) return true;
    const key = scenarioKey(scenario);
    const known = this.satisfied.get(key);
    if (known !== undefined) return known;
    const result = isSatisfiable(this.conditions.scenarioFormula(scenario, this.byId), this.conditions.allowedValues);
    this.satisfied.set(key, result);
    return result;
  }

  gap(given: Scenario, options: readonly Scenario[]): Scenario | undefined {
    let found: Scenario | undefined = given;
    for (const option of options) {
      if (option.length === 0) return undefined;
      const within: Scenario = found;
      found = option
        .flatMap((assumption) => opposites(assumption))
        .map((opposite) => both(within, [opposite]))
        .find((scenario) => scenario !== undefined && this.satisfiable(scenario));
      if (!found) return undefined;
    }
    return found;
  }

  unlessOpen(key: string, look: () => Cases): Cases | undefined {
    if (this.open.has(key)) return undefined;
    this.open.add(key);
    const cases = look();
    this.open.delete(key);
    return cases;
  }

  /** The first value under each name. The index is in use, and still empty, while the names themselves are read. */
  private index(
    use: (found: ReadonlyMap<string, View>) => void,
    entries: (stack: Stack) => (readonly [name: Node | undefined, value: Node | undefined])[],
  ): ReadonlyMap<string, View> {
    const found = new Map<string, View>();
    use(found);
    for (const stack of this.stacks) {
      for (const [name, value] of entries(stack)) {
        if (!name || !value) continue;
        for (const { shape } of resolve({ node: name, stack })) {
          const key = textKey(textOfShape(shape) ?? []);
          if (key !== "" && !found.has(key)) found.set(key, { node: value, stack });
        }
      }
    }
    return found;
  }
}

/** What must be so for an assumption to be false; a parameter's other values are not enumerated. */
function opposites(assumption: Assumption): readonly Assumption[] {
  return assumption.kind === "condition" ? [{ ...assumption, holds: !assumption.holds }] : [];
}

function typeOf(resource: MappingNode): string | undefined {
  const type = resource.entries.get("Type");
  return type?.kind === "scalar" ? String(type.value) : undefined;
}
