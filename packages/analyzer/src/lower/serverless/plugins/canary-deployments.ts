import { at, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { stackName } from "../api/http.js";
import { invocationUri } from "../stack.js";
import { alphanumeric, ids } from "../names.js";
import { functionNamed, type Service, type ServiceFunction } from "../service.js";
import { identifying, isTruthy, listOf, literal, text } from "../text.js";
import { custom, type Plugin } from "./plugin.js";

const NAME_LIMIT = 100;

/**
 * Functions with `deploymentSettings` get an alias that CodeDeploy shifts to new versions, and everything that invoked
 * the function invokes the alias. https://github.com/davidgf/serverless-plugin-canary-deployments
 */
export const canaryDeployments: Plugin = {
  finish: (service, template) => {
    const general = custom(service, "deploymentSettings");
    const stages = listOf(at(general, "stages"));
    if (stages.length > 0 && !stages.some((stage) => literal(stage) === literal(service.stage))) return template;
    const functions = [...service.functions.values()].filter((fn) => at(fn.config, "deploymentSettings"));
    const resources = at(template, "Resources");
    if (functions.length === 0 || resources?.kind !== "mapping") return template;
    const entries = new Map(resources.entries);
    const changed = new Deployments(service, general, entries);
    for (const fn of functions) changed.add(fn);
    changed.finish(functions);
    return withEntries(template, { Resources: { ...resources, entries } });
  },
};

class Deployments {
  private readonly service: Service;
  private readonly general: Node | undefined;
  private readonly resources: Map<string, Node>;
  private readonly application: string;

  constructor(service: Service, general: Node | undefined, resources: Map<string, Node>) {
    this.service = service;
    this.general = general;
    this.resources = resources;
    this.application = `${alphanumeric(identifying(stackName(service)))}DeploymentApplication`;
  }

  add(fn: ServiceFunction): void {
    const alias = identifying(this.setting(fn, "alias"));
    const id = `${fn.id}Alias${alias}`;
    const version = [...this.resources].find(
      ([, resource]) =>
        literal(at(resource, "Type")) === "AWS::Lambda::Version" &&
        literal(at(resource, "Properties", "FunctionName", "Ref")) === fn.id,
    )?.[0];
    this.put(fn, `${fn.id}DeploymentGroup`, this.group(fn));
    this.put(fn, id, {
      Type: "AWS::Lambda::Alias",
      Properties: {
        FunctionVersion: { "Fn::GetAtt": [version, "Version"] },
        FunctionName: { Ref: fn.id },
        Name: alias,
      },
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: {
          ApplicationName: { Ref: this.application },
          AfterAllowTrafficHook: this.hook(fn, "postTrafficHook"),
          BeforeAllowTrafficHook: this.hook(fn, "preTrafficHook"),
          DeploymentGroupName: { Ref: `${fn.id}DeploymentGroup` },
        },
      },
    });
    this.invokeThroughAlias(fn, id);
  }

  finish(functions: readonly ServiceFunction[]): void {
    const [first] = functions;
    if (!first) return;
    this.put(first, this.application, {
      Type: "AWS::CodeDeploy::Application",
      Properties: { ComputePlatform: "Lambda" },
    });
    if (!isTruthy(at(this.general, "codeDeployRole"))) this.addRole(first, functions);
    const hooked = functions.filter((fn) => this.hook(fn, "preTrafficHook") ?? this.hook(fn, "postTrafficHook"));
    if (hooked.length > 0) this.allowHooks(hooked);
  }

  private setting(fn: ServiceFunction, key: string): Node | undefined {
    return at(fn.config, "deploymentSettings", key) ?? at(this.general, key);
  }

  private put(fn: ServiceFunction, id: string, resource: { readonly [key: string]: Draft }): void {
    const cause = at(fn.config, "deploymentSettings")?.origin ?? fn.origin;
    this.resources.set(id, draft(resource, generatedFrom(cause, "serverless-plugin-canary-deployments")));
  }

  private hook(fn: ServiceFunction, key: string): Draft {
    const name = this.setting(fn, key);
    const hook = isTruthy(name) ? functionNamed(this.service, name) : undefined;
    return hook && { Ref: hook.id };
  }

  private group(fn: ServiceFunction): { readonly [key: string]: Draft } {
    const alarms = this.setting(fn, "alarms");
    const name = text(fn.origin, stackName(this.service), `-${fn.id}DeploymentGroup`);
    const known = literal(name);
    const role = this.setting(fn, "codeDeployRole");
    return {
      Type: "AWS::CodeDeploy::DeploymentGroup",
      Properties: {
        ApplicationName: { Ref: this.application },
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
        },
        DeploymentGroupName: known === undefined ? name : known.slice(0, NAME_LIMIT),
        DeploymentConfigName: {
          "Fn::Sub": ["CodeDeployDefault.Lambda${ConfigName}", { ConfigName: this.setting(fn, "type") }],
        },
        DeploymentStyle: { DeploymentType: "BLUE_GREEN", DeploymentOption: "WITH_TRAFFIC_CONTROL" },
        ServiceRoleArn: isTruthy(role) ? role : { "Fn::GetAtt": ["CodeDeployServiceRole", "Arn"] },
        AlarmConfiguration: alarms && {
          Alarms: listOf(alarms).map((alarm) => ({ Name: at(alarm, "name") ?? { Ref: alarm } })),
          Enabled: true,
        },
        TriggerConfigurations: this.setting(fn, "triggerConfigurations"),
      },
    };
  }

  private addRole(first: ServiceFunction, functions: readonly ServiceFunction[]): void {
    const notifies = functions.some((fn) => this.setting(fn, "triggerConfigurations"));
    this.put(first, "CodeDeployServiceRole", {
      Type: "AWS::IAM::Role",
      Properties: {
        ManagedPolicyArns: [
          "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited",
          "arn:aws:iam::aws:policy/AWSLambda_FullAccess",
          notifies ? "arn:aws:iam::aws:policy/AmazonSNSFullAccess" : undefined,
        ],
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: ["codedeploy.amazonaws.com"] } },
          ],
        },
        PermissionsBoundary: at(this.general, "codeDeployRolePermissionsBoundary"),
      },
    });
  }

  /** Functions that check a deployment report to CodeDeploy as the shared role. */
  private allowHooks(functions: readonly ServiceFunction[]): void {
    const role = this.resources.get(ids.role);
    const policies = at(role, "Properties", "Policies");
    const policy = policies?.kind === "sequence" ? policies.items[0] : undefined;
    const statements = at(policy, "PolicyDocument", "Statement");
    if (role?.kind !== "mapping" || policy?.kind !== "mapping" || statements?.kind !== "sequence") return;
    const properties = at(role, "Properties");
    if (properties?.kind !== "mapping") return;
    const start = "arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:";
    const groups = functions.map((fn) => {
      const name = `${identifying(stackName(this.service))}-${fn.id}DeploymentGroup`.slice(0, NAME_LIMIT);
      return { "Fn::Sub": `${start}\${${this.application}}/${name}` };
    });
    const statement = {
      Action: ["codedeploy:PutLifecycleEventHookExecutionStatus"],
      Effect: "Allow",
      Resource: groups,
    };
    const document = { Version: "2012-10-17", Statement: [...statements.items, statement] };
    const Policies = [withEntries(policy, { PolicyDocument: document })];
    this.resources.set(ids.role, withEntries(role, { Properties: withEntries(properties, { Policies }) }));
  }

  /** Replaces the function's ARN by the alias where something invokes it. */
  private invokeThroughAlias(fn: ServiceFunction, alias: string): void {
    const reference = { Ref: alias };
    for (const [id, resource] of this.resources) {
      const type = literal(at(resource, "Type")) ?? "";
      const path = INVOKERS.get(type);
      const target = path && at(resource, ...path);
      if (!target || resource.kind !== "mapping") continue;
      const uri = URIS.get(type)?.(reference);
      this.resources.set(
        id,
        replaced(resource, path, (value) => aliased(value, fn.id, reference, uri)),
      );
    }
  }
}

