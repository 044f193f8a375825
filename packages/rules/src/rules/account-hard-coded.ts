import { nameOf, type Node, type Origin, type Resource } from "@assay/analyzer";
import publishers from "../data/layer-publishers.json" with { type: "json" };
import { at, defineRule, fail, pass, type Finding } from "../rule.js";

/** Applications of the Serverless Application Repository are named by the account of their publisher. */
const ARN = /arn:(?:aws[\w-]*|\$\{[^}]*\}|\*):(?!serverlessrepo:)[\w-]+:[^:\s"']*:(\d{12}):/g;

export const accountHardCoded = defineRule({
  id: "account-hard-coded",
  title: "An account id is written into an ARN",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "A template that names an account works there only. Deployed to another account it still points at the first one: a test stack then reads production's queue, or permissions are given to the wrong account.",
  remedy: {
    sam: "Use `!Sub arn:${AWS::Partition}:…:${AWS::Region}:${AWS::AccountId}:…`, `!GetAtt`, or a parameter.",
    serverless: "Use `${aws:accountId}` and `${aws:region}`, or `Fn::GetAtt`.",
    cdk: "Use `this.account` and `this.region`, or the attribute of the construct.",
    cloudformation: "Use `!Sub arn:${AWS::Partition}:…:${AWS::Region}:${AWS::AccountId}:…`, `!GetAtt`, or a parameter.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
  ],
  aliases: [],
  covers: ["X11"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: import
      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:orders
`,
      good: `Resources:
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: import
      EventSourceArn: !Sub arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:orders
`,
    },
  ],
  *check({ graph }) {
    for (const resource of graph.resources) {
      const body = resource.owner === undefined ? resource.stack?.resources.get(resource.logicalId) : undefined;
      const found = body && judge(resource, body);
      if (found) yield found;
    }
  },
});

interface Found {
  readonly account: string;
  readonly origin: Origin;
}

function judge(resource: Resource, body: Node): Finding | undefined {
  const found: Found[] = [];
  const arns = collect(body, found);
  const place = at(resource, nameOf(resource));
  const [first, ...others] = found;
  if (first) {
    const accounts = [...new Set(found.map(({ account }) => account))];
    const evidence = ({ account, origin }: Found) => ({ origin, says: `account ${account}` });
    return fail(resource, {
      message: `${nameOf(resource)} names the account${accounts.length > 1 ? "s" : ""} ${accounts.join(", ")} in ${found.length === 1 ? "an ARN" : `${found.length} ARNs`}.`,
      evidence: [evidence(first), ...others.slice(0, 9).map(evidence), place],
    });
  }
  if (arns === 0) return undefined;
  return pass(resource, {
    message: `No ARN of ${nameOf(resource)} names an account of the author's.`,
    evidence: [place],
  });
}

/** Adds the accounts that texts of a tree name in ARNs, and counts the texts with ARNs. AWS's own accounts are left out. */
function collect(node: Node, found: Found[]): number {
  if (node.kind === "sequence") return node.items.reduce((sum, item) => sum + collect(item, found), 0);
  if (node.kind === "mapping") {
    let sum = 0;
    for (const value of node.entries.values()) sum += collect(value, found);
    return sum;
  }
  if (typeof node.value !== "string" || !node.value.includes("arn:")) return 0;
  for (const [, account = ""] of node.value.matchAll(ARN))
    if (!(account in publishers.accounts) && !/^(\d)\1{11}$/.test(account))
      found.push({ account, origin: node.origin });
  return 1;
}
