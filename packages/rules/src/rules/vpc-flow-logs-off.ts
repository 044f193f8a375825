import { nameOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at, defineRule, fail, pass } from "../rule.js";
import { named } from "../named.js";

export const vpcFlowLogsOff = defineRule({
  id: "vpc-flow-logs-off",
  title: "Nobody can tell what the network of a VPC refused",
  topic: "vpc",
  severity: "low",
  profile: "strict",
  why: "When a function in a VPC runs into timeouts, flow logs say whether its packets were refused and by what. They are also what an investigation of a break-in begins with.",
  remedy: {
    sam: "Add an `AWS::EC2::FlowLog` for the VPC.",
    serverless: "Add an `AWS::EC2::FlowLog` for the VPC under `resources`.",
    cdk: 'Call `vpc.addFlowLog("FlowLog")`.',
    cloudformation: "Add an `AWS::EC2::FlowLog` for the VPC.",
  },
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"],
  aliases: [
    "cdk-nag:AwsSolutions-VPC7",
    "cfn_nag:W60",
    "kics:f6d299d2",
    "prowler:vpc_flow_logs_enabled",
    "securityhub:EC2.6",
  ],
  covers: ["V4"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16 }
`,
      good: `Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16 }
  Flows:
    Type: AWS::EC2::FlowLog
    Properties: { ResourceId: !Ref Network, ResourceType: VPC, TrafficType: REJECT, LogDestinationType: s3, LogDestination: "arn:aws:s3:::flows" }
`,
    },
  ],
  *check({ graph }) {
    const logs = flowLogs(graph);
    for (const vpc of graph.ofType("AWS::EC2::VPC")) {
      const own = logs.get(vpc) ?? [];
      const gap = graph.world.gap(
        vpc.when,
        own.map(({ when }) => when),
      );
      const place = at(vpc, nameOf(vpc));
      const evidence = [place, ...own.map((log) => at(log, `flow log ${nameOf(log)}`))] as const;
      const names = own.map(nameOf).join(", ");
      if (!gap) yield pass(vpc, { message: `The traffic of ${nameOf(vpc)} is logged by ${names}.`, evidence });
      else if (own.length > 0)
        yield fail(vpc, {
          message: `${nameOf(vpc)} has flow logs in some scenarios only: ${names}.`,
          evidence,
          when: gap,
        });
      else yield fail(vpc, { message: `${nameOf(vpc)} has no flow log.`, evidence });
    }
  },
});

function flowLogs(graph: ResourceGraph): ReadonlyMap<Resource, readonly Resource[]> {
  const found = new Map<Resource, Resource[]>();
  for (const log of graph.ofType("AWS::EC2::FlowLog"))
    for (const vpc of named(log, "ResourceId", graph)) found.set(vpc, [...(found.get(vpc) ?? []), log]);
  return found;
}
