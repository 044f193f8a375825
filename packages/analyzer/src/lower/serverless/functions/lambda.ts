import { at, type MappingNode, type Node, type Origin } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { deploymentBucket } from "../deployment-bucket.js";
import { asGlobal } from "../merge.js";
import { ids } from "../names.js";
import { setting, type Service, type ServiceFunction } from "../service.js";
import type { Stack } from "../stack.js";
import { asNumber, asText, identifying, isFalse, isPresent, isTruthy, literal } from "../text.js";
import { customRole, tagsOf } from "./role.js";
import defaults from "../data/defaults.json" with { type: "json" };

/** Adds the Lambda function of a service function. https://www.serverless.com/framework/docs/providers/aws/guide/functions */
export function addFunction(service: Service, stack: Stack, fn: ServiceFunction): void {
  const { config, origin } = fn;
  const dependencies: Draft[] = [];
  const image = at(config, "image");
  if (!isTruthy(at(config, "handler")) && !isTruthy(image)) {
    const reason = `the function '${fn.key}' has neither a handler nor an image`;
    service.report(problem("serverless-invalid", origin.key ?? origin.span, { reason }));
  }
  const vpc = vpcOf(service, fn);
  const dependsOn = at(config, "dependsOn");
  stack.add(
    fn.id,
    "AWS::Lambda::Function",
    origin,
    {
      ...(isTruthy(image) ? imageOf(service, image) : zipOf(service, fn)),
      FunctionName: fn.name,
      MemorySize: sizing(service, fn, "memorySize"),
      Timeout: sizing(service, fn, "timeout"),
      Architectures: alone(setting(service, fn, "architecture")),
      Description: set(at(config, "description")),
      SnapStart: isTruthy(at(config, "snapStart")) ? { ApplyOn: "PublishedVersions" } : undefined,
      Tags: tagsOf(generalized(at(service.provider, "tags")), at(config, "tags")),
      EphemeralStorage: sized(at(config, "ephemeralStorageSize")),
      RecursiveLoop: set(at(config, "recursiveLoop")),
      DeadLetterConfig: deadLetters(stack, fn),
      KmsKeyArn: key(service, stack, fn),
      TracingConfig: tracing(service, stack, fn),
      Environment: environment(service, fn),
      Role: roleOf(service, fn, dependencies),
      VpcConfig: vpc,
      FileSystemConfigs: fileSystem(service, stack, fn, vpc !== undefined),
      ReservedConcurrentExecutions: concurrency(at(config, "reservedConcurrency")),
      Layers: setting(service, fn, "layers"),
      LoggingConfig: logging(service, fn),
    },
    {
      Condition: set(at(config, "condition")),
      DependsOn: unlessEmpty([
        ...(isTruthy(at(config, "disableLogs")) ? [] : [ids.logGroup(fn.key)]),
        ...(dependsOn?.kind === "sequence" ? dependsOn.items : isTruthy(dependsOn) ? [dependsOn] : []),
        ...dependencies,
      ]),
    },
  );
}

function unlessEmpty(list: readonly Draft[]): Draft {
  return list.length > 0 ? list : undefined;
}

function byDefault(value: number | string, cause: Origin): Node {
  const span = cause.key ?? cause.span;
  return { kind: "scalar", value, origin: { why: "default", span, cause, by: "Serverless Framework default" } };
}

/** Functions at the edge get CloudFront's limits instead of the service's settings. */
function sizing(service: Service, fn: ServiceFunction, name: "memorySize" | "timeout"): Node {
  const isAtTheEdge = fn.events.has("cloudFront");
  const size = isAtTheEdge ? set(at(fn.config, name)) : setting(service, fn, name);
  return size ? asNumber(size) : byDefault((isAtTheEdge ? defaults.edge : defaults)[name], fn.origin);
}

function set(node: Node | undefined): Node | undefined {
  return isTruthy(node) ? node : undefined;
}

