import { at, mappingAt, type Node } from "../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../draft.js";
import { functionCode, propertiesOrigin } from "./code.js";
import { deployGradually } from "./deployment.js";
import { invokeConfig } from "./destinations.js";
import { expandEvents } from "./events/events.js";
import { becomes, handedDown, withAttributes, type Expansion } from "./expansion.js";
import { condition, fnIf, getAtt } from "./intrinsics.js";
import type { Drafts, Generated, SamResource } from "./model.js";
import { managedPolicyArn, xrayPolicy } from "./partition.js";
import { policyEntries, readPolicies, type RolePolicies } from "./policies.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { publish, type Published } from "./publish.js";
import { allow, inlinePolicy, role, withoutRepeats } from "./role.js";
import { propagateTags, tagList } from "./tags.js";
import { functionTarget } from "./target.js";
import { functionUrl } from "./url.js";
import { given, ifOf, isIf, isNoValue, literal, present } from "./value.js";

/** Properties that Lambda has under the same name and with the same meaning. */
const SAME: ReadonlySet<string> = new Set([
  "Handler",
  "Runtime",
  "Description",
  "MemorySize",
  "Timeout",
  "VpcConfig",
  "Environment",
  "KmsKeyArn",
  "ReservedConcurrentExecutions",
  "Layers",
  "FileSystemConfigs",
  "ImageConfig",
  "PackageType",
  "Architectures",
  "SnapStart",
  "EphemeralStorage",
  "CodeSigningConfigArn",
  "RuntimeManagementConfig",
  "LoggingConfig",
  "TenancyConfig",
  "RecursiveLoop",
  "DurableConfig",
  "PublishToLatestPublished",
]);

/**
 * A Lambda function with everything that belongs to it: role, version and alias, URL, destinations, event sources.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 */
export function expandFunction(fn: SamResource, sam: Expansion): Generated[] {
  const owner = { id: fn.id, prefix: "", origin: propertiesOrigin(fn) };
  checkProperties(fn.properties, resourceProperties["AWS::Serverless::Function"] ?? {}, owner, sam);
  checkCombinations(fn, sam);
  const properties = functionProperties(fn, sam);
  checkPackage(fn, sam);
  const published = publish(fn, properties, sam);
  const updatePolicy = deployGradually(fn, sam);
  const config = invokeConfig(fn, published, sam);
  const events = expandEvents(fn, published?.target ?? functionTarget(fn), sam);
  const own = rolePolicies(fn, config.inline, sam);
  const executionRole = role(
    {
      id: `${fn.id}Role`,
      trust: at(fn.properties, "AssumeRolePolicyDocument") ?? "lambda.amazonaws.com",
      policies: [own, { managed: events.managed, inline: withoutRepeats(events.inline, own.inline) }],
      path: at(fn.properties, "RolePath"),
      permissionsBoundary: at(fn.properties, "PermissionsBoundary"),
      tags: tagList(at(fn.properties, "Tags"), { "lambda:createdBy": "SAM" }),
    },
    generatedFrom(fn.node.origin, "SAM implicit role"),
    handedDown(fn.node),
  );
  const { value, made } = chooseRole(fn, executionRole, sam);
  const resources = [
    becomes(fn, "AWS::Lambda::Function", { ...properties, Role: value }),
    ...publishedResources(published, updatePolicy),
    ...functionUrl(fn, published, sam),
    ...config.resources,
    ...made,
    ...events.resources,
  ];
  return given(fn.properties, "PropagateTags") ? propagateTags(resources, at(fn.properties, "Tags")) : resources;
}

function functionProperties(fn: SamResource, sam: Expansion): Drafts {
  const { properties } = fn;
  const made: Record<string, Draft> = {};
  for (const [name, value] of properties.entries) if (SAME.has(name)) made[name] = value;
  const tags = mappingAt(properties, "Tags");
  if (tags?.entries.has("lambda:createdBy"))
    sam.reject(fn.id, tags, "'lambda:createdBy' is a tag that SAM sets itself");
  const deadLetter = given(properties, "DeadLetterQueue");
  return {
    FunctionName: given(properties, "FunctionName"),
    ...made,
    Description: description(fn, sam),
    Code: functionCode(fn, sam),
    Tags: draft(tagList(tags, { "lambda:createdBy": "SAM" }), tags?.origin ?? generatedFrom(fn.node.origin, "SAM")),
    TracingConfig:
      isTraced(fn, sam) &&
      derived("SAM Tracing", at(properties, "Tracing"), (mode) => ({ Mode: sam.values.parametersInside(mode) })),
    DeadLetterConfig: derived("SAM DeadLetterQueue", present(deadLetter, "TargetArn"), (arn) => ({ TargetArn: arn })),
    CapacityProviderConfig: capacityProvider(fn, sam),
    FunctionScalingConfig: given(properties, "FunctionScalingConfig"),
  };
}

