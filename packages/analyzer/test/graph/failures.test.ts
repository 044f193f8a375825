import { describe, expect, it } from "vitest";
import { policyAllows, queueFacts, readTasks, roleAllows, type EdgeKind } from "@assay/analyzer";
import { edgesOf, graphOf } from "./edges.js";

const HEAD = "Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
const FN = "  Fn: { Type: AWS::Lambda::Function, Properties: {} }\n";
const Q = "  Q: { Type: AWS::SQS::Queue }\n";

describe("what fails where", () => {
  it.each<[string, EdgeKind[], string, string[]]>([
    [
      "a redrive policy as JSON",
      ["fails-to"],
      `${Q}  S: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: !Sub '{ "deadLetterTargetArn": "\${Q.Arn}", "maxReceiveCount": 4 }' } }\n`,
      ["fails-to S -> Q (redrive-policy)"],
    ],
    [
      "a redrive policy of a subscription",
      ["fails-to"],
      `${Q}  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: t, Protocol: https, Endpoint: 'https://a.b', RedrivePolicy: { deadLetterTargetArn: !GetAtt Q.Arn } } }\n`,
      ["fails-to S -> Q (dead-letter-queue)"],
    ],
    [
      "a mapping that exists in one scenario",
      ["triggers"],
      `${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Condition: IsProd, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn } }\n`,
      ["triggers Q -> Fn (sqs, queue, via M) when IsProd"],
    ],
    [
      "a subscription that exists in one scenario",
      ["triggers", "publishes"],
      `${FN}${Q}  T: { Type: AWS::SNS::Topic }\n  S: { Type: AWS::SNS::Subscription, Condition: IsProd, Properties: { TopicArn: !Ref T, Protocol: lambda, Endpoint: !GetAtt Fn.Arn } }\n  P: { Type: AWS::SNS::Subscription, Condition: IsProd, Properties: { TopicArn: !Ref T, Protocol: sqs, Endpoint: !GetAtt Q.Arn } }\n`,
      ["publishes T -> Q when IsProd", "triggers T -> Fn (sns, async, via S) when IsProd"],
    ],
    [
      "destinations that exist in one scenario",
      ["fails-to", "succeeds-to", "contains"],
      `${FN}${Q}  C: { Type: AWS::Lambda::EventInvokeConfig, Condition: IsProd, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn }, OnSuccess: { Destination: !GetAtt Q.Arn } } } }\n`,
      [
        "contains Fn -> C when IsProd",
        "fails-to Fn -> Q (on-failure-destination) when IsProd",
        "succeeds-to Fn -> Q when IsProd",
      ],
    ],
  ])("%s", async (_, kinds, resources, expected) => {
    expect(await edgesOf(`${HEAD}Resources:\n${resources}`, ...kinds)).toEqual(expected);
  });

  it("what a state retries and catches counts for the tasks in it", async () => {
    const inner = "{ StartAt: A, States: { A: { Type: Task, Resource: !GetAtt Fn.Arn, End: true } } }";
    const { graph } = await graphOf(`Resources:
${FN}  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: r
      Definition:
        StartAt: P
        States:
          P: { Type: Parallel, Branches: [${inner}], Retry: [{ ErrorEquals: [States.Timeout] }], Catch: [{ ErrorEquals: [States.ALL], Next: B }], Next: B }
          B: { Type: Task, Resource: !GetAtt Fn.Arn, Retry: [{ ErrorEquals: [States.ALL] }], End: true }
`);
    const [machine] = graph.ofKind("state-machine");
    const tasks = machine ? readTasks(machine.properties) : [];
    expect(tasks.map(({ name, retried, hasRetry, hasCatch }) => [name, retried, hasRetry, hasCatch])).toEqual([
      ["A", ["States.Timeout"], true, true],
      ["B", ["States.ALL"], true, false],
    ]);
  });

  it("a task is of the service that its resource names, whatever the partition", async () => {
    const { graph } = await graphOf(`Resources:
${FN}  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: r
      DefinitionSubstitutions: { Put: !Sub 'arn:\${AWS::Partition}:states:::dynamodb:putItem', Run: !GetAtt Fn.Arn }
      Definition:
        StartAt: A
        States:
          A: { Type: Task, Resource: '\${Put}', Next: B }
          B: { Type: Task, Resource: '\${Run}', Next: C }
          C: { Type: Task, Resource: '\${Missing}', End: true }
`);
    const [machine] = graph.ofKind("state-machine");
    const tasks = machine ? readTasks(machine.properties) : [];
    expect(tasks.map((task) => [task.service, task.function !== undefined])).toEqual([
      ["dynamodb", false],
      ["lambda", true],
      ["lambda", false],
    ]);
  });

  it("the configuration of queues, with defaults", async () => {
    const { graph } = await graphOf(`Resources:
${Q}  R: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:1:d.fifo' } } }\n`);
    const shown = graph.ofKind("queue").map((queue) => {
      const { fifo, retention, visibilityTimeout } = queueFacts(queue);
      const first = [fifo, retention, visibilityTimeout].map(([value]) =>
        value?.state === "known" ? value.value : value?.state,
      );
      return [queue.id, ...first];
    });
    expect(shown).toEqual([
      ["template.yaml#Q", false, 345600, 30],
      ["template.yaml#R", false, 345600, 30],
      ["external:arn:aws:sqs:eu-west-1:1:d.fifo", true, "unknown", "unknown"],
    ]);
  });
});