function alone(node: Node | undefined): Draft {
  return node ? [node] : undefined;
}

function sized(node: Node | undefined): Draft {
  return isTruthy(node) ? { Size: node } : undefined;
}

function concurrency(node: Node | undefined): Node | undefined {
  return (node?.kind === "scalar" && node.value === 0) || isTruthy(node) ? node : undefined;
}

/** A mapping of `provider` as it stands for every function (its environment, its tags); made once. */
const madeGeneral = new WeakMap<Node, MappingNode>();

function generalized(node: Node | undefined): MappingNode | undefined {
  if (node?.kind !== "mapping") return undefined;
  const known = madeGeneral.get(node);
  if (known) return known;
  const entries = new Map([...node.entries].map(([name, value]) => [name, asText(asGlobal(value))]));
  const made = { ...node, entries };
  madeGeneral.set(node, made);
  return made;
}

function zipOf(service: Service, fn: ServiceFunction): { readonly [key: string]: Draft } {
  const management = setting(service, fn, "runtimeManagement");
  const mode = literal(management?.kind === "mapping" ? at(management, "mode") : management);
  const updates = mode === "onFunctionUpdate" ? "FunctionUpdate" : mode === "manual" ? "Manual" : undefined;
  return {
    Code: {
      S3Bucket: deploymentBucket(service),
      S3Key: artifact(service, fn),
    },
    Handler: at(fn.config, "handler"),
    Runtime: setting(service, fn, "runtime") ?? byDefault(defaults.runtime, fn.origin),
    RuntimeManagementConfig: updates && {
      UpdateRuntimeOn: updates,
      RuntimeVersionArn: mode === "manual" ? at(management, "arn") : undefined,
    },
  };
}

/** The key of the package in the deployment bucket, without the time that the framework puts into it. */
function artifact(service: Service, fn: ServiceFunction): Draft {
  const own = at(fn.config, "package");
  const general = at(service.root, "package");
  const given = literal(at(own, "artifact")) ?? literal(at(general, "artifact"));
  const individually = isTruthy(at(own, "individually")) || isTruthy(at(general, "individually"));
  const file = given?.split("/").at(-1) ?? (individually ? `${fn.key}.zip` : `${identifying(service.name)}.zip`);
  return `serverless/${identifying(service.name)}/${identifying(service.stage)}/${file}`;
}

/** An image by its URI, or by its name under `provider.ecr.images`. */
function imageOf(service: Service, image: Node): { readonly [key: string]: Draft } {
  const details = image.kind === "mapping" ? image : undefined;
  const named = details ? (at(details, "uri") ?? at(details, "name")) : image;
  const declared = at(service.provider, "ecr", "images", literal(named) ?? "");
  const uri = declared?.kind === "mapping" ? (at(declared, "uri") ?? at(declared, "path")) : (declared ?? named);
  const config = {
    Command: set(at(details, "command")),
    EntryPoint: set(at(details, "entryPoint")),
    WorkingDirectory: set(at(details, "workingDirectory")),
  };
  return {
    Code: { ImageUri: uri },
    PackageType: "Image",
    ImageConfig: Object.values(config).some((value) => value !== undefined) ? config : undefined,
  };
}

function deadLetters(stack: Stack, fn: ServiceFunction): Draft {
  const target = at(fn.config, "onError");
  if (!isTruthy(target)) return undefined;
  if (literal(target) !== undefined)
    stack.allow(target.origin, { Effect: "Allow", Action: ["sns:Publish"], Resource: [target] });
  return { TargetArn: target };
}

function key(service: Service, stack: Stack, fn: ServiceFunction): Draft {
  const arn = setting(service, fn, "kmsKeyArn");
  if (arn && literal(arn) !== undefined)
    stack.allowOnce(arn.origin, { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [arn] });
  return arn;
}