/** Where a resource of each type says what it invokes. */
const INVOKERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["AWS::Lambda::Permission", ["Properties", "FunctionName"]],
  ["AWS::Lambda::EventSourceMapping", ["Properties", "FunctionName"]],
  ["AWS::ApiGateway::Method", ["Properties", "Integration", "Uri"]],
  ["AWS::ApiGatewayV2::Integration", ["Properties", "IntegrationUri"]],
  ["AWS::ApiGatewayV2::Authorizer", ["Properties", "AuthorizerUri"]],
  ["AWS::SNS::Topic", ["Properties", "Subscription"]],
  ["AWS::SNS::Subscription", ["Properties", "Endpoint"]],
  ["AWS::S3::Bucket", ["Properties", "NotificationConfiguration", "LambdaConfigurations"]],
  ["AWS::Events::Rule", ["Properties", "Targets"]],
  ["AWS::Logs::SubscriptionFilter", ["Properties", "DestinationArn"]],
  ["AWS::IoT::TopicRule", ["Properties", "TopicRulePayload", "Actions"]],
  ["AWS::AppSync::DataSource", ["Properties", "LambdaConfig", "LambdaFunctionArn"]],
]);

/** The URIs that the plugin writes for an alias, in which the partition is fixed for REST APIs. */
const URIS: ReadonlyMap<string, (alias: Draft) => Draft> = new Map([
  [
    "AWS::ApiGateway::Method",
    (alias: Draft): Draft => ({
      "Fn::Join": [
        "",
        ["arn:aws:apigateway:", { Ref: "AWS::Region" }, ":lambda:path/2015-03-31/functions/", alias, "/invocations"],
      ],
    }),
  ],
  ["AWS::ApiGatewayV2::Integration", (alias: Draft): Draft => invocationUri([alias])],
]);

function replaced(node: MappingNode, path: readonly string[], change: (value: Node) => Node): MappingNode {
  const [key, ...rest] = path;
  const value = key === undefined ? undefined : node.entries.get(key);
  if (key === undefined || !value) return node;
  const changed = rest.length > 0 && value.kind === "mapping" ? replaced(value, rest, change) : change(value);
  return changed === value ? node : withEntries(node, { [key]: changed });
}

/** The value with every `Fn::GetAtt` or `Ref` of the function replaced, or `whole` instead if there is one. */
function aliased(node: Node, id: string, reference: Draft, whole?: Draft): Node {
  const changed = withAlias(node, id, reference);
  return whole === undefined || changed === node ? changed : draft(whole, node.origin);
}

function withAlias(node: Node, id: string, reference: Draft): Node {
  if (node.kind === "scalar") return node;
  if (node.kind === "sequence") {
    const items = node.items.map((item) => withAlias(item, id, reference));
    return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
  }
  const attribute = at(node, "Fn::GetAtt");
  const isOwn = attribute?.kind === "sequence" && literal(attribute.items[0]) === id;
  if (isOwn || literal(at(node, "Ref")) === id) return draft(reference, node.origin);
  let changed = false;
  const entries = new Map<string, Node>();
  for (const [key, value] of node.entries) {
    const inner = withAlias(value, id, reference);
    changed ||= inner !== value;
    entries.set(key, inner);
  }
  return changed ? { ...node, entries } : node;
}
