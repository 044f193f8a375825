import { authoredFunctions, nameOf, networkOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";
import { inVpc } from "../vpc/in-vpc.js";
import { mayBeInVpc, vpcsOf } from "../vpc/network.js";
import { neighbours, privateEndpoints, reasons } from "../vpc/reasons.js";

export const vpcUnjustified = defineRule({
  id: "vpc-unjustified",
  title: "A function is in a VPC in which nothing was found that it needs",
  topic: "vpc",
  severity: "low",
  why: "A function needs a VPC only to reach what has no other address: databases, caches, file systems, private services. Without such a thing the VPC costs a NAT gateway, addresses and one more way to fail, and makes nothing safer: a function outside is not reachable from the internet either. A function outside a VPC that needs none is a decision too, and is stated as one.",
  remedy: {
    sam: "Leave out `VpcConfig`, or note the reason as an accepted finding.",
    serverless: "Leave out `vpc`, or note the reason as an accepted finding.",
    cdk: "Leave out `vpc`, or note the reason as an accepted finding.",
    cloudformation: "Leave out `VpcConfig`, or note the reason as an accepted finding.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "https://docs.aws.amazon.com/lambda/latest/operatorguide/networking-vpc.html",
  ],
  aliases: [],
  differs:
    "Checkov CKV_AWS_117, cfn_nag W89, Security Hub Lambda.3 and others want every function in a VPC, which the documentation of Lambda advises against. This rule asks for a reason when there is one, and vpc-missing for a VPC when something needs it.",
  covers: ["V1", "V5", "B9"],
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
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      VPCSecurityGroups: [!GetAtt Group.GroupId]
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const found = judge(fn, graph);
      if (found) yield found;
    }
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding | undefined {
  if (!mayBeInVpc(fn)) {
    if (privateEndpoints(fn, graph).length > 0) return undefined;
    const message = `${nameOf(fn)} is in no VPC, and nothing was found that it would need one for.`;
    return pass(fn, { message, evidence: [at(fn, `function ${nameOf(fn)}`)] });
  }
  return inVpc(fn, () => justify(fn, graph));
}

function justify(fn: Resource, graph: ResourceGraph): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  const why = reasons(fn, graph);
  if (why.length > 0) {
    const names = why.map(({ resource, how }) => `${how} ${nameOf(resource)}`).join(", ");
    return pass(fn, {
      message: `${nameOf(fn)} is in a VPC: it ${names}.`,
      evidence: [place, ...why.map((reason) => reason.place)],
    });
  }
  const vpcs = [...vpcsOf(networkOf(fn, graph).subnets, graph)];
  const isKnown = vpcs.length > 0 && vpcs.every((vpc) => vpc.stack);
  if (!isKnown)
    return unknown(fn, {
      message: `Whether ${nameOf(fn)} needs its VPC is not known: the VPC is not declared in the scanned inputs.`,
      evidence: [place],
    });
  const near = neighbours(vpcs, graph);
  const names = vpcs.map(nameOf).join(", ");
  if (near.length > 0)
    return pass(fn, {
      message: `${nameOf(fn)} is in ${names} together with ${near.slice(0, 5).map(nameOf).join(", ")}${near.length > 5 ? " and others" : ""}.`,
      evidence: [place, ...near.map((resource) => at(resource, nameOf(resource)))],
      confidence: "likely",
    });
  return fail(fn, {
    message: `${nameOf(fn)} is in ${names}, in which nothing was found that only a VPC offers.`,
    evidence: [place, ...vpcs.map((vpc) => at(vpc, nameOf(vpc)))],
    confidence: "likely",
  });
}
