import {
  both,
  dependenciesOf,
  describeScenario,
  nameOf,
  referencesIn,
  resourceId,
  at as child,
  type Dependency,
  type Resource,
  type ResourceGraph,
  type Scenario,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, type EvidenceList, type Finding } from "../rule.js";

export const referenceToConditional = defineRule({
  id: "reference-to-conditional",
  title: "Something refers to a resource that does not always exist",
  topic: "integrations",
  severity: "high",
  why: "When the condition of a resource is false, whatever refers to it without the same condition refers to nothing: the deployment fails in exactly the environment in which nobody tried it.",
  remedy: {
    sam: "Put the reference into `!If [Condition, !Ref Resource, !Ref AWS::NoValue]`, or give both the same `Condition`.",
    serverless:
      "Under `resources`, put the reference into `Fn::If` with the same condition, or give both the same `Condition`.",
    cdk: "Use `Fn.conditionIf`, or decide in the program whether to create both.",
    cloudformation:
      "Put the reference into `!If [Condition, !Ref Resource, !Ref AWS::NoValue]`, or give both the same `Condition`.",
  },
  references: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html"],
  aliases: ["cfn-lint:W1001"],
  covers: ["N6"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("!Ref Alarms"),
      good: example("!If [IsProd, !Ref Alarms, !Ref 'AWS::NoValue']"),
    },
  ],
  *check({ graph }) {
    const uses = usesOfConditional(graph);
    for (const resource of graph.resources) {
      if (!resource.stack || resource.when.length === 0) continue;
      yield judge(resource, uses.get(resource) ?? [], graph);
    }
  },
});

/** A reference, and who makes it and when. */
interface Use {
  readonly by: string;
  readonly reference: Omit<Dependency, "to">;
  readonly when: Scenario;
}

function usesOfConditional(graph: ResourceGraph): ReadonlyMap<Resource, readonly Use[]> {
  const uses = new Map<Resource, Use[]>();
  const add = (to: Resource | undefined, use: Use) => {
    if (to && to.when.length > 0) uses.set(to, [...(uses.get(to) ?? []), use]);
  };
  for (const from of graph.resources) {
    for (const { to, ...reference } of dependenciesOf(from, graph)) {
      const when = both(from.when, reference.when);
      if (reference.by !== "DependsOn" && when) add(to, { by: nameOf(from), reference, when });
    }
  }
  for (const stack of graph.world.stacks) {
    const outputs = child(stack.template.root, "Outputs");
    for (const [name, output] of outputs?.kind === "mapping" ? outputs.entries : []) {
      const given = both(existenceOf(stack, graph), conditionOf(output, stack));
      if (!given) continue;
      for (const part of ["Value", "Export"]) {
        for (const reference of referencesIn(child(output, part), stack)) {
          const when = both(given, reference.when);
          if (when)
            add(graph.resource(resourceId(stack, reference.logicalId)), { by: `output ${name}`, reference, when });
        }
      }
    }
  }
  return uses;
}

/** When a stack exists: a nested one with the resource of its parent. */
function existenceOf({ parent }: NonNullable<Resource["stack"]>, graph: ResourceGraph): Scenario {
  return parent ? (graph.resource(resourceId(parent.stack, parent.logicalId))?.when ?? []) : [];
}

/** When an output exists in its stack. */
function conditionOf(output: Parameters<typeof child>[0], stack: NonNullable<Resource["stack"]>): Scenario {
  const named = child(output, "Condition");
  if (named?.kind !== "scalar" || typeof named.value !== "string") return [];
  const declared = child(stack.template.root, "Conditions", named.value);
  if (!declared || stack.world.truth(named.value, stack) === true) return [];
  const span = declared.origin.key ?? declared.origin.span;
  return [{ kind: "condition", stack: stack.id, name: named.value, holds: true, span }];
}

function judge(resource: Resource, uses: readonly Use[], { world }: ResourceGraph): Finding {
  const place = at(resource, `${nameOf(resource)} exists when ${describeScenario(resource.when)}`);
  if (uses.length === 0)
    return notApplicable(resource, { message: `Nothing refers to ${nameOf(resource)}.`, evidence: [place] });
  for (const { by, reference, when } of uses) {
    if (!world.satisfiable(when)) continue;
    const gap = world.gap(when, [resource.when]);
    if (!gap) continue;
    const evidence: EvidenceList = [
      { origin: reference.origin, says: `${by} refers to ${nameOf(resource)} (${reference.by})` },
      place,
    ];
    return fail(resource, {
      key: by,
      when: gap,
      message: `${by} refers to ${nameOf(resource)}, which exists only when ${describeScenario(resource.when)}.`,
      evidence,
    });
  }
  const names = [...new Set(uses.map(({ by }) => by))];
  return pass(resource, {
    message: `${names.join(", ")} refer${names.length === 1 ? "s" : ""} to ${nameOf(resource)} only where it exists.`,
    evidence: [place, ...uses.map(({ by, reference }) => ({ origin: reference.origin, says: by }))],
  });
}

function example(topic: string): string {
  return `Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Alarms:
    Type: AWS::SNS::Topic
    Condition: IsProd
  Hello:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: hello.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/hello
      Environment: { Variables: { TOPIC: ${topic} } }
`;
}
