import {
  authoredFunctions,
  known,
  nameOf,
  pattern,
  readItems,
  readText,
  showText,
  type Analysis,
  type Resource,
} from "@assay/analyzer";
import data from "../data/vpc.json" with { type: "json" };
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";
import { inVpc } from "../vpc/in-vpc.js";

export const vpcRolePermissions = defineRule({
  id: "vpc-role-permissions",
  title: "The role of a function in a VPC may not make network interfaces",
  topic: "vpc",
  severity: "high",
  why: "Lambda joins a function to a VPC through network interfaces, which it makes, finds and removes with the role of the function. Without these permissions the function cannot be created in the VPC.",
  remedy: {
    sam: "SAM adds `AWSLambdaVPCAccessExecutionRole` to the role that it makes; add it to a role of your own.",
    serverless:
      "The Serverless Framework adds the permissions to the role that it makes; add them to a role of your own.",
    cdk: "The CDK adds `AWSLambdaVPCAccessExecutionRole` to the role that it makes; add it to a role of your own.",
    cloudformation: "Add the managed policy `AWSLambdaVPCAccessExecutionRole` to the role.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html"],
  aliases: [],
  covers: ["V5", "B9"],
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
  PayRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: !GetAtt PayRole.Arn
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
  PayRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: !GetAtt PayRole.Arn
      VpcConfig: { SubnetIds: [!Ref One, !Ref Two], SecurityGroupIds: [!GetAtt Group.GroupId] }
`,
    },
  ],
  *check(analysis) {
    for (const fn of authoredFunctions(analysis.graph)) yield inVpc(fn, () => judge(fn, analysis));
  },
});

function judge(fn: Resource, { graph, statements }: Analysis): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  const [assumed] = graph.from(fn, "assumes");
  const role = assumed?.to;
  if (!role?.stack)
    return unknown(fn, {
      message: `Whether ${nameOf(fn)} may make network interfaces is not known: its role is not declared in the scanned inputs.`,
      evidence: [place],
    });
  const evidence = [at(role, `role ${nameOf(role)}`), place] as const;
  const managed = managedPolicies(role);
  const holding = managed.names.find((name) => data.managedPolicies.includes(name));
  if (holding !== undefined) return pass(fn, { message: `The role of ${nameOf(fn)} holds ${holding}.`, evidence });
  const allowed = (statements.get(role.id) ?? []).filter(({ effect }) => effect === "Allow");
  const missing = data.permissions.filter(
    (permission) =>
      !allowed.some(({ actions, notActions }) =>
        notActions.length > 0
          ? !notActions.some((action) => pattern(action)(permission))
          : actions.some((action) => pattern(action)(permission)),
      ),
  );
  if (missing.length === 0)
    return pass(fn, { message: `The role of ${nameOf(fn)} may make, find and remove network interfaces.`, evidence });
  const isOpen = managed.isOpen || allowed.some((statement) => statement.unknown.length > 0);
  return isOpen
    ? unknown(fn, {
        message: `Whether the role of ${nameOf(fn)} allows ${missing.join(", ")} is not known: not all of its policies are.`,
        evidence,
      })
    : fail(fn, { message: `The role of ${nameOf(fn)} does not allow ${missing.join(", ")}.`, evidence });
}

/** The names of a role's AWS managed policies; others may hold anything. */
function managedPolicies(role: Resource): { readonly names: readonly string[]; readonly isOpen: boolean } {
  const members = readItems(role.properties, "ManagedPolicyArns").map(({ view }) => known(readText(view))[0]?.value);
  const texts = members.map((value) => (value ? showText(value) : ""));
  const isManaged = (text: string) => /:iam::aws:policy\//.test(text);
  return {
    names: texts.filter(isManaged).map((text) => text.slice(text.lastIndexOf("/") + 1)),
    isOpen: texts.some((text) => !isManaged(text)),
  };
}
