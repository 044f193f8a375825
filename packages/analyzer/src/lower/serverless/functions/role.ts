import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { asGlobal } from "../merge.js";
import { ids } from "../names.js";
import type { Service, ServiceFunction } from "../service.js";
import type { Stack } from "../stack.js";
import { asText, identifying, isPresent, isTruthy, literal, text } from "../text.js";

/**
 * Opens the execution role that the functions of a service share, with the permission to write their logs and what the
 * author asks for. There is none when `provider` names a role, or when every function has its own.
 * https://www.serverless.com/framework/docs/providers/aws/guide/iam
 */
export function openSharedRole(service: Service, stack: Stack): void {
  const { provider } = service;
  reportOwnRoles(service);
  const role = at(provider, "iam", "role");
  const functions = [...service.functions.values()];
  if (functions.length === 0 || isExisting(role) || provider.entries.has("role")) return;
  if (functions.every((fn) => fn.config.entries.has("role"))) return;
  const cause = (isPresent(role) ? role : provider).origin;
  const properties = {
    Path: or(at(role, "path"), "/"),
    RoleName: or(at(role, "name"), {
      "Fn::Join": ["-", [service.name, service.stage, { Ref: "AWS::Region" }, "lambdaRole"]],
    }),
    Tags: tagsOf(at(role, "tags")),
    PermissionsBoundary: first(
      at(role, "permissionsBoundary"),
      at(role, "permissionBoundary"),
      at(provider, "rolePermissionsBoundary"),
    ),
  };
  stack.openRole(cause, properties, { "Fn::Join": ["-", [service.name, service.stage, "lambda"]] });
  allowLogs(service, stack);
  const statements = first(at(role, "statements"), at(provider, "iamRoleStatements"));
  if (statements?.kind === "sequence") stack.allow(statements.origin, ...statements.items.map(asStatement));
  const managed = first(at(role, "managedPolicies"), at(provider, "iamManagedPolicies"));
  if (managed?.kind === "sequence") stack.attach(...managed.items);
  const vpc = functions.find((fn) => fn.config.entries.has("vpc"))?.config ?? provider;
  if (vpc.entries.has("vpc"))
    stack.attachManaged(vpc.entries.get("vpc")?.origin ?? cause, "AWSLambdaVPCAccessExecutionRole");
}

/** Version 4 can make a role for each function. https://www.serverless.com/framework/docs/providers/aws/guide/iam */
function reportOwnRoles(service: Service): void {
  const mode = at(service.provider, "iam", "role", "mode");
  if (mode) service.report(problem("serverless-unmodelled", mode.origin.span, { path: "provider.iam.role.mode" }));
  for (const { key, config } of service.functions.values()) {
    const own = at(config, "iam");
    if (!own) continue;
    const span = own.origin.key ?? own.origin.span;
    service.report(problem("serverless-unmodelled", span, { path: `functions.${key}.iam` }));
  }
}

/** A statement with its actions as the list that the framework makes of them. */
export function asStatement(statement: Node): Node {
  if (statement.kind !== "mapping") return statement;
  const entries = new Map(statement.entries);
  for (const key of ["Action", "NotAction"]) {
    const value = entries.get(key);
    if (value?.kind === "scalar") entries.set(key, { kind: "sequence", items: [value], origin: value.origin });
  }
  return { ...statement, entries };
}

/** Statements that let the functions write their logs, and keep those without logs from doing so. */
function allowLogs(service: Service, stack: Stack): void {
  const canonical = text(service.origin, service.name, "-", service.stage);
  const create: Draft[] = [];
  const put: Draft[] = [];
  const denied: Draft[] = [];
  let hasCanonical = false;
  const prefix = literal(canonical);
  for (const fn of service.functions.values()) {
    const isCanonical = !isTruthy(at(fn.config, "name")) || isPrefixed(fn.name, prefix);
    const isSilent = isTruthy(at(fn.config, "disableLogs"));
    if (isCanonical && isSilent) denied.push(logsOf(fn.name, ":*"));
    else if (isCanonical) hasCanonical = true;
    else if (!isSilent) {
      create.push(logsOf(fn.name, ":*"));
      put.push(logsOf(fn.name, ":*:*"));
    }
  }
  if (hasCanonical) {
    create.push(logsOf(canonical, "*:*"));
    put.push(logsOf(canonical, "*:*:*"));
  }
  const actions = ["logs:CreateLogStream", "logs:CreateLogGroup", "logs:TagResource"];
  stack.allow(
    service.provider.origin,
    { Effect: "Allow", Action: actions, Resource: create },
    { Effect: "Allow", Action: ["logs:PutLogEvents"], Resource: put },
  );
  if (hasCanonical && denied.length > 0)
    stack.allow(service.provider.origin, { Effect: "Deny", Action: "logs:PutLogEvents", Resource: denied });
}

function isPrefixed(name: Node, prefix: string | undefined): boolean {
  return prefix !== undefined && (literal(name)?.startsWith(prefix) ?? false);
}

/** `Fn::Sub` of a log group's ARN; a name that is not known becomes a variable of the function. */
export function logsOf(name: Node, suffix: string): Draft {
  const start = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/";
  const known = literal(name);
  return { "Fn::Sub": known === undefined ? [`${start}\${Name}${suffix}`, { Name: name }] : start + known + suffix };
}

/** A role that is there already: its ARN or logical id, or an intrinsic function. */
function isExisting(role: Node | undefined): role is Node {
  if (role?.kind === "mapping") return [...role.entries.keys()].some((key) => key.includes("::"));
  return literal(role) !== undefined;
}

/** The role that the author gives a function, directly or for the whole service. */
export function customRole(service: Service, fn: ServiceFunction): Node | undefined {
  const own = at(fn.config, "role");
  if (isTruthy(own)) return own;
  const general = at(service.provider, "iam", "role");
  if (isExisting(general)) return asGlobal(general);
  const legacy = at(service.provider, "role");
  return isTruthy(legacy) ? asGlobal(legacy) : undefined;
}

/** The role in this template that a function runs as, for `DependsOn`. */
export function roleResource(service: Service, fn: ServiceFunction): string | undefined {
  const role = customRole(service, fn);
  if (!role) return ids.role;
  const name = literal(role);
  if (name !== undefined) return name.includes(":") ? undefined : name;
  const attribute = at(role, "Fn::GetAtt");
  if (attribute?.kind === "sequence") return identifying(attribute.items[0]);
  return undefined;
}

/** Tags as a list of key and value. */
export function tagsOf(...tags: readonly (Node | undefined)[]): Draft {
  const entries = new Map<string, Node>();
  for (const mapping of tags)
    if (mapping?.kind === "mapping") for (const [key, value] of mapping.entries) entries.set(key, value);
  return entries.size === 0 ? undefined : [...entries].map(([Key, Value]) => ({ Key, Value: asText(Value) }));
}

/** The first value that is set. */
function first(...values: readonly (Node | undefined)[]): Node | undefined {
  return values.find(isTruthy);
}

function or(value: Node | undefined, fallback: Draft): Draft {
  return isTruthy(value) ? value : fallback;
}
