import {
  authoredFunctions,
  known,
  networkOf,
  readText,
  resourceType,
  type Resource,
  type ResourceGraph,
  type Statement,
  nameOf,
} from "@assay/analyzer";
import vpcData from "../data/vpc.json" with { type: "json" };
import { at, defineRule, fail, pass, unknown, type EvidenceList, type Finding } from "../rule.js";
import { inVpc } from "../vpc/in-vpc.js";
import { egress, isPublic, routeTables, vpcsOf } from "../vpc/network.js";

export const vpcEgress = defineRule({
  id: "vpc-egress",
  title: "A function in a VPC has no way to the services that it uses",
  topic: "vpc",
  severity: "high",
  why: "A function in a VPC has no internet access of its own, not even from a public subnet. To reach AWS services its subnets need a route to a NAT gateway, or the VPC needs an endpoint for each of them; otherwise calls hang until the function times out.",
  remedy: {
    sam: "Put the function into subnets whose route table leads to a NAT gateway, or add `AWS::EC2::VPCEndpoint`s; or leave out `VpcConfig` when nothing in the VPC is used.",
    serverless:
      "Use subnets whose route table leads to a NAT gateway, or add `AWS::EC2::VPCEndpoint`s under `resources`; or leave out `vpc`.",
    cdk: "Use `vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }`, or `vpc.addInterfaceEndpoint` and `addGatewayEndpoint`; or leave out `vpc`.",
    cloudformation:
      "Use subnets whose route table leads to a NAT gateway, or add `AWS::EC2::VPCEndpoint`s; or leave out `VpcConfig`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html",
  ],
  aliases: [],
  covers: ["V5", "B9"],
  examples: [
    {
      framework: "cloudformation",
      bad: vpcTemplate(""),
      good: vpcTemplate(`  Nat:
    Type: AWS::EC2::NatGateway
    Properties: { SubnetId: !Ref Public, AllocationId: eipalloc-1 }
  Out:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat }
`),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield inVpc(fn, () => judge(fn, graph));
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  const subnets = [...new Set(networkOf(fn, graph).subnets)];
  const open = whyUnknown(subnets, graph);
  if (open !== undefined)
    return unknown(fn, {
      message: `Whether ${nameOf(fn)} reaches AWS services from its VPC is not known: ${open}.`,
      evidence: [place],
    });
  const routes = subnets.map((subnet) => ({ subnet, ways: egress(subnet, graph) }));
  const evidence: EvidenceList = [
    place,
    ...routes.flatMap(({ subnet, ways }) => [
      at(subnet, `subnet ${nameOf(subnet)}`),
      ...ways.map((way) => at(way, nameOf(way))),
    ]),
  ];
  const closed = routes.filter(({ ways }) => ways.length === 0).map(({ subnet }) => subnet);
  if (closed.length === 0)
    return pass(fn, { message: `${nameOf(fn)} reaches the internet from all ${subnets.length} subnets.`, evidence });
  return withoutEgress(fn, subnets, closed, evidence, graph);
}

/** A subnet that no stack declares may be routed anywhere; so may one whose VPC has its main route table elsewhere. */
function whyUnknown(subnets: readonly Resource[], graph: ResourceGraph): string | undefined {
  if (subnets.length === 0) return "its subnets are known at deployment only";
  const outside = subnets.filter((subnet) => !subnet.stack);
  if (outside.length > 0) return `${outside.map(nameOf).join(", ")} ${are(outside)} not declared in the scanned inputs`;
  const unrouted = subnets.filter(
    (subnet) => routeTables(subnet, graph).length === 0 && [...vpcsOf([subnet], graph)].every((vpc) => !vpc.stack),
  );
  return unrouted.length > 0
    ? `the routes of ${unrouted.map(nameOf).join(", ")} are not declared in the scanned inputs`
    : undefined;
}

function are(items: readonly unknown[]): string {
  return items.length === 1 ? "is" : "are";
}

function withoutEgress(
  fn: Resource,
  subnets: readonly Resource[],
  closed: readonly Resource[],
  evidence: EvidenceList,
  graph: ResourceGraph,
): Finding {
  const endpoints = endpointServices(subnets, graph);
  const used = usedServices(fn, graph);
  const unreachable = [...used].filter(([service]) => !endpoints.has(service));
  const names = closed
    .map((subnet) => `${nameOf(subnet)}${isPublic(subnet, graph) ? ", a public subnet," : ""}`)
    .join(" and ");
  if (used.size === 0)
    return pass(fn, {
      message: `${nameOf(fn)} has no way out of ${closed.map(nameOf).join(", ")} and uses no AWS service that is known.`,
      evidence,
      confidence: "likely",
    });
  if (unreachable.length === 0)
    return pass(fn, {
      message: `${nameOf(fn)} reaches ${[...used.values()].join(", ")} through VPC endpoints.`,
      evidence,
    });
  return fail(fn, {
    message: `${nameOf(fn)} runs in ${names} without a route to a NAT gateway, and there is no VPC endpoint for ${unreachable.map(([, name]) => name).join(", ")}.`,
    evidence,
  });
}

/** The services (as in `com.amazonaws.<region>.<service>`) that have an endpoint in the VPC of the subnets. */
function endpointServices(subnets: readonly Resource[], graph: ResourceGraph): ReadonlySet<string> {
  const vpcs = vpcsOf(subnets, graph);
  const found = new Set<string>();
  for (const endpoint of graph.ofKind("vpc-endpoint")) {
    if (!graph.to(endpoint, "contains").some((edge) => vpcs.has(edge.from))) continue;
    for (const { value } of known(readText(endpoint.properties, "ServiceName"))) {
      const last = value.at(-1);
      if (typeof last === "string") found.add(last.slice(last.lastIndexOf(".") + 1));
    }
  }
  return found;
}

const ENDPOINT_NAMES: Readonly<Record<string, string>> = {
  table: "dynamodb",
  bucket: "s3",
  queue: "sqs",
  topic: "sns",
  stream: "kinesis-streams",
  bus: "events",
  "state-machine": "states",
  secret: "secretsmanager",
  parameter: "ssm",
  key: "kms",
  function: "lambda",
};

function usedServices(fn: Resource, graph: ResourceGraph): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const kind of ["reads", "writes", "publishes", "invokes"] as const) {
    for (const { to, statement } of graph.from(fn, kind)) {
      const endpoint = ENDPOINT_NAMES[to.kind];
      if (endpoint && statement && !isPolled(to, statement, graph)) used.set(endpoint, resourceType(to.type).service);
    }
  }
  return used;
}

const pollActions = new Set(vpcData.pollActions.map((action) => action.toLowerCase()));

/** Whether all that is allowed is what an event source mapping needs: Lambda polls from its own network, not the function's. */
function isPolled(source: Resource, { actions, notActions }: Statement, graph: ResourceGraph): boolean {
  if (notActions.length > 0 || graph.from(source, "triggers").length === 0) return false;
  return actions.every((action) => pollActions.has(action.toLowerCase()));
}

function vpcTemplate(more: string): string {
  return `Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16 }
  Public:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Network, CidrBlock: 10.0.0.0/24 }
  Private:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Network, CidrBlock: 10.0.1.0/24 }
  Routes:
    Type: AWS::EC2::RouteTable
    Properties: { VpcId: !Ref Network }
  PrivateRoutes:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref Private, RouteTableId: !Ref Routes }
${more}  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { VpcId: !Ref Network, GroupDescription: functions }
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }]
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Statement: [{ Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Orders.Arn }]
  Read:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: read.handler
      Code: { ZipFile: "" }
      Role: !GetAtt Role.Arn
      VpcConfig: { SubnetIds: [!Ref Private], SecurityGroupIds: [!GetAtt Group.GroupId] }
`;
}
