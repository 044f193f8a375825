import { at, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { upperFirst } from "../names.js";
import type { Service, ServiceFunction } from "../service.js";
import { isFalse, isPresent, isTrue, literal, text } from "../text.js";
import { custom, withPart, type Plugin } from "./plugin.js";

const BY = "serverless-plugin-warmup";
/** The runtime of a warmer in version 8.4.1 of the plugin. */
const RUNTIME = "nodejs24.x";

/**
 * A function for every warmer of `custom.warmup` that has functions to warm, with the schedule that runs it and a role
 * of its own. https://github.com/juanjoDiaz/serverless-plugin-warmup
 */
export const warmup: Plugin = {
  configure: (root, service) => {
    const warmers = custom(service, "warmup");
    if (warmers?.kind !== "mapping") return root;
    let result = root;
    for (const [name, config] of warmers.entries) {
      if (config.kind !== "mapping") continue;
      const warmed = [...service.functions.values()].filter((fn) => isWarmed(service, fn, name, config));
      if (warmed.length > 0) result = withWarmer(result, service, { name, config, warmed });
    }
    return result;
  },
};

interface Warmer {
  readonly name: string;
  readonly config: MappingNode;
  readonly warmed: readonly ServiceFunction[];
}

/** `enabled` of the function's own part, else of the warmer: true, a stage, or a list of stages. */
function isWarmed(service: Service, fn: ServiceFunction, name: string, config: MappingNode): boolean {
  const enabled = at(fn.config, "warmup", name, "enabled") ?? at(config, "enabled");
  if (isTrue(enabled)) return true;
  const stage = literal(service.stage);
  return (enabled?.kind === "sequence" ? enabled.items : [enabled]).some((item) => item && literal(item) === stage);
}

function withWarmer(root: MappingNode, service: Service, warmer: Warmer): MappingNode {
  const { name, config } = warmer;
  const origin = generatedFrom(config.origin, BY);
  const setting = (key: string, byDefault?: Draft): Draft => at(config, key) ?? byDefault;
  const functionName = at(config, "name") ?? text(origin, service.name, "-", service.stage, `-warmup-plugin-${name}`);
  const role = at(config, "role");
  const roleId = `WarmUpPlugin${upperFirst(name)}Role`;
  const vpc = at(config, "vpc");
  const fn = {
    description: `Serverless WarmUp Plugin (warmer "${name}")`,
    events: setting("events", [{ schedule: "rate(5 minutes)" }]),
    handler: `${literal(at(config, "folderName")) ?? `.warmup/${name}`}/index.warmUp`,
    memorySize: setting("memorySize", 128),
    name: functionName,
    architecture: setting("architecture"),
    runtime: RUNTIME,
    timeout: setting("timeout", 10),
    environment: setting("environment", withoutValues(at(service.provider, "environment"))),
    tracing: setting("tracing"),
    logRetentionInDays: setting("logRetentionInDays"),
    role: role ?? roleId,
    tags: setting("tags"),
    vpc: isFalse(vpc) ? { securityGroupIds: [], subnetIds: [] } : vpc,
    layers: [],
  };
  const withFunction = withPart(root, "functions", draft({ [`warmUpPlugin${upperFirst(name)}`]: fn }, origin));
  if (isPresent(role)) return withFunction;
  const resource = warmerRole(service, warmer, functionName);
  return withPart(withFunction, "resources", draft({ Resources: { [roleId]: resource } }, origin));
}

/** The environment of `provider` is not for the warmer. */
function withoutValues(environment: Node | undefined): Draft {
  if (environment?.kind !== "mapping" || environment.entries.size === 0) return undefined;
  return Object.fromEntries([...environment.entries.keys()].map((key) => [key, null]));
}

function warmerRole(service: Service, { name, config, warmed }: Warmer, functionName: Node) {
  const origin = generatedFrom(config.origin, BY);
  const suffix = name.toLowerCase();
  const inAccount = (kind: string, named: Node, rest: string) => ({
    "Fn::Sub": text(origin, `arn:\${AWS::Partition}:${kind}:\${AWS::Region}:\${AWS::AccountId}:`, named, rest),
  });
  const logs = (rest: string) => inAccount("logs", text(origin, "log-group:/aws/lambda/", functionName), rest);
  const allow = (actions: readonly string[], resource: Draft) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resource,
  });
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      Path: "/",
      RoleName: at(config, "roleName") ?? {
        "Fn::Join": ["-", [service.name, service.stage, { Ref: "AWS::Region" }, suffix, "role"]],
      },
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] }, Action: "sts:AssumeRole" }],
      },
      Policies: [
        {
          PolicyName: { "Fn::Join": ["-", [service.name, service.stage, "warmer", suffix, "policy"]] },
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              allow(["logs:CreateLogGroup", "logs:CreateLogStream"], [logs(":*")]),
              allow(["logs:PutLogEvents"], [logs(":*:*")]),
              allow(
                ["lambda:InvokeFunction"],
                warmed.map((fn) => inAccount("lambda", text(origin, "function:", fn.name), "*")),
              ),
              allow(NETWORK_ACTIONS, "*"),
            ],
          },
        },
      ],
    },
  };
}

const NETWORK_ACTIONS = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DetachNetworkInterface",
  "ec2:DeleteNetworkInterface",
];