/** Drafts something out of a value, with an origin that names it. */
function derived(by: string, value: Node | undefined, make: (value: Node) => Draft): Draft {
  return value && draft(make(value), generatedFrom(value.origin, by));
}

function isTraced(fn: SamResource, sam: Expansion): true | undefined {
  const tracing = given(fn.properties, "Tracing");
  return tracing && literal(sam.values.parameters(tracing)) !== "Disabled" ? true : undefined;
}

/** SAM puts a hash of the code that the author gives into the description, so that CloudFormation sees a change. */
function description(fn: SamResource, sam: Expansion): Draft {
  const written = at(fn.properties, "Description");
  const hash = given(fn.properties, "AutoPublishAlias") && given(fn.properties, "AutoPublishCodeSha256");
  const sha256 = hash && literal(sam.values.parameters(hash));
  if (!hash || sha256 === undefined) return written;
  const text = written && sam.values.parameters(written);
  const origin = generatedFrom(hash.origin, "SAM AutoPublishCodeSha256");
  if (!given(text)) return draft(sha256, origin);
  const known = literal(text);
  return draft(known === undefined ? { "Fn::Join": [" ", [text, sha256]] } : `${known} ${sha256}`, origin);
}

function capacityProvider(fn: SamResource, sam: Expansion): Draft {
  const config = given(fn.properties, "CapacityProviderConfig");
  if (config?.kind !== "mapping") return undefined;
  const names = ["Arn", "PerExecutionEnvironmentMaxConcurrency", "ExecutionEnvironmentMemoryGiBPerVCpu"];
  for (const [name, value] of config.entries)
    if (!names.includes(name)) sam.rejectProperty(fn.id, value, `'CapacityProviderConfig' has no property '${name}'`);
  if (!present(config, "Arn")) sam.reject(fn.id, config, "'CapacityProviderConfig' needs an 'Arn'");
  return draft(
    {
      LambdaManagedInstancesCapacityProviderConfig: {
        CapacityProviderArn: present(config, "Arn"),
        PerExecutionEnvironmentMaxConcurrency: present(config, "PerExecutionEnvironmentMaxConcurrency"),
        ExecutionEnvironmentMemoryGiBPerVCpu: present(config, "ExecutionEnvironmentMemoryGiBPerVCpu"),
      },
    },
    generatedFrom(config.origin, "SAM CapacityProviderConfig"),
  );
}

/** What the role gets for the function itself, before its events add to it. */
function rolePolicies(fn: SamResource, destinations: readonly Node[], sam: Expansion): Required<RolePolicies> {
  const { properties } = fn;
  const arn = (path: string, cause: Node | undefined, by: string) =>
    draft(managedPolicyArn(sam.partition, path), generatedFrom(cause?.origin ?? fn.node.origin, by));
  const durable = given(properties, "DurableConfig");
  const basic = durable ? "AWSLambdaBasicDurableExecutionRolePolicy" : "AWSLambdaBasicExecutionRole";
  const managed = [arn(`service-role/${basic}`, durable, "SAM implicit role")];
  if (isTraced(fn, sam)) managed.push(arn(xrayPolicy(sam.partition), at(properties, "Tracing"), "SAM Tracing"));
  const vpc = given(properties, "VpcConfig");
  if (vpc) managed.push(arn("service-role/AWSLambdaVPCAccessExecutionRole", vpc, "SAM VpcConfig"));
  const own = readPolicies(policyEntries(given(properties, "Policies")), fn, `${fn.id}Role`, sam);
  return {
    managed: [...managed, ...own.managed],
    inline: [...deadLetterPolicy(fn, sam), ...destinations, ...own.inline],
  };
}

