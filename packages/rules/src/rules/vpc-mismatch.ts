import { authoredFunctions, nameOf, networkOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, type EvidenceList, type Finding } from "../rule.js";
import { inVpc } from "../vpc/in-vpc.js";
import { vpcsOf } from "../vpc/network.js";

export const vpcMismatch = defineRule({
  id: "vpc-mismatch",
  title: "Subnets and security groups of a function belong to different VPCs",
  topic: "vpc",
  severity: "high",
  why: "Lambda refuses a function whose subnets and security groups are not in one VPC, so the deployment fails.",
  remedy: {
    sam: "Use subnets and security groups of one VPC.",
    serverless: "Use subnets and security groups of one VPC.",
    cdk: "Pass the same `vpc` to the function and to its security groups.",
    cloudformation: "Use subnets and security groups of one VPC.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html"],
  aliases: [],
  covers: ["V3", "B9"],
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
  Elsewhere:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.1.0.0/16 }
  Stranger:
    Type: AWS::EC2::SecurityGroup
    Properties: { VpcId: !Ref Elsewhere, GroupDescription: functions }
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      VpcConfig: { SubnetIds: [!Ref One, !Ref Two], SecurityGroupIds: [!GetAtt Stranger.GroupId] }
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
  const { subnets, securityGroups } = networkOf(fn, graph);
  const members = [...new Set([...subnets, ...securityGroups])];
  const evidence: EvidenceList = [place, ...members.map((member) => at(member, nameOf(member)))];
  const vpcs = [...vpcsOf(members, graph)];
  const homeless = members.filter((member) => vpcsOf([member], graph).size === 0);
  const declared = vpcs.filter((vpc) => vpc.stack);
  if (declared.length > 1)
    return fail(fn, { message: `${nameOf(fn)} is in ${declared.map(nameOf).join(" and ")} at once.`, evidence });
  if (vpcs.length !== 1 || homeless.length > 0)
    return unknown(fn, {
      message: `Whether subnets and security groups of ${nameOf(fn)} are in one VPC is known at deployment only.`,
      evidence,
    });
  return pass(fn, {
    message: `Subnets and security groups of ${nameOf(fn)} are in ${vpcs.map(nameOf).join()}.`,
    evidence,
  });
}