function tracing(service: Service, stack: Stack, fn: ServiceFunction): Draft {
  const own = at(fn.config, "tracing");
  const general = at(service.provider, "tracing", "lambda");
  const mode = isTruthy(own) ? own : isTruthy(general) ? asGlobal(general) : undefined;
  if (!mode) return undefined;
  stack.allowOnce(mode.origin, {
    Effect: "Allow",
    Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    Resource: ["*"],
  });
  return { Mode: mode.kind === "scalar" && mode.value === true ? { ...mode, value: "Active" } : mode };
}

function environment(service: Service, fn: ServiceFunction): Draft {
  const own = at(fn.config, "environment");
  const general = at(service.provider, "environment");
  if (!isTruthy(own) && !isTruthy(general)) return undefined;
  for (const stated of [general, own]) if (isTruthy(stated) && stated.kind !== "mapping") return { Variables: stated };
  const shared = generalized(general);
  if (!isTruthy(own)) return { Variables: shared };
  const entries = new Map<string, Node>(shared?.entries);
  if (own.kind === "mapping") for (const [name, value] of own.entries) entries.set(name, asText(value));
  return { Variables: { kind: "mapping", entries, origin: own.origin } };
}

function roleOf(service: Service, fn: ServiceFunction, dependencies: Draft[]): Draft {
  const role = customRole(service, fn);
  if (!role) return { "Fn::GetAtt": [ids.role, "Arn"] };
  const name = literal(role);
  if (name !== undefined) {
    if (name.startsWith("arn:")) return role;
    if (name !== ids.role) dependencies.push(name);
    return { "Fn::GetAtt": [role, "Arn"] };
  }
  const attribute = at(role, "Fn::GetAtt");
  if (attribute?.kind === "sequence") dependencies.push(attribute.items[0]);
  return role;
}

/** Each part is the function's own, else that of `provider`; both lists are needed. */
function vpcOf(service: Service, fn: ServiceFunction): Draft {
  const own = at(fn.config, "vpc");
  if ((own && !isPresent(own)) || isFalse(own)) return undefined;
  const general = at(service.provider, "vpc");
  const part = (name: string) => {
    const stated = at(own, name);
    if (isTruthy(stated)) return stated;
    const inherited = at(general, name);
    return isTruthy(inherited) ? asGlobal(inherited) : undefined;
  };
  const groups = part("securityGroupIds");
  const subnets = part("subnetIds");
  if (!groups || !subnets) {
    const whole = [own, general].find((node) => node?.kind === "mapping" && node.entries.has("Assay::Unknown"));
    return whole;
  }
  const dual = part("ipv6AllowedForDualStack");
  return { Ipv6AllowedForDualStack: dual, SecurityGroupIds: groups, SubnetIds: subnets };
}

function fileSystem(service: Service, stack: Stack, fn: ServiceFunction, hasVpc: boolean): Draft {
  const config = at(fn.config, "fileSystemConfig");
  if (!isTruthy(config)) return undefined;
  if (!hasVpc) {
    const reason = `the function '${fn.key}' has a fileSystemConfig but no vpc`;
    service.report(problem("serverless-invalid", config.origin.span, { reason }));
  }
  const arn = at(config, "arn");
  stack.allow(config.origin, {
    Effect: "Allow",
    Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    Resource: [arn],
  });
  return [{ Arn: arn, LocalMountPath: at(config, "localMountPath") }];
}

function logging(service: Service, fn: ServiceFunction): Draft {
  const own = at(fn.config, "logs");
  const logs = isTruthy(own) ? own : at(service.provider, "logs", "lambda");
  const config = {
    ApplicationLogLevel: set(at(logs, "applicationLogLevel")),
    LogFormat: set(at(logs, "logFormat")),
    LogGroup: set(at(logs, "logGroup")),
    SystemLogLevel: set(at(logs, "systemLogLevel")),
  };
  return Object.values(config).some((value) => value !== undefined) ? config : undefined;
}
