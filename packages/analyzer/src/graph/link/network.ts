import { known, readItems, readText } from "../../evaluate/read.js";
import type { ResourceKind } from "../resource-type.js";
import type { Linker } from "./linker.js";

/** What belongs to a VPC, and which subnets a route table or endpoint serves. */
export const networkLinker: Linker = {
  types: [
    "AWS::EC2::Subnet",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::RouteTable",
    "AWS::EC2::VPCEndpoint",
    "AWS::EC2::NatGateway",
  ],
  link(resource, { graph, locator }) {
    const { properties } = resource;
    for (const { value, origin, when } of known(readText(properties, "VpcId"))) {
      graph.connect("contains", locator.find(value, origin, ["vpc"]).resource, resource, { origin, when });
    }
    for (const { value, origin, when } of known(readText(properties, "SubnetId"))) {
      graph.connect("contains", locator.find(value, origin, ["subnet"]).resource, resource, { origin, when });
    }
  },
};

/** Databases, caches and other servers that live in a network. */
export const networkedLinker: Linker = {
  types: [
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBProxy",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::EFS::MountTarget",
    "AWS::OpenSearchService::Domain",
  ],
  link(resource, { graph, locator }) {
    const { properties } = resource;
    const places: readonly (readonly [ResourceKind, readonly string[]])[] = [
      ["security-group", ["VpcSecurityGroupIds"]],
      ["security-group", ["VPCSecurityGroups"]],
      ["security-group", ["SecurityGroupIds"]],
      ["security-group", ["SecurityGroups"]],
      ["subnet", ["VpcSubnetIds"]],
      ["subnet", ["SubnetId"]],
      ["subnet", ["VPCOptions", "SubnetIds"]],
    ];
    for (const [kind, path] of places) {
      for (const { view } of readItems(properties, ...path)) {
        for (const { value, origin, when } of known(readText(view))) {
          graph.connect("runs-in", resource, locator.find(value, origin, [kind]).resource, { origin, when });
        }
      }
    }
  },
};
