import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { addCustomResource } from "../custom-resources.js";
import { alphanumeric, ids, normalized } from "../names.js";
import { eventsOf, type Service, type ServiceEvent, type ServiceFunction } from "../service.js";
import { addPermission, targetOf, type Drafts, type Stack } from "../stack.js";
import { identifying, isTruthy, literal } from "../text.js";
import { truthy } from "./mapping.js";

/** Triggers whose Lambda gets codes that were encrypted with a key of the author's. */
const CUSTOM_SENDERS = ["CustomSMSSender", "CustomEmailSender"];
const SENDER_VERSION = "V1_0";

/** https://www.serverless.com/framework/docs/providers/aws/events/cognito-user-pool */
export function addUserPoolEvents(service: Service, stack: Stack): void {
  const events = [...eventsOf(service, "cognitoUserPool")];
  const isExisting = ({ value }: ServiceEvent) => isTruthy(at(value, "existing"));
  addNewPools(
    stack,
    events.filter((event) => !isExisting(event)),
  );
  addExistingPools(service, stack, events.filter(isExisting));
}

function addNewPools(stack: Stack, events: readonly ServiceEvent[]): void {
  const pools = new Map<string, ServiceEvent[]>();
  for (const event of events) {
    const name = identifying(at(event.value, "pool"));
    pools.set(name, [...(pools.get(name) ?? []), event]);
  }
  for (const [name, own] of pools) {
    const [first] = own;
    if (!first) continue;
    const id = `CognitoUserPool${alphanumeric(name)}`;
    const config = Object.assign({}, ...own.map(trigger)) as Drafts;
    stack.add(
      id,
      "AWS::Cognito::UserPool",
      first.origin,
      { UserPoolName: at(first.value, "pool"), LambdaConfig: config },
      { DependsOn: own.map(({ fn }) => fn.alias?.id ?? fn.id) },
    );
    for (const { fn, value, origin } of own) {
      const source = alphanumeric(identifying(at(value, "trigger")));
      const permission = `${normalized(fn.key)}LambdaPermissionCognitoUserPool${alphanumeric(name)}TriggerSource${source}`;
      addPermission(stack, permission, fn, origin, "cognito-idp.amazonaws.com", {
        SourceArn: { "Fn::GetAtt": [id, "Arn"] },
      });
    }
  }
}

function trigger({ fn, value }: ServiceEvent): Drafts {
  const name = identifying(at(value, "trigger"));
  const version = truthy(value, "lambdaVersion");
  if (CUSTOM_SENDERS.includes(name)) {
    const sender = { LambdaArn: targetOf(fn), LambdaVersion: version ?? SENDER_VERSION };
    return { [name]: sender, KMSKeyID: at(value, "kmsKeyId") };
  }
  if (name === "PreTokenGeneration" && version)
    return { PreTokenGenerationConfig: { LambdaArn: targetOf(fn), LambdaVersion: version } };
  return { [name]: targetOf(fn) };
}

/** Pools that are there already are changed at deployment, by a function of the framework. */
function addExistingPools(service: Service, stack: Stack, events: readonly ServiceEvent[]): void {
  const handler = ids.lambda("custom-resource-existing-cup");
  const byFunction = new Map<ServiceFunction, ServiceEvent[]>();
  for (const event of events) byFunction.set(event.fn, [...(byFunction.get(event.fn) ?? []), event]);
  const lastOf = new Map<string, string>();
  const statements: Drafts[] = [];
  for (const [fn, own] of byFunction) {
    const [first] = own;
    if (!first) continue;
    const pool = at(first.value, "pool");
    const name = identifying(pool);
    const other = own.find((event) => identifying(at(event.value, "pool")) !== name);
    if (other) {
      const reason = `the function '${fn.key}' has events of more than one existing user pool`;
      service.report(problem("serverless-invalid", other.origin.span, { reason }));
    }
    const key = truthy(first.value, "kmsKeyId");
    if (key && isSender(first.value)) statements.push({ Resource: key, Action: ["kms:CreateGrant"] });
    const id = `${normalized(fn.key)}CustomCognitoUserPool1`;
    stack.add(
      id,
      "Custom::CognitoUserPool",
      first.origin,
      {
        ServiceToken: { "Fn::GetAtt": [handler, "Arn"] },
        FunctionName: fn.name,
        UserPoolName: pool,
        UserPoolConfigs: own.map(poolConfig),
      },
      { Version: 1, DependsOn: [fn.id, handler, lastOf.get(name)] },
    );
    lastOf.set(name, id);
    statements.push(
      {
        Resource: "*",
        Action: ["cognito-idp:ListUserPools", "cognito-idp:DescribeUserPool", "cognito-idp:UpdateUserPool"],
      },
      { Resource: functionArns(fn), Action: ["lambda:AddPermission", "lambda:RemovePermission"] },
    );
  }
  const [first] = events;
  if (!first) return;
  statements.push(
    {
      Resource: { "Fn::Sub": "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*" },
      Action: ["lambda:RemovePermission"],
    },
    { Resource: { "Fn::Sub": "arn:${AWS::Partition}:iam::*:role/*" }, Action: ["iam:PassRole"] },
  );
  addCustomResource(service, stack, "cognitoUserPool", first.origin, statements);
}

function isSender(value: Node): boolean {
  return CUSTOM_SENDERS.includes(identifying(at(value, "trigger")));
}

function poolConfig({ value }: ServiceEvent): Draft {
  const version = truthy(value, "lambdaVersion");
  const Trigger = at(value, "trigger");
  if (isSender(value)) return { Trigger, LambdaVersion: version ?? SENDER_VERSION, KMSKeyID: at(value, "kmsKeyId") };
  return { Trigger, LambdaVersion: identifying(Trigger) === "PreTokenGeneration" ? version : undefined };
}

function functionArns(fn: ServiceFunction): Draft {
  const name = literal(fn.name);
  const start = "arn:${AWS::Partition}:lambda:*:*:function:";
  return { "Fn::Sub": name === undefined ? [`${start}\${Name}`, { Name: fn.name }] : start + name };
}
