import {
  authoredFunctions,
  follow,
  known,
  nameOf,
  networkOf,
  readItems,
  readString,
  type Resource,
  type ResourceGraph,
  type View,
} from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, type EvidenceList, type Finding } from "../rule.js";
import { inVpc } from "../vpc/in-vpc.js";
import { named } from "../named.js";

export const vpcSecurityGroupEgress = defineRule({
  id: "vpc-security-group-egress",
  title: "The security groups of a function let nothing out",
  topic: "vpc",
  severity: "high",
  why: "A security group that declares its egress replaces the rule that lets everything out. When no rule is left, the function can neither reach its database nor AWS.",
  remedy: {
    sam: "Leave out `SecurityGroupEgress`, or allow what the function calls.",
    serverless: "Leave out `SecurityGroupEgress`, or allow what the function calls.",
    cdk: "Use `allowAllOutbound: true`, or `connections.allowTo`.",
    cloudformation: "Leave out `SecurityGroupEgress`, or allow what the function calls.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html",
  ],
  aliases: [],
  covers: ["B9"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16 }
  One:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Network, CidrBlock: 10.0.0.0/24, AvailabilityZone: eu-west-1a }
  Two:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Network, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1b }
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { VpcId: !Ref Network, GroupDescription: functions, SecurityGroupEgress: [{ IpProtocol: icmp, FromPort: 252, ToPort: 86, CidrIp: 255.255.255.255/32 }] }
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      VpcConfig: { SubnetIds: [!Ref One, !Ref Two], SecurityGroupIds: [!GetAtt Group.GroupId] }
`,
      good: `Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16 }
  One:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Network, CidrBlock: 10.0.0.0/24, AvailabilityZone: eu-west-1a }
  Two:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Network, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1b }
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { VpcId: !Ref Network, GroupDescription: functions }
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      VpcConfig: { SubnetIds: [!Ref One, !Ref Two], SecurityGroupIds: [!GetAtt Group.GroupId] }
`,
    },
  ],
  *check({ graph }) {
    const separate = new Set(
      graph.ofType("AWS::EC2::SecurityGroupEgress").flatMap((egress) => named(egress, "GroupId", graph)),
    );
    for (const fn of authoredFunctions(graph)) yield inVpc(fn, () => judge(fn, separate, graph));
  },
});

function judge(fn: Resource, separate: ReadonlySet<Resource>, graph: ResourceGraph): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  const groups = [...new Set(networkOf(fn, graph).securityGroups)];
  const names = groups.map(nameOf).join(", ");
  const evidence: EvidenceList = [place, ...groups.map((group) => at(group, `security group ${nameOf(group)}`))];
  const open = groups.filter((group) => group.stack && (separate.has(group) || letsOut(group) === true));
  if (open.length > 0)
    return pass(fn, { message: `${open.map(nameOf).join(", ")} of ${nameOf(fn)} lets calls out.`, evidence });
  if (groups.length === 0 || groups.some((group) => !group.stack || letsOut(group) === undefined))
    return unknown(fn, {
      message: `What the security groups of ${nameOf(fn)} let out is not known: not all of them are declared in the scanned inputs.`,
      evidence,
    });
  return fail(fn, { message: `No rule of ${names} lets calls of ${nameOf(fn)} out.`, evidence });
}

/** Everything without declared egress; else what any rule lets out. Undefined when a rule is not known. */
function letsOut({ properties }: Resource): boolean | undefined {
  const declared = follow(properties, "SecurityGroupEgress");
  if (declared.some(({ shape }) => shape.kind === "absent")) return true;
  if (declared.some(({ shape }) => shape.kind === "unknown" || shape.kind === "text")) return undefined;
  return readItems(properties, "SecurityGroupEgress").some(({ view }) => !isNowhere(view));
}

/** The address by which the CDK says "nothing", since CloudFormation takes no empty list. */
function isNowhere(rule: View): boolean {
  return known(readString(rule, "CidrIp")).some(
    ({ value }) => value === "255.255.255.255/32" || value === "127.0.0.1/32",
  );
}
