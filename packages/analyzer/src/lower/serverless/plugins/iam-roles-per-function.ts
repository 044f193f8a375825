import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { asStatement, logsOf } from "../functions/role.js";
import { ids, normalized } from "../names.js";
import type { Service, ServiceFunction } from "../service.js";
import type { Drafts, Stack } from "../stack.js";
import { identifying, isFalse, isTrue, isTruthy, listOf, literal } from "../text.js";
import { custom, type Plugin } from "./plugin.js";

const NAME = "serverless-iam-roles-per-function";
/** IAM's limit for the names of roles. */
const MAX_NAME = 64;

/**
 * Functions with `iamRoleStatements` get a role of their own, made on the pattern of the shared one. It is allowed the
 * function's queues, streams and `onError` topic, but not tracing, keys, brokers or destinations, which stay with the
 * shared role. https://github.com/functionalone/serverless-iam-roles-per-function
 */
export const iamRolesPerFunction: Plugin = {
  generate: (service, stack) => {
    const boundary = custom(service, NAME, "iamGlobalPermissionsBoundary");
    for (const fn of service.functions.values()) {
      const statements = at(fn.config, "iamRoleStatements");
      if (!statements) continue;
      if (isTruthy(at(fn.config, "role"))) {
        const reason = `the function '${fn.key}' has both a role and iamRoleStatements`;
        service.report(problem("serverless-invalid", statements.origin.span, { reason }));
        continue;
      }
      addRole(service, stack, fn, statements, boundary);
    }
    if (isTruthy(boundary)) stack.changeRole({ PermissionsBoundary: boundary });
  },
};

function addRole(
  service: Service,
  stack: Stack,
  fn: ServiceFunction,
  statements: Node,
  general: Node | undefined,
): void {
  const pattern = stack.rolePattern;
  if (!pattern) return;
  const { config, origin } = fn;
  const { entries } = pattern.properties;
  const own = at(config, "iamPermissionsBoundary");
  const id = `${normalized(fn.key)}${ids.role}`;
  const name = at(config, "iamRoleStatementsName");
  const hasVpc = isTruthy(at(config, "vpc")) || isTruthy(at(service.provider, "vpc"));
  const vpcPolicy = ":iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole";
  stack.add(id, "AWS::IAM::Role", statements.origin, {
    ...Object.fromEntries(entries),
    RoleName: isTruthy(name) ? name : roleName(service, fn),
    PermissionsBoundary: [own, general].find(isTruthy) ?? entries.get("PermissionsBoundary"),
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: pattern.trusted }, Action: ["sts:AssumeRole"] }],
    },
    Policies: [
      {
        PolicyName: { "Fn::Join": ["-", [service.name, service.stage, "lambda"]] },
        PolicyDocument: { Version: "2012-10-17", Statement: statementsOf(service, fn, statements) },
      },
    ],
    ManagedPolicyArns: hasVpc ? [{ "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, vpcPolicy]] }] : [],
  });
  stack.change(fn.id, origin, { Role: { "Fn::GetAtt": [id, "Arn"] } });
  const dependencies = listOf(at(stack.resources.get(fn.id), "DependsOn"));
  stack.mark(fn.id, origin, { DependsOn: [id, ...dependencies.filter((other) => literal(other) !== ids.role)] });
  for (const [mapping, resource] of stack.resources) {
    if (!mapping.startsWith(`${normalized(fn.key)}EventSourceMapping`)) continue;
    if (listOf(at(resource, "DependsOn")).some((other) => literal(other) === ids.role))
      stack.mark(mapping, origin, { DependsOn: id });
  }
}

function roleName(service: Service, fn: ServiceFunction): Draft {
  const parts = [service.name, service.stage, fn.key, { Ref: "AWS::Region" }];
  const length = [service.name, service.stage, service.region].reduce(
    (sum, part) => sum + identifying(part).length + 1,
    0,
  );
  const isLong = length + fn.key.length + "-lambdaRole".length > MAX_NAME;
  return { "Fn::Join": ["-", isLong ? parts : [...parts, "lambdaRole"]] };
}

function statementsOf(service: Service, fn: ServiceFunction, own: Node): readonly Draft[] {
  const { config } = fn;
  const statements: Draft[] = [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:CreateLogGroup", "logs:PutLogEvents"],
      Resource: [logsOf(fn.name, ":*:*")],
    },
    ...eventStatements(fn),
  ];
  const failures = at(config, "onError");
  if (isTruthy(failures)) statements.push({ Effect: "Allow", Action: ["sns:Publish"], Resource: failures });
  const inherits = at(config, "iamRoleStatementsInherit");
  const byDefault = isTruthy(custom(service, NAME, "defaultInherit"));
  const { provider } = service;
  const general = at(provider, "iam") ? at(provider, "iam", "role", "statements") : at(provider, "iamRoleStatements");
  if ((isTrue(inherits) || (byDefault && !isFalse(inherits))) && general?.kind === "sequence")
    statements.push(...general.items.map(asStatement));
  if (own.kind === "sequence") statements.push(...own.items.map(asStatement));
  return statements;
}

function eventStatements(fn: ServiceFunction): readonly Drafts[] {
  const sources = (kind: string) =>
    (fn.events.get(kind) ?? []).map(({ value }) => ({
      arn: (value.kind === "mapping" ? at(value, "arn") : undefined) ?? value,
      type: literal(at(value, "type")) ?? identifying(value).split(":")[2],
    }));
  const streams = sources("stream");
  const allowing = (resources: readonly Node[], actions: readonly string[]) =>
    resources.length > 0 ? [{ Effect: "Allow", Action: actions, Resource: resources }] : [];
  const arns = (type: string) => streams.filter((stream) => stream.type === type).map(({ arn }) => arn);
  const reading = (name: string, list: string) => [
    `${name}:GetRecords`,
    `${name}:GetShardIterator`,
    `${name}:DescribeStream`,
    list,
  ];
  return [
    ...allowing(arns("dynamodb"), reading("dynamodb", "dynamodb:ListStreams")),
    ...allowing(arns("kinesis"), reading("kinesis", "kinesis:ListStreams")),
    ...allowing(
      sources("sqs").map(({ arn }) => arn),
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    ),
  ];
}