function deadLetterPolicy(fn: SamResource, sam: Expansion): Node[] {
  const queue = given(fn.properties, "DeadLetterQueue");
  if (!queue) return [];
  const [type, arn] = [given(queue, "Type"), given(queue, "TargetArn")];
  const action = ({ SQS: "sqs:SendMessage", SNS: "sns:Publish" } as Readonly<Record<string, string>>)[
    literal(type) ?? ""
  ];
  if (!type || !arn) sam.reject(fn.id, queue, "'DeadLetterQueue' needs 'Type' and 'TargetArn'");
  else if (action === undefined) sam.reject(fn.id, type, "the 'Type' of 'DeadLetterQueue' has to be SQS or SNS");
  if (!arn || action === undefined) return [];
  return [
    inlinePolicy("DeadLetterQueuePolicy", [allow(action, arn)], queue.origin, "SAM DeadLetterQueue", "2012-10-17"),
  ];
}

/** SAM's own role, the author's, or under a condition the one or the other. */
function chooseRole(fn: SamResource, own: Generated, sam: Expansion): { value: Draft; made: Generated[] } {
  const written = at(fn.properties, "Role");
  const origin = generatedFrom(written?.origin ?? fn.node.origin, "SAM implicit role");
  const ownArn = draft(getAtt(own.id, "Arn"), origin);
  if (!written) return { value: ownArn, made: [own] };
  if (!isIf(written)) return { value: written, made: [] };
  const resolved = sam.values.parametersInside(written);
  const branches = ifOf(resolved);
  if (!branches) {
    sam.reject(fn.id, written, "the Fn::If of 'Role' takes three arguments");
    return { value: written, made: [] };
  }
  const { condition: when, then, otherwise } = branches;
  if (isNoValue(then) && isNoValue(otherwise)) return { value: ownArn, made: [own] };
  if (isNoValue(then))
    return { value: draft(fnIf(when, ownArn, otherwise), origin), made: [withAttributes(own, { Condition: when })] };
  if (!isNoValue(otherwise)) return { value: resolved, made: [] };
  const name = literal(when) ?? "";
  sam.addCondition(`NOT${name}`, { "Fn::Not": [condition(name)] }, origin);
  return { value: draft(fnIf(when, then, ownArn), origin), made: [withAttributes(own, { Condition: `NOT${name}` })] };
}

function publishedResources(published: Published | undefined, updatePolicy: Draft): Generated[] {
  if (!published) return [];
  const alias =
    updatePolicy === undefined ? published.alias : withAttributes(published.alias, { UpdatePolicy: updatePolicy });
  return [published.version, alias];
}

/** Properties that exclude each other or that one needs the other for. */
function checkCombinations(fn: SamResource, sam: Expansion): void {
  const { properties } = fn;
  const excluded = (a: string, b: string) => {
    const second = at(properties, b);
    if (at(properties, a) && second) sam.rejectProperty(fn.id, second, `'${a}' and '${b}' cannot be given together`);
  };
  const needs = (a: string, b: string) => {
    const first = at(properties, a);
    if (first && !at(properties, b)) sam.reject(fn.id, first, `'${a}' needs '${b}'`);
  };
  excluded("CapacityProviderConfig", "ProvisionedConcurrencyConfig");
  excluded("CapacityProviderConfig", "VpcConfig");
  needs("FunctionScalingConfig", "CapacityProviderConfig");
  needs("VersionDeletionPolicy", "AutoPublishAlias");
  if (!given(properties, "TenancyConfig")) return;
  for (const name of ["ProvisionedConcurrencyConfig", "FunctionUrlConfig", "SnapStart"]) {
    const value = given(properties, name);
    if (value) sam.reject(fn.id, value, `a function with 'TenancyConfig' cannot have '${name}'`);
  }
  for (const [name, event] of mappingAt(properties, "Events")?.entries ?? []) {
    const type = literal(at(event, "Type")) ?? "";
    if (type !== "Api" && type !== "HttpApi")
      sam.reject(
        fn.id,
        at(event, "Type") ?? event,
        `a function with 'TenancyConfig' cannot have an event like '${name}', only Api and HttpApi`,
      );
  }
}

function checkPackage(fn: SamResource, sam: Expansion): void {
  const { properties } = fn;
  const isImage = literal(given(properties, "PackageType")) === "Image";
  const names = isImage ? ["Handler", "Runtime", "Layers"] : ["ImageConfig"];
  for (const name of names) {
    const value = given(properties, name);
    if (value)
      sam.rejectProperty(
        fn.id,
        value,
        `'${name}' cannot be given when 'PackageType' is '${isImage ? "Image" : "Zip"}'`,
      );
  }
  if (isImage) return;
  for (const name of ["Runtime", "Handler"])
    if (!given(properties, name))
      sam.reject(fn.id, propertiesOrigin(fn), `'${name}' is required when 'PackageType' is 'Zip'`);
}
