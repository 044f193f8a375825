import type { View } from "../../evaluate/model.js";
import { known, readEntries, readItems, readString, readText } from "../../evaluate/read.js";
import { showText } from "../../evaluate/text.js";
import { invocationOf, type EventKind } from "../invocation.js";
import type { Resource } from "../model.js";
import type { LinkContext, Linker } from "./linker.js";

interface Trigger {
  readonly event: EventKind;
  readonly from: Resource;
  readonly via?: Resource;
  readonly view: View;
  readonly path: readonly string[];
  readonly detail?: string | undefined;
  readonly authorization?: string | undefined;
}

/** Connects the function that stands at a path. */
function invoke(
  { graph, locator }: LinkContext,
  { event, from, via, view, path, detail, authorization }: Trigger,
): void {
  for (const { value, origin, when } of known(readText(view, ...path))) {
    const { resource, qualifier, confidence } = locator.find(value, origin, ["function"]);
    const at = via?.origin ?? origin;
    graph.connect("triggers", from, resource, {
      event,
      invocation: invocationOf(event),
      via,
      qualifier,
      detail,
      authorization,
      confidence,
      origin: at,
      when,
    });
  }
}

function simple(types: readonly string[], link: Linker["link"]): Linker {
  return { types, link };
}

/** A resource that stands elsewhere, named at a path of a view. */
function named(context: LinkContext, view: View, ...path: readonly string[]): Resource | undefined {
  const [found] = known(readText(view, ...path));
  return found && context.locator.find(found.value, found.origin).resource;
}

function text(view: View, ...path: readonly string[]): string | undefined {
  const [found] = known(readText(view, ...path));
  return found && showText(found.value);
}

