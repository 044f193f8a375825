import { nameOf } from "@assay/analyzer";
import { permission, sendAction } from "../failures/permission.js";
import { describeTarget, roleSenders } from "../failures/sender.js";
import { defineRule, fail, pass, unknown, type EvidenceList } from "../rule.js";

export const failureTargetNotPermitted = defineRule({
  id: "failure-target-not-permitted",
  title: "The role may not send to the failure target",
  topic: "failures",
  severity: "high",
  why: "Lambda, Scheduler and Pipes put failed events into their target with the permissions of a role. Without them the event is lost although a target is configured; Lambda refuses some of these configurations, for others only a metric tells.",
  remedy: {
    sam: "Give the function `Policies` that allow the action; SAM does so itself for `DeadLetterQueue` and destinations when it makes the role.",
    serverless: "Allow the action under `provider.iam.role.statements`, or in the function's own role.",
    cdk: "Call `queue.grantSendMessages(role)`, or let the construct make the role.",
    cloudformation: "Allow the action on the target in a policy of the role.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
  ],
  aliases: [],
  covers: ["B2"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
  Job:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: job.handler
      Code: { S3Bucket: code, S3Key: job.zip }
      Role: !GetAtt Role.Arn
      DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
      Policies:
        - PolicyName: failed
          PolicyDocument: { Statement: [{ Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Failed.Arn }] }
  Job:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: job.handler
      Code: { S3Bucket: code, S3Key: job.zip }
      Role: !GetAtt Role.Arn
      DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn }
`,
    },
  ],
  *check(analysis) {
    for (const { edge, holder, roles } of roleSenders(analysis.graph)) {
      const { from, to, when } = edge;
      const action = sendAction(to);
      const target = describeTarget(edge);
      const place = { origin: edge.origin, says: target };
      if (action === undefined) {
        yield unknown(from, {
          key: to.id,
          when,
          message: `Whether the role of ${nameOf(holder)} allows to send to ${target} is not known: what it is, is not known here.`,
          evidence: [place],
        });
        continue;
      }
      const { state, because, evidence: found } = permission(analysis, roles, action, to);
      const evidence: EvidenceList = [place, ...found];
      const said = { key: to.id, when, evidence };
      const who = `The role of ${nameOf(holder)}`;
      if (state === "allowed") yield pass(from, { ...said, message: `${who} allows ${action} on ${target}.` });
      else if (state === "unknown")
        yield unknown(from, {
          ...said,
          message: `Whether the role of ${nameOf(holder)} allows ${action} on ${target} is not known: ${because}.`,
        });
      else yield fail(from, { ...said, message: `${who} does not allow ${action} on ${target}.` });
    }
  },
});
