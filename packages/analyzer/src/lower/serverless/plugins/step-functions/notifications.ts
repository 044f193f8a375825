import { at, toJson, type Node } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import { md5 } from "../../digest.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { identifying, isTruthy, listOf, literal, text } from "../../text.js";
import { localReference, type StateMachine } from "./state-machine.js";

const STATUSES = ["ABORTED", "FAILED", "RUNNING", "SUCCEEDED", "TIMED_OUT"];
/** Targets that EventBridge reaches with a role; the others by a policy of their own. */
const BY_ROLE: Readonly<Record<string, string>> = {
  kinesis: "kinesis:PutRecord",
  firehose: "firehose:PutRecord",
  stepFunctions: "states:StartExecution",
};

/** Adds the rules that tell others how executions end (`notifications` of a state machine). */
export function addNotifications(service: Service, stack: Stack, machine: StateMachine): void {
  const notifications = at(machine.config, "notifications");
  if (!isTruthy(notifications) || literal(at(machine.config, "type")) === "EXPRESS") return;
  const roleId = `${machine.id}NotificationsIamRole`;
  const policies: Draft[] = [];
  let index = 0;
  const rules: [string, readonly Draft[]][] = [];
  for (const status of STATUSES) {
    const targets = listOf(at(notifications, status)).map((target, i) => {
      const { kind, arn } = targetOf(service, target);
      const action = BY_ROLE[kind];
      const suffix = md5(JSON.stringify({ kind, arn: toJson(arn) })).slice(0, 5);
      if (action === undefined) addPolicy(stack, machine, kind, arn, `${index}${suffix}`);
      else {
        const Statement = [{ Effect: "Allow", Action: action, Resource: arn }];
        policies.push({
          PolicyName: `${status}-${kind}-${suffix}`,
          PolicyDocument: { Version: "2012-10-17", Statement },
        });
      }
      index++;
      return targetDraft(target, kind, arn, text(target.origin, machine.name, `-${status}-${i}${suffix}`), roleId);
    });
    if (targets.length > 0) rules.push([status, targets]);
  }
  if (policies.length > 0) addRole(service, stack, roleId, notifications, policies);
  for (const [status, targets] of rules) {
    stack.add(
      `${machine.id}Notifications${status.replace("_", "")}EventRule`,
      "AWS::Events::Rule",
      notifications.origin,
      {
        Description: text(
          notifications.origin,
          `[${status}] status notification for state machine [`,
          machine.name,
          "]",
        ),
        EventPattern: {
          source: ["aws.states"],
          "detail-type": ["Step Functions Execution Status Change"],
          detail: { status: [status], stateMachineArn: [{ Ref: machine.id }] },
        },
        Name: text(notifications.origin, machine.name, `-${status}-notification`),
        RoleArn: policies.length > 0 ? { "Fn::GetAtt": [roleId, "Arn"] } : undefined,
        Targets: targets,
      },
    );
  }
}

function targetOf(service: Service, target: Node): { kind: string; arn: Node } {
  const [kind = "", value = target] = target.kind === "mapping" ? ([...target.entries][0] ?? []) : [];
  return { kind, arn: localReference(service, at(value, "arn") ?? value) };
}

function targetDraft(target: Node, kind: string, arn: Node, id: Node, roleId: string): Draft {
  const details = at(target, kind);
  const group = at(details, "messageGroupId");
  const partition = at(details, "partitionKeyPath");
  return {
    Arn: arn,
    Id: id,
    SqsParameters: group && { MessageGroupId: group },
    KinesisParameters: partition && { PartitionKeyPath: partition },
    RoleArn: kind === "stepFunctions" ? { "Fn::GetAtt": [roleId, "Arn"] } : undefined,
  };
}

function addRole(service: Service, stack: Stack, id: string, cause: Node, policies: readonly Draft[]): void {
  const path = at(service.provider, "iam", "role", "path");
  stack.add(id, "AWS::IAM::Role", cause.origin, {
    AssumeRolePolicyDocument: {
      Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "events.amazonaws.com" } },
    },
    Policies: policies,
    Path: isTruthy(path) ? path : undefined,
  });
}

function addPolicy(stack: Stack, machine: StateMachine, kind: string, arn: Node, suffix: string): void {
  const id = `${machine.id}ResourcePolicy${suffix}`;
  const principal = { Service: "events.amazonaws.com" };
  const document = (action: string) => ({
    Version: "2012-10-17",
    Statement: { Principal: principal, Effect: "Allow", Action: action, Resource: arn },
  });
  if (kind === "sns")
    stack.add(id, "AWS::SNS::TopicPolicy", arn.origin, { PolicyDocument: document("sns:Publish"), Topics: [arn] });
  if (kind === "sqs")
    stack.add(id, "AWS::SQS::QueuePolicy", arn.origin, {
      PolicyDocument: document("sqs:SendMessage"),
      Queues: [queueUrl(arn)],
    });
  if (kind === "lambda") {
    const properties = { Action: "lambda:InvokeFunction", FunctionName: arn, Principal: "events.amazonaws.com" };
    stack.add(id, "AWS::Lambda::Permission", arn.origin, properties);
  }
}

function queueUrl(arn: Node): Draft {
  const attribute = at(arn, "Fn::GetAtt");
  if (attribute?.kind === "sequence") return { Ref: attribute.items[0] };
  const QueueName = identifying(arn).split(":").at(-1);
  return { "Fn::Sub": ["https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/${QueueName}", { QueueName }] };
}
