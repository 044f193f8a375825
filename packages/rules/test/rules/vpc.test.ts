import { describe, expect, it } from "vitest";
import { securityGroupOpenIngress } from "../../src/rules/security-group-open-ingress.js";
import { vpcEgress } from "../../src/rules/vpc-egress.js";
import { vpcFlowLogsOff } from "../../src/rules/vpc-flow-logs-off.js";
import { vpcMismatch } from "../../src/rules/vpc-mismatch.js";
import { vpcMissing } from "../../src/rules/vpc-missing.js";
import { vpcRolePermissions } from "../../src/rules/vpc-role-permissions.js";
import { vpcSecurityGroupEgress } from "../../src/rules/vpc-security-group-egress.js";
import { vpcUnjustified } from "../../src/rules/vpc-unjustified.js";
import { vpcZones } from "../../src/rules/vpc-zones.js";
import { check, FN, resources, STAGES } from "../check-rule.js";

const vpc = (id = "V") => `  ${id}: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }\n`;
const subnet = (id: string, zone: string, of = "V") =>
  `  ${id}: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref ${of}, AvailabilityZone: ${zone} } }\n`;
const group = (id = "G", more = "", of = "V") =>
  `  ${id}: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref ${of}${more} } }\n`;
const fn = (subnets: string, more = "", groups = "[!GetAtt G.GroupId]") =>
  `  Fn: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: ${groups} }${more} } }\n`;
const NET = vpc() + subnet("A", "eu-west-1a") + subnet("B", "eu-west-1b") + group();
const IN_BOTH = fn("[!Ref A, !Ref B]");

describe("vpc-egress", () => {
  const reading = (
    actions: string,
  ) => `  Fn: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt R.Arn, VpcConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [!GetAtt G.GroupId] } } }
${vpc()}${subnet("A", "eu-west-1a")}${group()}  Routes: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref V } }
  InA: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref A, RouteTableId: !Ref Routes } }
  Q: { Type: AWS::SQS::Queue }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn } }
  R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: [${actions}], Resource: !GetAtt Q.Arn }] } }] } }
`;
  it.each([
    [
      "what Lambda polls from its own network",
      reading("'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'"),
      "pass 4:3 Fn has no way out of A and uses no AWS service that is known. [likely]",
    ],
    [
      "what the function does itself",
      reading("'sqs:ReceiveMessage', 'sqs:SendMessage'"),
      "fail 4:3 Fn runs in A without a route to a NAT gateway, and there is no VPC endpoint for Amazon SQS.",
    ],
  ])("%s", async (_, template, expected) => {
    expect(await check(vpcEgress, resources(template, STAGES))).toEqual([expected]);
  });
});

describe("vpc-zones", () => {
  it.each([
    ["not in a VPC", FN, "not-applicable 4:3 Fn is not in a VPC."],
    ["two zones", IN_BOTH + NET, "pass 4:3 Fn runs in 2 Availability Zones: A, B."],
    ["one subnet", fn("[!Ref A]") + NET, "fail 4:3 Fn runs in one subnet, A, and so in one Availability Zone."],
    [
      "in a VPC in production only",
      "  Fn: { Type: AWS::Lambda::Function, Properties: { VpcConfig: !If [IsProd, { SubnetIds: [subnet-1] }, !Ref AWS::NoValue] } }\n",
      "fail 4:3 Fn runs in one subnet, subnet-1, and so in one Availability Zone. (when IsProd)",
    ],
    [
      "one subnet elsewhere",
      fn("[subnet-1]"),
      "fail 4:3 Fn runs in one subnet, subnet-1, and so in one Availability Zone.",
    ],
    [
      "two subnets of one zone",
      fn("[!Ref A, !Ref C]") + NET + subnet("C", "eu-west-1a"),
      "fail 4:3 The subnets of Fn, A, C, are in one Availability Zone.",
    ],
    [
      "zones by number",
      fn("[!Ref C, !Ref D]") + NET + subnet("C", '!Select [0, !GetAZs ""]') + subnet("D", '!Select [1, !GetAZs ""]'),
      "pass 4:3 Fn runs in 2 Availability Zones: C, D.",
    ],
    [
      "subnets elsewhere",
      fn("[subnet-1, subnet-2]"),
      "unknown 4:3 In how many Availability Zones Fn runs is known at deployment only.",
    ],
    [
      "a list in a parameter",
      fn("!Ref Stage"),
      "unknown 4:3 In how many Availability Zones Fn runs is known at deployment only.",
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcZones, resources(text, STAGES))).toEqual([expected]);
  });
});

