import {
  both,
  dependenciesOf,
  nameOf,
  type Dependency,
  type Resource,
  type ResourceGraph,
  type Scenario,
} from "@assay/analyzer";
import { at, defineRule, fail, pass, type EvidenceList, type Finding } from "../rule.js";

export const dependencyCircular = defineRule({
  id: "dependency-circular",
  title: "Resources depend on each other in a circle",
  topic: "integrations",
  severity: "high",
  why: "CloudFormation makes a resource after those that it refers to. When references lead back to where they began there is no first one, and the deployment fails. The usual cases are a bucket that notifies a function which knows the bucket's name, and two security groups that name each other.",
  remedy: {
    sam: "Break the circle: give the bucket a fixed `BucketName` and use it with `!Sub` in the policies, or move one reference to a resource of its own.",
    serverless:
      "Break the circle: write the ARN with a fixed name instead of `Ref`, or move one reference to a resource of its own.",
    cdk: "Break the circle: use `bucket.addEventNotification`, which makes a resource of its own, or pass a name instead of the construct.",
    cloudformation:
      "Break the circle: write the ARN with a fixed name instead of `!GetAtt`, or move one reference to a resource of its own.",
  },
  references: ["https://repost.aws/knowledge-center/unable-validate-circular-dependency-cloudformation"],
  aliases: ["cfn-lint:E3004"],
  differs:
    "Circles through what AWS SAM generates are found as well, and a circle that exists in no scenario is not reported.",
  covers: ["N4"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("[!GetAtt B.GroupId]"),
      good: example("[]"),
    },
  ],
  *check({ graph }) {
    const byStack = new Map<string, Resource[]>();
    for (const resource of graph.resources) {
      if (!resource.stack) continue;
      byStack.set(resource.stack.id, [...(byStack.get(resource.stack.id) ?? []), resource]);
    }
    for (const [stack, resources] of byStack) yield* judge(stack, resources, graph);
  },
});

function* judge(stack: string, resources: readonly Resource[], graph: ResourceGraph): Iterable<Finding> {
  const circles = [...circlesAmong(resources, graph)];
  for (const { circle, when } of circles) {
    const [first] = circle;
    if (!first) continue;
    const names = [...circle.map(({ from }) => nameOf(from)), nameOf(first.from)];
    const evidence: EvidenceList = [
      at(first.from, nameOf(first.from)),
      ...circle.map(({ from, to, by, origin }) => ({ origin, says: `${nameOf(from)} names ${nameOf(to)} (${by})` })),
    ];
    yield fail(first.from, { when, evidence, message: `${names.join(" → ")}: each of them needs the next one first.` });
  }
  const [first] = resources;
  if (circles.length === 0 && first)
    yield pass(first, {
      key: stack,
      message: `The ${resources.length} resources of ${stack} do not depend on each other in a circle.`,
      evidence: [at(first, nameOf(first))],
    });
}

interface Step extends Dependency {
  readonly from: Resource;
}

interface Circle {
  readonly circle: readonly Step[];
  readonly when: Scenario;
}

/** One circle for each group of resources that lead to each other, found in depth first order without recursion. */
function* circlesAmong(resources: readonly Resource[], graph: ResourceGraph): Iterable<Circle> {
  const done = new Set<Resource>();
  for (const root of resources) {
    if (done.has(root)) continue;
    const path: { readonly resource: Resource; readonly steps: readonly Step[]; next: number }[] = [];
    const position = new Map<Resource, number>();
    const enter = (resource: Resource) => {
      position.set(resource, path.length);
      const steps = dependenciesOf(resource, graph).map((dependency) => ({ ...dependency, from: resource }));
      path.push({ resource, steps, next: 0 });
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const step = top.steps[top.next++];
      if (!step) {
        done.add(top.resource);
        position.delete(top.resource);
        path.pop();
        continue;
      }
      const begin = position.get(step.to);
      if (begin === undefined) {
        if (!done.has(step.to)) enter(step.to);
        continue;
      }
      const taken = path.slice(begin).flatMap(({ steps, next }) => steps[next - 1] ?? []);
      const when = together(taken, graph);
      if (when) yield { circle: taken, when };
    }
  }
}

/** The scenario in which all steps exist, if there is one. */
function together(steps: readonly Step[], { world }: ResourceGraph): Scenario | undefined {
  const when = steps
    .flatMap((step) => [step.when, step.from.when, step.to.when])
    .reduce<Scenario | undefined>((scenario, next) => scenario && both(scenario, next), []);
  return when && world.satisfiable(when) ? when : undefined;
}

function example(ingress: string): string {
  return `Resources:
  A:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: a, SecurityGroupIngress: ${ingress} }
  B:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: b, SecurityGroupIngress: [!GetAtt A.GroupId] }
`;
}