describe("who may send", () => {
  const statement = (fields: string) => `{ Statement: [{ Effect: Allow, ${fields} }] }`;

  it.each([
    ["names the queue", "Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn", "allowed"],
    ["names actions by a pattern", "Action: 'sqs:*', Resource: !GetAtt Q.Arn", "allowed"],
    ["names everything", "Action: ['sqs:SendMessage'], Resource: '*'", "allowed"],
    ["names every queue", "Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:*'", "allowed"],
    ["names another action", "Action: 'sqs:ReceiveMessage', Resource: !GetAtt Q.Arn", "not-allowed"],
    ["names another queue", "Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:1:b'", "not-allowed"],
    ["names what a parameter gives", "Action: 'sqs:SendMessage', Resource: !Ref Stage", "unknown"],
    ["names a pattern", "Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:a-*'", "unknown"],
    ["names all actions but some", "NotAction: 'iam:*', Resource: '*'", "unknown"],
  ])("a role that %s", async (_, fields, expected) => {
    const { graph, statements } = await graphOf(
      `${HEAD}Resources:\n${Q}  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: ${statement(fields)} }] } }\n`,
    );
    const [role] = graph.ofKind("role");
    const [queue] = graph.ofKind("queue");
    if (!role || !queue) throw new Error("the template declares both");
    expect(roleAllows(role, "sqs:SendMessage", queue, graph, statements.get(role.id) ?? []).state).toBe(expected);
  });

  it.each([
    ["the service", "Principal: { Service: sns.amazonaws.com }, Action: 'sqs:SendMessage'", "allowed"],
    ["everybody", "Principal: '*', Action: 'sqs:*'", "allowed"],
    ["another service", "Principal: { Service: events.amazonaws.com }, Action: 'sqs:SendMessage'", "not-allowed"],
    [
      "the service something else",
      "Principal: { Service: sns.amazonaws.com }, Action: 'sqs:PurgeQueue'",
      "not-allowed",
    ],
    ["what a parameter gives", "Principal: { Service: !Ref Stage }, Action: 'sqs:SendMessage'", "unknown"],
  ])("a policy that allows %s", async (_, fields, expected) => {
    const { graph, statements } = await graphOf(
      `${HEAD}Resources:\n${Q}  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Q], PolicyDocument: ${statement(`${fields}, Resource: '*'`)} } }\n`,
    );
    const [queue] = graph.ofKind("queue");
    const held = statements.get(queue?.id ?? "") ?? [];
    expect(policyAllows("sns.amazonaws.com", ["sqs:SendMessage"], held).state).toBe(expected);
  });
});