describe("vpc-unjustified", () => {
  const database = (groups: string) =>
    `  Db: { Type: AWS::RDS::DBInstance, Properties: { VPCSecurityGroups: [${groups}] } }\n`;
  it.each([
    ["not in a VPC", FN, "pass 4:3 Fn is in no VPC, and nothing was found that it would need one for."],
    ["for nothing", IN_BOTH + NET, "fail 4:3 Fn is in V, in which nothing was found that only a VPC offers. [likely]"],
    [
      "for a database in its group",
      IN_BOTH + NET + database("!GetAtt G.GroupId"),
      "pass 4:3 Fn is in a VPC: it is let in by Db.",
    ],
    [
      "for a database that lets its group in",
      `${IN_BOTH}${NET}${group("H")}${database("!GetAtt H.GroupId")}  I: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !GetAtt H.GroupId, SourceSecurityGroupId: !GetAtt G.GroupId } }\n`,
      "pass 4:3 Fn is in a VPC: it is let in by Db.",
    ],
    [
      "next to a database",
      `${IN_BOTH + NET}  Db: { Type: AWS::RDS::DBInstance }\n`,
      "pass 4:3 Fn is in V together with Db. [likely]",
    ],
    [
      "in a VPC that leads to another one",
      `${IN_BOTH + NET}  P: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: !Ref V } }\n`,
      "pass 4:3 Fn is in V together with P. [likely]",
    ],
    [
      "a VPC elsewhere",
      fn("[subnet-1, subnet-2]") + group("G", "", "Stage"),
      "unknown 4:3 Whether Fn needs its VPC is not known: the VPC is not declared in the scanned inputs.",
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcUnjustified, resources(text, STAGES))).toEqual([expected]);
  });
});

describe("vpc-missing", () => {
  const CACHE = "  C: { Type: AWS::ElastiCache::ReplicationGroup }\n";
  const uses = ", Environment: { Variables: { CACHE: !GetAtt C.PrimaryEndPoint.Address } }";
  const outside = FN.replace("Handler: a.b", `Handler: a.b${uses}`);
  it.each([
    ["nothing private", FN, ["not-applicable 2:3 No variable of Fn holds a private address."]],
    [
      "a cache from outside",
      outside + CACHE,
      ["fail 2:3 Fn is in no VPC, but is configured with the private address of C."],
    ],
    ["a cache from within", fn("[subnet-1]", uses) + CACHE, ["pass 2:3 Fn is in a VPC and is configured with C."]],
    [
      "a database with a public address",
      `${outside.replace("PrimaryEndPoint.Address", "Endpoint.Address")}  C: { Type: AWS::RDS::DBInstance, Properties: { PubliclyAccessible: true } }\n`,
      ["not-applicable 2:3 No variable of Fn holds a private address."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcMissing, resources(text))).toEqual(expected);
  });
  it("says nothing of a function that needs a VPC as vpc-unjustified", async () => {
    expect(await check(vpcUnjustified, resources(outside + CACHE))).toEqual([]);
  });
});

describe("vpc-role-permissions", () => {
  const role = (properties: string) =>
    `${fn("[subnet-1]", ", Role: !GetAtt R.Arn")}  R: { Type: AWS::IAM::Role, Properties: { ${properties} } }\n`;
  const allows = (action: string) =>
    role(`Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: ${action}, Resource: '*' }] } }]`);
  it.each([
    ["not in a VPC", FN, "not-applicable 2:3 Fn is not in a VPC."],
    [
      "a role elsewhere",
      fn("[subnet-1]", ", Role: 'arn:aws:iam::1:role/r'"),
      "unknown 2:3 Whether Fn may make network interfaces is not known: its role is not declared in the scanned inputs.",
    ],
    [
      "no permission",
      role(""),
      "fail 3:3 The role of Fn does not allow ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces, ec2:DeleteNetworkInterface.",
    ],
    [
      "the managed policy",
      role("ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole']"),
      "pass 3:3 The role of Fn holds AWSLambdaVPCAccessExecutionRole.",
    ],
    [
      "the managed policy of any partition",
      role(
        "ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole']",
      ),
      "pass 3:3 The role of Fn holds AWSLambdaVPCAccessExecutionRole.",
    ],
    [
      "own statements",
      allows("['ec2:*NetworkInterface*']"),
      "pass 3:3 The role of Fn may make, find and remove network interfaces.",
    ],
    [
      "one is missing",
      allows("[ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces]"),
      "fail 3:3 The role of Fn does not allow ec2:DeleteNetworkInterface.",
    ],
    [
      "another policy",
      role("ManagedPolicyArns: ['arn:aws:iam::1:policy/own']"),
      "unknown 3:3 Whether the role of Fn allows ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces, ec2:DeleteNetworkInterface is not known: not all of its policies are.",
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcRolePermissions, resources(text))).toEqual([expected]);
  });
});