/** Event sources whose link is one property: each entry says where the function stands. */
export const otherTriggerLinkers: readonly Linker[] = [
  simple(["AWS::Lambda::Url"], (url, context) => {
    const authorization = known(readString(url.properties, "AuthType"))[0]?.value;
    invoke(context, {
      event: "function-url",
      from: url,
      via: url,
      view: url.properties,
      path: ["TargetFunctionArn"],
      authorization,
    });
  }),
  simple(["AWS::Cognito::UserPool"], (pool, context) => {
    for (const { key, view } of readEntries(pool.properties, "LambdaConfig")) {
      if (key === "KMSKeyID") continue;
      const isNested = readEntries(view).some((entry) => entry.key === "LambdaArn");
      const detail = key.replace(/Config$/, "");
      if (isNested) invoke(context, { event: "cognito", from: pool, view, path: ["LambdaArn"], detail });
      else invoke(context, { event: "cognito", from: pool, view, path: [], detail });
    }
  }),
  simple(["Custom::CognitoUserPool"], (custom, context) => {
    const pool = named(context, custom.properties, "UserPoolName") ?? custom;
    for (const { view } of readItems(custom.properties, "UserPoolConfigs")) {
      invoke(context, {
        event: "cognito",
        from: pool,
        via: custom,
        view: custom.properties,
        path: ["FunctionName"],
        detail: text(view, "Trigger"),
      });
    }
  }),
  simple(["AWS::IoT::TopicRule"], (rule, context) => {
    const detail = text(rule.properties, "TopicRulePayload", "Sql");
    for (const { view } of readItems(rule.properties, "TopicRulePayload", "Actions")) {
      invoke(context, { event: "iot", from: rule, view, path: ["Lambda", "FunctionArn"], detail });
    }
  }),
  simple(["AWS::IoT::ProvisioningTemplate"], (template, context) => {
    invoke(context, {
      event: "iot-provisioning",
      from: template,
      view: template.properties,
      path: ["PreProvisioningHook", "TargetArn"],
    });
  }),
  simple(["AWS::ElasticLoadBalancingV2::TargetGroup"], (group, context) => {
    if (text(group.properties, "TargetType") !== "lambda") return;
    for (const { view } of readItems(group.properties, "Targets"))
      invoke(context, { event: "alb", from: group, view, path: ["Id"] });
  }),
  simple(["AWS::Logs::SubscriptionFilter"], (filter, context) => {
    const from = named(context, filter.properties, "LogGroupName") ?? filter;
    for (const { value, origin, when } of known(readText(filter.properties, "DestinationArn"))) {
      const { resource, qualifier, confidence } = context.locator.find(value, origin);
      const detail = text(filter.properties, "FilterPattern");
      if (resource.kind === "function") {
        const details = {
          event: "cloudwatch-logs",
          invocation: "async",
          via: filter,
          qualifier,
          detail,
          authorization: undefined,
        } as const;
        context.graph.connect("triggers", from, resource, { ...details, confidence, origin: filter.origin, when });
      } else context.graph.connect("publishes", from, resource, { statement: undefined, actions: [], origin, when });
    }
  }),
  simple(["AWS::SES::ReceiptRule"], (rule, context) => {
    for (const { view } of readItems(rule.properties, "Rule", "Actions"))
      invoke(context, { event: "ses", from: rule, view, path: ["LambdaAction", "FunctionArn"] });
  }),
  simple(["AWS::Config::ConfigRule"], (rule, context) => {
    if (text(rule.properties, "Source", "Owner") !== "CUSTOM_LAMBDA") return;
    invoke(context, { event: "config-rule", from: rule, view: rule.properties, path: ["Source", "SourceIdentifier"] });
  }),
  simple(["AWS::CloudFront::Distribution"], (distribution, context) => {
    const behaviors = [
      ...readItems(distribution.properties, "DistributionConfig", "DefaultCacheBehavior"),
      ...readItems(distribution.properties, "DistributionConfig", "CacheBehaviors"),
    ];
    for (const behavior of behaviors) {
      const pattern = text(behavior.view, "PathPattern") ?? "*";
      for (const { view } of readItems(behavior.view, "LambdaFunctionAssociations")) {
        const detail = `${text(view, "EventType") ?? ""} ${pattern}`.trim();
        invoke(context, { event: "cloudfront", from: distribution, view, path: ["LambdaFunctionARN"], detail });
      }
    }
  }),
  simple(["AWS::SecretsManager::RotationSchedule"], (schedule, context) => {
    const from = named(context, schedule.properties, "SecretId") ?? schedule;
    invoke(context, {
      event: "secrets-rotation",
      from,
      via: schedule,
      view: schedule.properties,
      path: ["RotationLambdaARN"],
    });
  }),
  simple(["AWS::AppSync::DataSource"], (source, context) => {
    const from = named(context, source.properties, "ApiId") ?? source;
    const { properties } = source;
    invoke(context, {
      event: "appsync",
      from,
      via: source,
      view: properties,
      path: ["LambdaConfig", "LambdaFunctionArn"],
      detail: text(properties, "Name"),
    });
    for (const { value, origin, when } of known(readText(properties, "DynamoDBConfig", "TableName"))) {
      const table = context.locator.find(value, origin, ["table"]).resource;
      context.graph.connect("reads", from, table, { statement: undefined, actions: [], origin, when });
    }
  }),
  simple(["AWS::AppSync::GraphQLApi"], (api, context) => {
    invoke(context, {
      event: "authorizer",
      from: api,
      view: api.properties,
      path: ["LambdaAuthorizerConfig", "AuthorizerUri"],
    });
  }),
  simple(["AWS::CloudFormation::Macro"], (macro, context) => {
    invoke(context, { event: "cloudformation-macro", from: macro, view: macro.properties, path: ["FunctionName"] });
  }),
  simple(["AWS::KinesisFirehose::DeliveryStream"], (stream, context) => {
    for (const destination of readEntries(stream.properties)) {
      for (const processor of readItems(destination.view, "ProcessingConfiguration", "Processors")) {
        for (const { view } of readItems(processor.view, "Parameters")) {
          if (text(view, "ParameterName") === "LambdaArn")
            invoke(context, { event: "firehose", from: stream, view, path: ["ParameterValue"] });
        }
      }
      for (const { value, origin, when } of known(readText(destination.view, "BucketARN"))) {
        context.graph.connect("writes", stream, context.locator.find(value, origin, ["bucket"]).resource, {
          statement: undefined,
          actions: [],
          origin,
          when,
        });
      }
    }
  }),
  simple(["AWS::S3ObjectLambda::AccessPoint"], (point, context) => {
    for (const { view } of readItems(point.properties, "ObjectLambdaConfiguration", "TransformationConfigurations")) {
      invoke(context, {
        event: "s3-object-lambda",
        from: point,
        view,
        path: ["ContentTransformation", "AwsLambda", "FunctionArn"],
      });
    }
  }),
  simple(["AWS::CodePipeline::Pipeline"], (pipeline, context) => {
    for (const stage of readItems(pipeline.properties, "Stages")) {
      for (const { view } of readItems(stage.view, "Actions")) {
        if (text(view, "ActionTypeId", "Category") === "Invoke")
          invoke(context, { event: "codepipeline", from: pipeline, view, path: ["Configuration", "FunctionName"] });
      }
    }
  }),
];
