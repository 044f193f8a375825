import { at, toJson, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { versionId } from "../functions/version.js";
import { alphanumeric, normalized } from "../names.js";
import { eventsOf, type Service, type ServiceEvent } from "../service.js";
import type { Drafts, Stack } from "../stack.js";
import { identifying, isTruthy, literal, text } from "../text.js";
import { truthy } from "./mapping.js";

const DISTRIBUTION = "CloudFrontDistribution";
/** AWS' managed policy "CachingOptimized": https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const EDGE_REGION = "us-east-1";

interface Origin {
  readonly id: string;
  properties: Drafts;
}

interface Behavior {
  readonly path: string | undefined;
  readonly origin: Origin;
  readonly properties: Drafts;
  readonly associations: Draft[];
}

/** https://www.serverless.com/framework/docs/providers/aws/events/cloudfront */
export function addCloudFrontEvents(service: Service, stack: Stack): void {
  addCachePolicies(service, stack);
  const events = [...eventsOf(service, "cloudFront")];
  const [first] = events;
  if (!first) return;
  const origins: Origin[] = [];
  const behaviors: Behavior[] = [];
  let chosen: Origin | undefined;
  for (const event of events) {
    const origin = originOf(event, origins);
    if (isTruthy(at(event.value, "isDefaultOrigin"))) chosen ??= origin;
    addBehavior(event, origin, behaviors);
    atTheEdge(stack, event);
  }
  stack.trust("edgelambda.amazonaws.com");
  stack.allow(first.origin, {
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:TagResource"],
    Resource: [{ "Fn::Sub": "arn:${AWS::Partition}:logs:*:*:*" }],
  });
  addDistribution(service, stack, first, origins, behaviors, chosen);
  const region = literal(service.region);
  if (region !== undefined && region !== EDGE_REGION) {
    const reason = `functions at the edge have to be in ${EDGE_REGION}, not ${region}`;
    service.report(problem("serverless-invalid", first.origin.span, { reason }));
  }
}

function addCachePolicies(service: Service, stack: Stack): void {
  const policies = at(service.provider, "cloudFront", "cachePolicies");
  for (const [name, config] of policies?.kind === "mapping" ? policies.entries : []) {
    const CachePolicyConfig = {
      ...(config.kind === "mapping" ? Object.fromEntries(config.entries) : {}),
      Name: text(config.origin, service.name, "-", service.stage, `-${name}`),
    };
    stack.add(`CloudFrontCachePolicy${normalized(name)}`, "AWS::CloudFront::CachePolicy", config.origin, {
      CachePolicyConfig,
    });
  }
}

/** Lambda@Edge knows neither VPCs nor environment variables, and a replicated function cannot be deleted at once. */
function atTheEdge(stack: Stack, { fn, origin }: ServiceEvent): void {
  stack.change(fn.id, origin, { VpcConfig: undefined, Environment: undefined });
  stack.mark(fn.id, origin, { DeletionPolicy: "Retain" });
  stack.add(`${fn.id}InvokePermission`, "AWS::Lambda::Permission", origin, {
    FunctionName: { Ref: versionId(fn) },
    Action: "lambda:InvokeFunction",
    Principal: "edgelambda.amazonaws.com",
    SourceArn: {
      "Fn::Join": [
        "",
        [
          "arn:",
          { Ref: "AWS::Partition" },
          ":cloudfront::",
          { Ref: "AWS::AccountId" },
          ":distribution/",
          { Ref: DISTRIBUTION },
        ],
      ],
    },
  });
}

function originOf({ value }: ServiceEvent, origins: Origin[]): Origin {
  const written = at(value, "origin");
  const properties = originProperties(written);
  const id = originId(properties);
  const known = origins.find((origin) => origin.id === id);
  if (known) {
    known.properties = { ...properties, ...known.properties };
    return known;
  }
  const origin = { id, properties: { ...properties, Id: id } };
  origins.push(origin);
  return origin;
}

/** An origin by its URL (`s3://…` for a bucket), or in CloudFormation's own words. */
function originProperties(written: Node | undefined): Drafts {
  const url = literal(written);
  if (url === undefined)
    return written?.kind === "mapping" ? Object.fromEntries(written.entries) : { DomainName: written };
  const [, protocol = "", host = "", path = ""] = /^(\w+:)?\/\/([^/:]*)(?::\d+)?(\/[^?#]*)?/.exec(url) ?? [];
  return {
    DomainName: host,
    OriginPath: path.length > 1 ? path : undefined,
    ...(protocol === "s3:" ? { S3OriginConfig: {} } : { CustomOriginConfig: { OriginProtocolPolicy: "match-viewer" } }),
  };
}

function originId(properties: Drafts): string {
  const plain = (value: Draft) => draft(value, NOWHERE);
  const domain = plain(properties["DomainName"]);
  const name = literal(domain) ?? alphanumeric(JSON.stringify(toJson(domain)));
  const path = properties["OriginPath"] === undefined ? "" : identifying(plain(properties["OriginPath"]));
  return `${properties["S3OriginConfig"] ? "s3" : "custom"}/${name}${path}`;
}

/** For drafts that are only looked at. */
const NOWHERE = { why: "generated", span: { file: { path: "", text: "" }, start: 0, end: 0 } } as const;

function addBehavior(event: ServiceEvent, origin: Origin, behaviors: Behavior[]): void {
  const { fn, value } = event;
  const path = literal(at(value, "pathPattern"));
  const association = {
    EventType: at(value, "eventType"),
    LambdaFunctionARN: { Ref: versionId(fn) },
    IncludeBody: at(value, "includeBody"),
  };
  const known = behaviors.find((behavior) => behavior.path === path && behavior.origin === origin);
  if (known) {
    known.associations.push(association);
    return;
  }
  behaviors.push({ path, origin, properties: behaviorProperties(value), associations: [association] });
}

function behaviorProperties(value: Node): Drafts {
  const own = at(value, "behavior");
  const policy = truthy(value, "cachePolicy");
  const named = literal(at(policy, "name"));
  const isCachedOtherwise = ["CachePolicyId", "ForwardedValues", "MaxTTL", "MinTTL", "DefaultTTL"].some((key) =>
    at(own, key),
  );
  const id = policy
    ? (truthy(policy, "id") ?? { Ref: `CloudFrontCachePolicy${normalized(named ?? "")}` })
    : isCachedOtherwise
      ? undefined
      : CACHING_OPTIMIZED;
  return {
    ViewerProtocolPolicy: "allow-all",
    ...(own?.kind === "mapping" ? Object.fromEntries(own.entries) : {}),
    ...(id === undefined ? {} : { CachePolicyId: id }),
  };
}

function addDistribution(
  service: Service,
  stack: Stack,
  { origin: cause }: ServiceEvent,
  origins: readonly Origin[],
  found: readonly Behavior[],
  chosen: Origin | undefined,
): void {
  const written = ({ path, origin, properties, associations }: Behavior): Drafts => ({
    ...properties,
    TargetOriginId: origin.id,
    LambdaFunctionAssociations: associations,
    PathPattern: path,
  });
  const behaviors = [...found].sort((a, b) => Number(a.path !== undefined) - Number(b.path !== undefined));
  const [first] = behaviors;
  if (!first) return;
  const isDefault = first.path === undefined;
  if (!isDefault && !chosen && origins.length > 1) {
    const reason = "there are several origins and none has 'isDefaultOrigin'";
    service.report(problem("serverless-invalid", cause.span, { reason }));
  }
  const defaultOrigin = chosen ?? origins[0] ?? first.origin;
  const others = isDefault ? behaviors.slice(1) : behaviors;
  stack.add(DISTRIBUTION, "AWS::CloudFront::Distribution", cause, {
    DistributionConfig: {
      Comment: text(generatedFrom(cause, "Serverless Framework"), service.name, " ", service.stage),
      Enabled: true,
      DefaultCacheBehavior: isDefault ? written(first) : { ...first.properties, TargetOriginId: defaultOrigin.id },
      Origins: origins.map((origin) => origin.properties),
      CacheBehaviors: others.length > 0 ? others.map(written) : undefined,
    },
  });
  stack.output(DISTRIBUTION, cause, "CloudFront Distribution Id", { Ref: DISTRIBUTION });
  stack.output(`${DISTRIBUTION}DomainName`, cause, "CloudFront Distribution Domain Name", {
    "Fn::GetAtt": [DISTRIBUTION, "DomainName"],
  });
}