describe("vpc-security-group-egress", () => {
  const NOTHING_OUT = ", SecurityGroupEgress: [{ IpProtocol: icmp, CidrIp: 255.255.255.255/32 }]";
  it.each([
    ["not in a VPC", FN, "not-applicable 4:3 Fn is not in a VPC."],
    ["everything", fn("[subnet-1]") + group(), "pass 4:3 G of Fn lets calls out."],
    ["nothing", fn("[subnet-1]") + group("G", NOTHING_OUT), "fail 4:3 No rule of G lets calls of Fn out."],
    [
      "a rule of its own",
      `${fn("[subnet-1]") + group("G", NOTHING_OUT)}  E: { Type: AWS::EC2::SecurityGroupEgress, Properties: { GroupId: !GetAtt G.GroupId, IpProtocol: tcp } }\n`,
      "pass 4:3 G of Fn lets calls out.",
    ],
    [
      "a group elsewhere",
      fn("[subnet-1]", "", "[sg-1]"),
      "unknown 4:3 What the security groups of Fn let out is not known: not all of them are declared in the scanned inputs.",
    ],
    [
      "not known",
      fn("[subnet-1]") + group("G", ", SecurityGroupEgress: !Ref Stage"),
      "unknown 4:3 What the security groups of Fn let out is not known: not all of them are declared in the scanned inputs.",
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcSecurityGroupEgress, resources(text, STAGES))).toEqual([expected]);
  });
});

describe("vpc-mismatch", () => {
  it.each([
    ["not in a VPC", FN, "not-applicable 2:3 Fn is not in a VPC."],
    ["one VPC", IN_BOTH + NET, "pass 2:3 Subnets and security groups of Fn are in V."],
    [
      "two VPCs",
      fn("[!Ref A]", "", "[!GetAtt H.GroupId]") + NET + vpc("W") + group("H", "", "W"),
      "fail 2:3 Fn is in V and W at once.",
    ],
    [
      "subnets elsewhere",
      fn("[subnet-1]") + group() + vpc(),
      "unknown 2:3 Whether subnets and security groups of Fn are in one VPC is known at deployment only.",
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcMismatch, resources(text))).toEqual([expected]);
  });
});

describe("vpc-flow-logs-off", () => {
  const log = (more = "") =>
    `  L: { Type: AWS::EC2::FlowLog${more}, Properties: { ResourceType: VPC, ResourceId: !Ref V } }\n`;
  it.each([
    ["none", vpc(), ["fail 4:3 V has no flow log."]],
    ["one", vpc() + log(), ["pass 4:3 The traffic of V is logged by L."]],
    [
      "in production only",
      vpc() + log(", Condition: IsProd"),
      ["fail 4:3 V has flow logs in some scenarios only: L. (when not IsProd)"],
    ],
    ["no VPC", FN, []],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcFlowLogsOff, resources(text, STAGES))).toEqual(expected);
  });
});

describe("security-group-open-ingress", () => {
  const ingress = (source: string, ports = "IpProtocol: tcp, FromPort: 5432, ToPort: 5432") =>
    `  G: { Type: AWS::EC2::SecurityGroup, Properties: { SecurityGroupIngress: [{ ${ports}, ${source} }] } }\n`;
  it.each([
    ["no ingress", "  G: { Type: AWS::EC2::SecurityGroup }\n", ["pass 4:3 G lets nobody from the whole internet in."]],
    ["the internet", ingress("CidrIp: 0.0.0.0/0"), ["fail 4:133 G lets 0.0.0.0/0 in on port 5432."]],
    [
      "the internet of today",
      ingress("CidrIpv6: '::/0'", "IpProtocol: '-1'"),
      ["fail 4:106 G lets ::/0 in on all ports."],
    ],
    ["one network", ingress("CidrIp: 10.0.0.0/8"), ["pass 4:3 G lets nobody from the whole internet in."]],
    [
      "in one scenario",
      ingress("CidrIp: !If [IsProd, 10.0.0.0/8, 0.0.0.0/0]"),
      ["fail 4:158 G lets 0.0.0.0/0 in on port 5432. (when not IsProd)"],
    ],
    [
      "not known",
      ingress("CidrIp: !Ref Stage"),
      ["unknown 4:3 Whom G lets in on port 5432 is not known: parameter Stage has no default."],
    ],
    [
      "a rule of its own",
      "  I: { Type: AWS::EC2::SecurityGroupIngress, Properties: { IpProtocol: tcp, FromPort: 1, ToPort: 9, CidrIp: 0.0.0.0/0 } }\n",
      ["fail 4:109 I lets 0.0.0.0/0 in on ports 1 to 9."],
    ],
    ["no group", FN, []],
  ])("%s", async (_, text, expected) => {
    expect(await check(securityGroupOpenIngress, resources(text, STAGES))).toEqual(expected);
  });
});
