import { at as nodeAt, nameOf, type Resource } from "@assay/analyzer";
import data from "../data/stateful.json" with { type: "json" };
import { called } from "../properties/property-rule.js";
import { at, defineRule, fail, pass, type Evidence, type Finding } from "../rule.js";

const POLICIES = ["DeletionPolicy", "UpdateReplacePolicy"] as const;

export const dataLostOnDeletion = defineRule({
  id: "data-lost-on-deletion",
  title: "What becomes of the data is not decided",
  topic: "management",
  severity: "low",
  profile: "strict",
  why: "Unless a policy says otherwise, CloudFormation deletes a table or bucket with its data when the resource is removed from the template, renamed, or replaced because of another property. Both cases need their own policy; `Delete` is a decision, too, if it is written.",
  remedy: {
    sam: "Set `DeletionPolicy` and `UpdateReplacePolicy` of the resource.",
    serverless: "Set `DeletionPolicy` and `UpdateReplacePolicy` of the resource under `resources`.",
    cdk: "Set `removalPolicy`.",
    cloudformation: "Set `DeletionPolicy` and `UpdateReplacePolicy` of the resource.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html",
  ],
  aliases: ["cfn-lint:I3011"],
  covers: ["M6"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }] }
`,
      good: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }] }
`,
    },
  ],
  *check({ graph }) {
    for (const type of data.types)
      for (const resource of graph.ofType(type))
        if (resource.stack && resource.owner === undefined) yield judge(resource);
  },
});

function judge(resource: Resource): Finding {
  const body = resource.stack?.resources.get(resource.logicalId);
  const policies = POLICIES.map((name) => ({ name, node: nodeAt(body, name) }));
  const missing = policies.flatMap(({ name, node }) => (node ? [] : [name]));
  const evidence = policies.flatMap(({ name, node }): Evidence[] =>
    node ? [{ origin: node.origin, says: node.kind === "scalar" ? `${name} ${String(node.value)}` : name }] : [],
  );
  const place = at(resource, nameOf(resource));
  if (missing.length > 0)
    return fail(resource, {
      message: `${called(resource)} has no ${missing.join(" and no ")}.`,
      evidence: [place, ...evidence],
    });
  return pass(resource, {
    message: `${called(resource)} says what becomes of its data: ${evidence.map(({ says }) => says).join(", ")}.`,
    evidence: [place, ...evidence],
  });
}
