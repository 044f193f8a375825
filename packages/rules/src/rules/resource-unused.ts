import { literalText, nameOf, usedNames, type Resource, type ResourceGraph, type ResourceKind } from "@assay/analyzer";
import { called } from "../properties/property-rule.js";
import { at, defineRule, fail, notApplicable, pass, type Finding } from "../rule.js";

/** What is there for others to use; a function that nothing starts has a rule of its own. */
const KINDS: readonly ResourceKind[] = [
  "queue",
  "topic",
  "table",
  "bucket",
  "stream",
  "bus",
  "layer",
  "role",
  "secret",
  "key",
];

export const resourceUnused = defineRule({
  id: "resource-unused",
  title: "Nothing in the scanned inputs uses the resource",
  topic: "management",
  severity: "info",
  profile: "strict",
  why: "A resource that nothing refers to is paid for, watched and secured for nothing, or something outside the repository depends on it without anybody knowing.",
  remedy: {
    sam: "Remove it, or export it as an output for what uses it.",
    serverless: "Remove it from `resources`, or export it as an output for what uses it.",
    cdk: "Remove it, or export it as a `CfnOutput` for what uses it.",
    cloudformation: "Remove it, or export it as an output for what uses it.",
  },
  references: [
    "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/decommission-resources.html",
  ],
  aliases: [],
  covers: ["B14"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
Outputs:
  Queue: { Value: !Ref Orders }
`,
    },
  ],
  *check({ graph }) {
    const used = new Map(graph.world.stacks.map(({ id, template }) => [id, usedNames(template.root)] as const));
    for (const kind of KINDS) {
      for (const resource of graph.ofKind(kind)) {
        // What a framework or plugin generates is not the author's to remove.
        const isOwn = resource.owner === undefined && resource.origin.why !== "generated";
        const names = resource.stack && isOwn ? used.get(resource.stack.id) : undefined;
        if (names && !names.isOpen) yield judge(resource, names.references, graph);
      }
    }
  },
});

function judge(resource: Resource, references: ReadonlySet<string>, graph: ResourceGraph): Finding {
  const said = { evidence: [at(resource, nameOf(resource))] as const };
  if (references.has(resource.logicalId))
    return pass(resource, { ...said, message: `${called(resource)} is used by others of its stack.` });
  const isReached = (["triggers", "reads", "writes", "publishes", "assumes", "fails-to", "notifies"] as const).some(
    (kind) => graph.to(resource, kind).length + graph.from(resource, kind).length > 0,
  );
  if (isReached) return pass(resource, { ...said, message: `${called(resource)} is used by others.` });
  const name = resource.name && literalText(resource.name);
  if (resource.name)
    return notApplicable(resource, {
      ...said,
      message: `${called(resource)} has the name ${name ?? "of a pattern"}, by which others may use it that are not scanned.`,
    });
  return fail(resource, {
    ...said,
    message: `Nothing in the scanned inputs refers to ${called(resource).replace(/^T/, "t")}.`,
  });
}
