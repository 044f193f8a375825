import { at, type Origin } from "../../parse/node.js";
import type { Draft } from "../draft.js";
import { md5 } from "./digest.js";
import { addProviderLogGroup } from "./functions/logs.js";
import { deploymentBucket } from "./deployment-bucket.js";
import { ids } from "./names.js";
import type { Service } from "./service.js";
import { type Drafts, type Stack } from "./stack.js";
import { identifying, isTruthy, literal, text } from "./text.js";
import facts from "./data/custom-resources.json" with { type: "json" };

/** The framework's own functions that change, at deployment, what CloudFormation cannot. */
export type CustomResource = keyof typeof facts.handlers;

/** What the framework's own functions and their role say of themselves. */
const CUSTOM_RESOURCE = "Serverless Framework custom resource";
/** Lambda's limit for function names. */
const MAX_NAME = 64;

/** Adds one of the framework's own functions, with the role that they share; `statements` is what it has to be allowed. */
export function addCustomResource(
  service: Service,
  stack: Stack,
  kind: CustomResource,
  cause: Origin,
  statements: readonly Drafts[],
): void {
  const { provider } = service;
  const { key, handler } = facts.handlers[kind];
  const hasLogs = isTruthy(at(provider, "logs", "frameworkLambda"));
  const name = functionName(service, key, cause);
  const deploymentRole = at(provider, "iam", "deploymentRole") ?? at(provider, "cfnRole");
  const hasRole = isTruthy(deploymentRole);
  if (!hasRole) allow(service, stack, cause, statements, hasLogs);
  const runtime = at(provider, "runtime");
  const isNode = literal(runtime)?.startsWith("nodejs") ?? false;
  const architecture = at(provider, "architecture");
  stack.add(
    ids.lambda(key),
    "AWS::Lambda::Function",
    cause,
    {
      Code: {
        S3Bucket: deploymentBucket(service),
        S3Key: `serverless/${identifying(service.name)}/${identifying(service.stage)}/custom-resources.zip`,
      },
      FunctionName: name,
      Handler: `${handler}/handler.handler`,
      MemorySize: facts.memorySize,
      Runtime: isNode ? runtime : facts.runtime,
      Timeout: facts.timeout,
      Architectures: isTruthy(architecture) ? [architecture] : undefined,
      Role: hasRole ? deploymentRole : { "Fn::GetAtt": [ids.customResourcesRole, "Arn"] },
    },
    { DependsOn: [hasRole ? undefined : ids.customResourcesRole, hasLogs ? ids.logGroup(key) : undefined] },
    CUSTOM_RESOURCE,
  );
  if (hasLogs) addProviderLogGroup(service, stack, ids.logGroup(key), text(cause, "/aws/lambda/", name), cause);
}

function functionName(service: Service, key: string, cause: Origin) {
  const name = text(cause, service.name, "-", service.stage, "-", key);
  const known = literal(name);
  return known === undefined || known.length <= MAX_NAME ? name : text(cause, known.slice(0, 32), md5(known));
}

function allow(service: Service, stack: Stack, cause: Origin, added: readonly Drafts[], hasLogs: boolean): void {
  const policies = at(stack.resources.get(ids.customResourcesRole), "Properties", "Policies");
  const [policy] = policies?.kind === "sequence" ? policies.items : [];
  const earlier = at(policy, "PolicyDocument", "Statement");
  const before = earlier?.kind === "sequence" ? earlier.items : [];
  const statements: Draft[] = [...before];
  if (!earlier && hasLogs) statements.push(...logStatements(service));
  // The framework takes statements for the same text of a resource (`*`) for the same statement.
  const spelled = new Set(before.map((statement) => literal(at(statement, "Resource"))));
  for (const statement of added) {
    const { Resource } = statement;
    if (typeof Resource === "string" && spelled.has(Resource)) continue;
    if (typeof Resource === "string") spelled.add(Resource);
    statements.push({ Effect: "Allow", ...statement });
  }
  const { name, stage } = service;
  stack.add(
    ids.customResourcesRole,
    "AWS::IAM::Role",
    cause,
    {
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] }, Action: ["sts:AssumeRole"] }],
      },
      Policies: [
        {
          PolicyName: { "Fn::Join": ["-", [stage, name, "custom-resources-lambda"]] },
          PolicyDocument: { Version: "2012-10-17", Statement: statements },
        },
      ],
    },
    {},
    CUSTOM_RESOURCE,
  );
}

function logStatements(service: Service): readonly Draft[] {
  const group = `:log-group:/aws/lambda/${identifying(service.name)}-${identifying(service.stage)}`;
  const resource = (suffix: string) => [
    { "Fn::Sub": `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}${group}${suffix}` },
  ];
  return [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:CreateLogGroup", "logs:TagResource"],
      Resource: resource("*:*"),
    },
    { Effect: "Allow", Action: ["logs:PutLogEvents"], Resource: resource("*:*:*") },
  ];
}

/** An ARN joined by colons, in the partition, region and account of the stack. */
export function customResourceArn(service: string, ...rest: readonly Draft[]): Draft {
  return {
    "Fn::Join": [
      ":",
      ["arn", { Ref: "AWS::Partition" }, service, { Ref: "AWS::Region" }, { Ref: "AWS::AccountId" }, ...rest],
    ],
  };
}
