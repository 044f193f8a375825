import names from "./data/managed-policies.json" with { type: "json" };

const REGIONS: readonly (readonly [string, string])[] = [
  ["cn-", "aws-cn"],
  ["us-iso-", "aws-iso"],
  ["us-isob", "aws-iso-b"],
  ["us-gov", "aws-us-gov"],
  ["eu-isoe", "aws-iso-e"],
  ["us-isof", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** The partition that a region belongs to; `aws` when no region is known. */
export function partitionOf(region: string | undefined): string {
  return REGIONS.find(([prefix]) => region?.toLowerCase().startsWith(prefix))?.[1] ?? "aws";
}

/** Whether API Gateway has edge-optimised endpoints there. */
export function hasEdgeEndpoints(partition: string): boolean {
  return !partition.startsWith("aws-iso") && !["aws-us-gov", "aws-cn", "aws-eusc"].includes(partition);
}

/** The ARN of an AWS managed policy by its path, `service-role/AWSLambdaBasicExecutionRole`. */
export function managedPolicyArn(partition: string, path: string): string {
  return `arn:${partition}:iam::aws:policy/${path}`;
}

/** What SAM makes of the name of a managed policy: its ARN when the name is known in the partition, else the name. */
export function managedPolicyNamed(partition: string, name: string): string {
  const bit = (names.partitions as Readonly<Record<string, number>>)[partition] ?? 0;
  for (const [prefix, policies] of Object.entries<Readonly<Record<string, number>>>(names.policies)) {
    if (Object.hasOwn(policies, name) && ((policies[name] ?? 0) & bit) !== 0)
      return managedPolicyArn(partition, prefix + name);
  }
  return name;
}

/** The managed policy for writing traces; newer partitions only know the newer one. */
export function xrayPolicy(partition: string): string {
  return partition === "aws" ? "AWSXrayWriteOnlyAccess" : "AWSXRayDaemonWriteAccess";
}
