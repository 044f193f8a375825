import { authoredFunctions, nameOf } from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass } from "../rule.js";
import { mayBeInVpc } from "../vpc/network.js";
import { privateEndpoints } from "../vpc/reasons.js";

export const vpcMissing = defineRule({
  id: "vpc-missing",
  title: "A function outside the VPC is to reach something that is only within",
  topic: "vpc",
  severity: "high",
  why: "A function that is not in a VPC reaches public addresses only. A cache, a database proxy or a database without a public address has none, so every call ends in a timeout.",
  remedy: {
    sam: "Give the function `VpcConfig` with private subnets of the VPC.",
    serverless: "Give the function `vpc` with private subnets of the VPC.",
    cdk: "Give the function `vpc` and let its security group in: `database.connections.allowDefaultPortFrom(fn)`.",
    cloudformation: "Give the function `VpcConfig` with private subnets of the VPC.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html"],
  aliases: [],
  covers: ["V1", "B9"],
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
  Sessions:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties: { ReplicationGroupDescription: sessions, SecurityGroupIds: [!GetAtt Group.GroupId] }
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      Environment:
        Variables: { SESSIONS: !GetAtt Sessions.PrimaryEndPoint.Address }
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
  Sessions:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties: { ReplicationGroupDescription: sessions, SecurityGroupIds: [!GetAtt Group.GroupId] }
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      VpcConfig: { SubnetIds: [!Ref One, !Ref Two], SecurityGroupIds: [!GetAtt Group.GroupId] }
      Environment:
        Variables: { SESSIONS: !GetAtt Sessions.PrimaryEndPoint.Address }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const place = at(fn, `function ${nameOf(fn)}`);
      const endpoints = privateEndpoints(fn, graph);
      const names = [...new Set(endpoints.map(({ resource }) => nameOf(resource)))].join(", ");
      const evidence = [place, ...endpoints.map((endpoint) => endpoint.place)] as const;
      if (endpoints.length === 0)
        yield notApplicable(fn, { message: `No variable of ${nameOf(fn)} holds a private address.`, evidence });
      else if (mayBeInVpc(fn))
        yield pass(fn, { message: `${nameOf(fn)} is in a VPC and is configured with ${names}.`, evidence });
      else
        yield fail(fn, {
          message: `${nameOf(fn)} is in no VPC, but is configured with the private address of ${names}.`,
          evidence,
        });
    }
  },
});
