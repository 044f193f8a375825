import { authoredFunctions, follow, nameOf, networkOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, type EvidenceList, type Finding } from "../rule.js";
import { inVpc } from "../vpc/in-vpc.js";
import { zoneOf } from "../vpc/network.js";

export const vpcZones = defineRule({
  id: "vpc-zones",
  title: "A function in a VPC runs in one Availability Zone only",
  topic: "vpc",
  severity: "medium",
  why: "Lambda runs a function in the zones of its subnets. With subnets in one zone only, the function is gone when that zone is, although Lambda itself is not.",
  remedy: {
    sam: "List subnets of at least two zones in `VpcConfig.SubnetIds`.",
    serverless: "List subnets of at least two zones in `vpc.subnetIds`.",
    cdk: "Leave `vpcSubnets` to all private subnets of a VPC with `maxAzs: 2` or more.",
    cloudformation: "List subnets of at least two zones in `VpcConfig.SubnetIds`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html",
  ],
  aliases: ["prowler:awslambda_function_vpc_multi_az", "securityhub:Lambda.5"],
  covers: ["V2", "B9"],
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
    Properties: { VpcId: !Ref Network, GroupDescription: functions }
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      VpcConfig: { SubnetIds: [!Ref One], SecurityGroupIds: [!GetAtt Group.GroupId] }
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
    for (const fn of authoredFunctions(graph)) yield inVpc(fn, () => judge(fn, graph));
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  const subnets = [...new Set(networkOf(fn, graph).subnets)];
  const zones = new Map(subnets.map((subnet) => [subnet, zoneOf(subnet)]));
  const distinct = new Set([...zones.values()].filter((zone) => zone !== undefined));
  const evidence: EvidenceList = [place, ...subnets.map((subnet) => at(subnet, `subnet ${nameOf(subnet)}`))];
  const names = subnets.map(nameOf).join(", ");
  if (distinct.size > 1)
    return pass(fn, { message: `${nameOf(fn)} runs in ${distinct.size} Availability Zones: ${names}.`, evidence });
  const isListed = follow(fn.properties, "VpcConfig", "SubnetIds").every(
    ({ shape }) => shape.kind === "list" || shape.kind === "absent",
  );
  const isOpen = !isListed || subnets.length === 0 || subnets.some((subnet) => mayBeSeveral(subnet));
  const [only] = subnets;
  if (!isOpen && only && subnets.length === 1)
    return fail(fn, {
      message: `${nameOf(fn)} runs in one subnet, ${names}, and so in one Availability Zone.`,
      evidence,
    });
  if (!isOpen && [...zones.values()].every((zone) => zone !== undefined))
    return fail(fn, { message: `The subnets of ${nameOf(fn)}, ${names}, are in one Availability Zone.`, evidence });
  return unknown(fn, {
    message: `In how many Availability Zones ${nameOf(fn)} runs is known at deployment only.`,
    evidence,
  });
}

/** A parameter or an import may stand for a list of subnets. */
function mayBeSeveral(subnet: Resource): boolean {
  return !subnet.stack && !/^external:subnet-/.test(subnet.id);
}
