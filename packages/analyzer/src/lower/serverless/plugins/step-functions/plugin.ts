import { at, type Node } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import { tagsOf } from "../../functions/role.js";
import { normalized } from "../../names.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { identifying, isFalse, isTrue, isTruthy, listOf, literal, text } from "../../text.js";
import type { Plugin } from "../plugin.js";
import { definitionString } from "./definition.js";
import { addEvents, routesOf } from "./events.js";
import { addNotifications } from "./notifications.js";
import { statementsOf } from "./permissions.js";
import { stateMachinesOf, type StateMachine } from "./state-machine.js";

/** State machines, what they may do and what starts them. https://github.com/serverless-operations/serverless-step-functions */
export const stepFunctions: Plugin = {
  routes: routesOf,
  generate: (service, stack) => {
    for (const machine of stateMachinesOf(service)) {
      if (!isTruthy(at(machine.config, "role"))) addRole(service, stack, machine);
      addStateMachine(service, stack, machine);
      addAlarms(service, stack, machine);
      addNotifications(service, stack, machine);
    }
    for (const activity of listOf(at(service.root, "stepFunctions", "activities"))) {
      const id = `${normalized(identifying(activity))}StepFunctionsActivity`;
      stack.add(id, "AWS::StepFunctions::Activity", activity.origin, { Name: activity });
      stack.output(`${id}Arn`, activity.origin, "Current StateMachine Arn", { Ref: id });
    }
    addEvents(service, stack);
  },
};

function addRole(service: Service, stack: Stack, machine: StateMachine): void {
  const { provider, stage, name } = service;
  const { origin } = machine.config;
  const path = at(provider, "iam", "role", "path");
  const boundary = at(provider, "rolePermissionsBoundary");
  stack.add(`${machine.id}Role`, "AWS::IAM::Role", origin, {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: { "Fn::Sub": "states.${AWS::Region}.amazonaws.com" } },
          Action: "sts:AssumeRole",
        },
      ],
    },
    Policies: [
      {
        PolicyName: text(origin, stage, "-", name, "-statemachine"),
        PolicyDocument: { Version: "2012-10-17", Statement: statementsOf(service, machine) },
      },
    ],
    Path: isTruthy(path) ? path : undefined,
    PermissionsBoundary: isTruthy(boundary) ? boundary : undefined,
  });
}

function addStateMachine(service: Service, stack: Stack, machine: StateMachine): void {
  const { config, id } = machine;
  const role = at(config, "role");
  const definition = at(config, "definition");
  const general = isFalse(at(config, "inheritGlobalTags")) ? undefined : at(service.provider, "tags");
  const dependencies = listOf(at(config, "dependsOn"));
  stack.add(
    id,
    "AWS::StepFunctions::StateMachine",
    config.origin,
    {
      DefinitionString:
        definition && definitionString(service, stack, definition, isTrue(at(config, "useExactVersion"))),
      RoleArn: isTruthy(role) ? role : { "Fn::GetAtt": [`${id}Role`, "Arn"] },
      StateMachineType: at(config, "type"),
      StateMachineName: at(config, "name"),
      LoggingConfiguration: logging(at(config, "loggingConfig")),
      TracingConfiguration: enabled(at(config, "tracingConfig")),
      EncryptionConfiguration: encryption(at(config, "encryptionConfig")),
      Tags: tagsOf(general, at(config, "tags")),
    },
    {
      DependsOn: [...(isTruthy(role) ? [] : [`${id}Role`]), ...dependencies],
      DeletionPolicy: isTruthy(at(config, "retain")) ? "Retain" : undefined,
    },
  );
  if (isTrue(at(service.root, "stepFunctions", "noOutput"))) return;
  stack.output(`${id}Arn`, config.origin, "Current StateMachine Arn", { Ref: id });
}

function logging(config: Node | undefined): Draft {
  if (!isTruthy(config)) return undefined;
  const destinations = listOf(at(config, "destinations"));
  return {
    Level: at(config, "level"),
    IncludeExecutionData: at(config, "includeExecutionData"),
    Destinations:
      destinations.length > 0
        ? destinations.map((LogGroupArn) => ({ CloudWatchLogsLogGroup: { LogGroupArn } }))
        : undefined,
  };
}

function enabled(config: Node | undefined): Draft {
  return isTruthy(config) ? { Enabled: at(config, "enabled") } : undefined;
}

function encryption(config: Node | undefined): Draft {
  if (!isTruthy(config)) return undefined;
  const key = at(config, "KmsKeyId");
  return {
    KmsDataKeyReusePeriodSeconds: at(config, "KmsDataKeyReusePeriodSeconds"),
    KmsKeyId: key && { "Fn::Sub": key },
    Type: at(config, "Type"),
  };
}

/** The metrics of state machines, and how the plugin speaks of them. */
const METRICS: ReadonlyMap<string, { readonly name: string; readonly words: string }> = new Map([
  ["executionsTimedOut", { name: "ExecutionsTimedOut", words: "executions timed out" }],
  ["executionsFailed", { name: "ExecutionsFailed", words: "executions failed" }],
  ["executionsAborted", { name: "ExecutionsAborted", words: "executions were aborted" }],
  ["executionThrottled", { name: "ExecutionThrottled", words: "execution were throttled" }],
  ["executionsSucceeded", { name: "ExecutionsSucceeded", words: "executions succeeded" }],
]);

function addAlarms(service: Service, stack: Stack, machine: StateMachine): void {
  const alarms = at(machine.config, "alarms");
  const actions = (kind: string) => listOf(at(alarms, "topics", kind));
  for (const item of listOf(at(alarms, "metrics"))) {
    const name = literal(item) ?? literal(at(item, "metric")) ?? "";
    const metric = METRICS.get(name);
    if (metric === undefined) continue;
    const template = literal(at(alarms, "nameTemplate"));
    const fromTemplate = template
      ?.replace("$[stateMachineName]", identifying(machine.name))
      .replace("$[cloudWatchMetricName]", metric.name)
      .replace("$[metricName]", name);
    const id = literal(at(item, "logicalId")) ?? `${machine.id}${metric.name}Alarm`;
    stack.add(id, "AWS::CloudWatch::Alarm", item.origin, {
      Namespace: "AWS/States",
      MetricName: metric.name,
      AlarmDescription: text(item.origin, machine.name, "[", service.stage, "][", service.region, `]: ${metric.words}`),
      AlarmName: at(item, "alarmName") ?? fromTemplate,
      Threshold: 1,
      Period: at(item, "period") ?? at(alarms, "period") ?? 60,
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Statistic: "Sum",
      OKActions: actions("ok"),
      AlarmActions: actions("alarm"),
      InsufficientDataActions: actions("insufficientData"),
      TreatMissingData: at(item, "treatMissingData") ?? at(alarms, "treatMissingData") ?? "missing",
      Dimensions: [{ Name: "StateMachineArn", Value: { Ref: machine.id } }],
    });
  }
}
