import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import { jsonText } from "../json-text.js";
import { normalized } from "../names.js";
import type { Service } from "../service.js";
import { addPermission, aliasDependency, arn, targetOf, type Stack } from "../stack.js";
import { isFalse } from "../text.js";
import { numbered } from "./cloudwatch.js";
import { truthy } from "./mapping.js";

/** `iot`: https://www.serverless.com/framework/docs/providers/aws/events/iot */
export function addIotEvents(service: Service, stack: Stack): void {
  for (const { event, number } of numbered(service, "iot")) {
    const { fn, value, origin } = event;
    const id = `${normalized(fn.key)}IotTopicRule${number}`;
    stack.add(
      id,
      "AWS::IoT::TopicRule",
      origin,
      {
        RuleName: unbroken(truthy(value, "name")),
        TopicRulePayload: {
          RuleDisabled: isFalse(at(value, "enabled")),
          Sql: unbroken(at(value, "sql")),
          Actions: [{ Lambda: { FunctionArn: targetOf(fn) } }],
          Description: unbroken(truthy(value, "description")),
          AwsIotSqlVersion: truthy(value, "sqlVersion"),
        },
      },
      { DependsOn: aliasDependency(fn) },
    );
    const permission = `${normalized(fn.key)}LambdaPermissionIotTopicRule${number}`;
    addPermission(stack, permission, fn, origin, "iot.amazonaws.com", { SourceArn: arn("iot", "rule/", { Ref: id }) });
  }
}

/** `iotFleetProvisioning`: https://www.serverless.com/framework/docs/providers/aws/events/iot-fleet-provisioning */
export function addFleetProvisioningEvents(service: Service, stack: Stack): void {
  for (const { event, number } of numbered(service, "iotFleetProvisioning")) {
    const { fn, value, origin } = event;
    if (number > 1) {
      const reason = `the function '${fn.key}' has more than one iotFleetProvisioning event`;
      service.report(problem("serverless-invalid", origin.span, { reason }));
    }
    const permission = `${normalized(fn.key)}LambdaPermissionIotProvisioningTemplate`;
    const body = at(value, "templateBody");
    stack.add(
      `${normalized(fn.key)}IotProvisioningTemplate`,
      "AWS::IoT::ProvisioningTemplate",
      origin,
      {
        Enabled: at(value, "enabled") ?? true,
        PreProvisioningHook: { TargetArn: targetOf(fn) },
        ProvisioningRoleArn: at(value, "provisioningRoleArn"),
        TemplateBody: body && jsonText(body),
        TemplateName: truthy(value, "templateName"),
      },
      { DependsOn: [permission, fn.alias?.id] },
    );
    addPermission(stack, permission, fn, origin, "iot.amazonaws.com");
  }
}

function unbroken(node: Node | undefined): Node | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string" || !node.value.includes("\n")) return node;
  return { ...node, value: node.value.replace(/\r?\n/g, "") };
}
