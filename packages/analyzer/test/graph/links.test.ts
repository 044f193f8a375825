import { describe, expect, it } from "vitest";
import { failurePaths, type EdgeKind } from "@assay/analyzer";
import { edgesOf, graphOf } from "./edges.js";

const FN = "  Fn: { Type: AWS::Lambda::Function, Properties: PROPERTIES }\n";
const template = (resources: string, properties = "{}") =>
  `Resources:\n${FN.replace("PROPERTIES", properties)}${resources}`;
const resource = (id: string, type: string, properties: string) =>
  `  ${id}: { Type: ${type}, Properties: ${properties} }\n`;
const QUEUE = resource("Q", "AWS::SQS::Queue", "{ QueueName: failed }");

describe("what a function is connected with", () => {
  it.each<[string, EdgeKind[], string, string, string[]]>([
    [
      "its dead-letter queue",
      ["fails-to"],
      "{ DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } }",
      QUEUE,
      ["fails-to Fn -> Q (dead-letter-queue)"],
    ],
    [
      "its destinations",
      ["fails-to", "succeeds-to"],
      "{}",
      QUEUE +
        resource(
          "C",
          "AWS::Lambda::EventInvokeConfig",
          "{ FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn }, OnSuccess: { Destination: !GetAtt Q.Arn } } }",
        ),
      ["fails-to Fn -> Q (on-failure-destination)", "succeeds-to Fn -> Q"],
    ],
    [
      "destinations of an alias",
      ["fails-to"],
      "{}",
      QUEUE +
        resource(
          "C",
          "AWS::Lambda::EventInvokeConfig",
          "{ FunctionName: !Ref Fn, Qualifier: live, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } }",
        ),
      ["fails-to Fn -> Q (on-failure-destination, :live)"],
    ],
    [
      "a queue's redrive",
      ["fails-to"],
      "{}",
      QUEUE +
        resource(
          "S",
          "AWS::SQS::Queue",
          "{ RedrivePolicy: { deadLetterTargetArn: !GetAtt Q.Arn, maxReceiveCount: 3 } }",
        ),
      ["fails-to S -> Q (redrive-policy)"],
    ],
    [
      "a rule's dead-letter queue",
      ["fails-to"],
      "{}",
      QUEUE +
        resource(
          "R",
          "AWS::Events::Rule",
          "{ ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Q.Arn } }] }",
        ),
      ["fails-to R -> Q (dead-letter-queue, for Fn)"],
    ],
    [
      "its network",
      ["runs-in"],
      "{ VpcConfig: { SubnetIds: [!Ref N], SecurityGroupIds: [sg-1] } }",
      resource("N", "AWS::EC2::Subnet", "{}"),
      ["runs-in Fn -> N", "runs-in Fn -> external:sg-1"],
    ],
    [
      "its log group by configuration",
      ["logs-to"],
      "{ LoggingConfig: { LogGroup: !Ref L } }",
      resource("L", "AWS::Logs::LogGroup", "{}"),
      ["logs-to Fn -> L"],
    ],
    [
      "its log group by name",
      ["logs-to"],
      "{ FunctionName: orders }",
      resource("L", "AWS::Logs::LogGroup", "{ LogGroupName: /aws/lambda/orders }"),
      ["logs-to Fn -> L likely"],
    ],
    [
      "its log group by reference",
      ["logs-to"],
      "{}",
      resource("L", "AWS::Logs::LogGroup", "{ LogGroupName: !Sub '/aws/lambda/${Fn}' }"),
      ["logs-to Fn -> L"],
    ],
    [
      "what its environment names",
      ["configures"],
      "{ Environment: { Variables: { QUEUE: !Ref Q, TEXT: failed } } }",
      QUEUE,
      ["configures Fn -> Q (QUEUE)"],
    ],
    [
      "an alarm by metric",
      ["monitors", "notifies"],
      "{}",
      resource("T", "AWS::SNS::Topic", "{}") +
        resource(
          "A",
          "AWS::CloudWatch::Alarm",
          "{ Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: !Ref Fn }], AlarmActions: [!Ref T] }",
        ),
      ["monitors A -> Fn (AWS/Lambda/Errors)", "notifies A -> T (ALARM)"],
    ],
    [
      "an alarm by metric math",
      ["monitors"],
      "{}",
      resource(
        "A",
        "AWS::CloudWatch::Alarm",
        "{ Metrics: [{ Id: e, MetricStat: { Metric: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: !Ref Fn }] } } }, { Id: x, Expression: e * 2 }] }",
      ),
      ["monitors A -> Fn (AWS/Lambda/Errors)"],
    ],
    [
      "a composite alarm",
      ["monitors"],
      "{}",
      resource(
        "A",
        "AWS::CloudWatch::Alarm",
        "{ Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: !Ref Fn }] }",
      ) + resource("C", "AWS::CloudWatch::CompositeAlarm", "{ AlarmRule: !Sub 'ALARM(${A})' }"),
      ["monitors A -> Fn (AWS/Lambda/Errors)", "monitors C -> Fn (AWS/Lambda/Errors)"],
    ],
  ])("%s", async (_, kinds, properties, resources, expected) => {
    expect(await edgesOf(template(resources, properties), ...kinds)).toEqual(expected);
  });
});

it("follows what an alarm watches and notifies in some scenarios only", async () => {
  const head = "Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
  const alarm = resource(
    "A",
    "AWS::CloudWatch::Alarm",
    "{ Namespace: AWS/Lambda, MetricName: Errors, Dimensions: !If [IsProd, [{ Name: FunctionName, Value: !Ref Fn }], []], AlarmActions: !If [IsProd, [!Ref T], !Ref AWS::NoValue] }",
  );
  const text = head + template(alarm + resource("T", "AWS::SNS::Topic", "{}"));
  expect(await edgesOf(text, "monitors", "notifies")).toEqual([
    "monitors A -> Fn (AWS/Lambda/Errors) when IsProd",
    "notifies A -> T (ALARM) when IsProd",
  ]);
});

describe("access that IAM allows", () => {
  const role = (statement: string, rest = "") =>
    resource(
      "R",
      "AWS::IAM::Role",
      `{ RoleName: worker, Policies: [{ PolicyName: p, PolicyDocument: { Statement: ${statement} } }] }`,
    ) + rest;
  const TABLE = resource("T", "AWS::DynamoDB::Table", "{ TableName: orders-table }");
  it.each<[string, string, string[]]>([
    [
      "reading",
      role("[{ Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt T.Arn }]", TABLE),
      ["reads Fn -> T (dynamodb:GetItem)"],
    ],
    [
      "writing",
      role("{ Effect: Allow, Action: [dynamodb:PutItem, dynamodb:Query], Resource: !GetAtt T.Arn }", TABLE),
      ["reads Fn -> T (dynamodb:Query)", "writes Fn -> T (dynamodb:PutItem)"],
    ],
    [
      "a wildcard action",
      role("[{ Effect: Allow, Action: 'dynamodb:*', Resource: !GetAtt T.Arn }]", TABLE),
      ["reads Fn -> T (dynamodb:*)", "writes Fn -> T (dynamodb:*)"],
    ],
    [
      "sending",
      role("[{ Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Q.Arn }]", QUEUE),
      ["publishes Fn -> Q (sqs:SendMessage)"],
    ],
    [
      "a table by its name in an ARN",
      role(
        "[{ Effect: Allow, Action: dynamodb:Scan, Resource: !Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-table' }]",
        TABLE,
      ),
      ["reads Fn -> T (dynamodb:Scan)"],
    ],
    [
      "a table by a pattern",
      role("[{ Effect: Allow, Action: dynamodb:Scan, Resource: 'arn:aws:dynamodb:*:*:table/orders-*' }]", TABLE),
      ["reads Fn -> T (dynamodb:Scan)"],
    ],
    [
      "everything allows nothing in particular",
      role("[{ Effect: Allow, Action: dynamodb:Scan, Resource: '*' }]", TABLE),
      [],
    ],
    ["a denial is no access", role("[{ Effect: Deny, Action: dynamodb:Scan, Resource: !GetAtt T.Arn }]", TABLE), []],
    [
      "a policy of its own",
      resource("R", "AWS::IAM::Role", "{}") +
        resource(
          "P",
          "AWS::IAM::Policy",
          "{ Roles: [!Ref R], PolicyDocument: { Statement: [{ Effect: Allow, Action: dynamodb:Scan, Resource: !GetAtt T.Arn }] } }",
        ) +
        TABLE,
      ["reads Fn -> T (dynamodb:Scan)"],
    ],
    [
      "a managed policy of the template",
      resource("R", "AWS::IAM::Role", "{ ManagedPolicyArns: [!Ref P] }") +
        resource(
          "P",
          "AWS::IAM::ManagedPolicy",
          "{ PolicyDocument: { Statement: [{ Effect: Allow, Action: dynamodb:Scan, Resource: !GetAtt T.Arn }] } }",
        ) +
        TABLE,
      ["reads Fn -> T (dynamodb:Scan)"],
    ],
  ])("%s", async (_, resources, expected) => {
    const edges = await edgesOf(
      template(resources, "{ Role: !GetAtt R.Arn }"),
      "reads",
      "writes",
      "publishes",
      "invokes",
    );
    expect(edges).toEqual(expected);
  });
  it("follows an environment variable where everything is allowed", async () => {
    const resources = role("[{ Effect: Allow, Action: dynamodb:Scan, Resource: '*' }]", TABLE);
    const properties = "{ Role: !GetAtt R.Arn, Environment: { Variables: { TABLE: !Ref T } } }";
    expect(await edgesOf(template(resources, properties), "reads")).toEqual(["reads Fn -> T (dynamodb:Scan)"]);
  });
  it("draws no access from an environment variable alone", async () => {
    expect(
      await edgesOf(template(TABLE, "{ Environment: { Variables: { TABLE: !Ref T } } }"), "reads", "writes"),
    ).toEqual([]);
  });
});

describe("failure paths", () => {
  const paths = async (resources: string, properties = "{}", head = "") => {
    const { graph } = await graphOf(head + template(resources, properties));
    const fn = graph.ofKind("function").find((found) => found.logicalId === "Fn");
    return failurePaths(fn!, graph).map(({ state, because }) => `${state}: ${because}`);
  };
  const mapping = (source: string, more = "") =>
    resource("M", "AWS::Lambda::EventSourceMapping", `{ EventSourceArn: ${source}, FunctionName: !Ref Fn${more} }`);
  const rule = (more = "") =>
    resource(
      "R",
      "AWS::Events::Rule",
      `{ ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn${more} }] }`,
    );
  const TOPIC_URL = resource("U", "AWS::Lambda::Url", "{ AuthType: NONE, TargetFunctionArn: !Ref Fn }");
  it.each<[string, string, string, string[]]>([
    [
      "a synchronous caller gets the error",
      TOPIC_URL,
      "{}",
      ["not-applicable: the caller waits for the answer and gets the error"],
    ],
    ["asynchronous without anything", rule(), "{}", ["lost: nothing keeps failed events"]],
    [
      "asynchronous with a dead-letter queue",
      rule() + QUEUE,
      "{ DeadLetterConfig: { TargetArn: !GetAtt Q.Arn } }",
      ["kept: Q"],
    ],
    [
      "a rule's own dead-letter queue keeps deliveries, not executions",
      rule(", DeadLetterConfig: { Arn: !GetAtt Q.Arn }") + QUEUE,
      "{}",
      ["lost: nothing keeps failed events"],
    ],
    [
      "a destination of another alias does not help",
      rule() +
        QUEUE +
        resource(
          "C",
          "AWS::Lambda::EventInvokeConfig",
          "{ FunctionName: !Ref Fn, Qualifier: live, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } }",
        ),
      "{}",
      ["lost: nothing keeps failed events"],
    ],
    [
      "a queue without redrive",
      mapping("!GetAtt S.Arn") + resource("S", "AWS::SQS::Queue", "{}"),
      "{}",
      ["lost: nothing keeps failed events"],
    ],
    [
      "a queue with redrive",
      mapping("!GetAtt S.Arn") +
        QUEUE +
        resource("S", "AWS::SQS::Queue", "{ RedrivePolicy: { deadLetterTargetArn: !GetAtt Q.Arn } }"),
      "{}",
      ["kept: Q"],
    ],
    [
      "a queue elsewhere",
      mapping("'arn:aws:sqs:eu-west-1:1:jobs'"),
      "{}",
      ["unknown: the queue is not declared in the scanned inputs"],
    ],
    [
      "a stream without destination",
      mapping("!GetAtt S.Arn") + resource("S", "AWS::Kinesis::Stream", "{}"),
      "{}",
      ["lost: nothing keeps failed events"],
    ],
    [
      "a stream with destination",
      mapping("!GetAtt S.Arn", ", DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } }") +
        QUEUE +
        resource("S", "AWS::Kinesis::Stream", "{}"),
      "{}",
      ["kept: Q"],
    ],
    [
      "a state with retry",
      resource(
        "S",
        "AWS::StepFunctions::StateMachine",
        "{ Definition: { States: { a: { Type: Task, Resource: !GetAtt Fn.Arn, Retry: [{}] } } } }",
      ),
      "{}",
      ["kept: Retry or Catch in 1 of 1 states"],
    ],
    [
      "a state without retry or catch",
      resource(
        "S",
        "AWS::StepFunctions::StateMachine",
        "{ Definition: { States: { a: { Type: Task, Resource: !GetAtt Fn.Arn } } } }",
      ),
      "{}",
      ["lost: Retry or Catch in 0 of 1 states"],
    ],
  ])("%s", async (_, resources, properties, expected) => {
    expect(await paths(resources, properties)).toEqual(expected);
  });
  it("names the scenario in which there is none", async () => {
    const head = "Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
    expect(
      await paths(
        rule() + QUEUE,
        "{ DeadLetterConfig: !If [IsProd, { TargetArn: !GetAtt Q.Arn }, !Ref AWS::NoValue] }",
        head,
      ),
    ).toEqual(["lost: nothing keeps failed events when not IsProd"]);
  });
});

describe("policies of resources", () => {
  const statement =
    "{ Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: sqs:SendMessage, Resource: '*' }";
  it.each<[string, string]>([
    [
      "a queue policy",
      QUEUE +
        resource("P", "AWS::SQS::QueuePolicy", `{ Queues: [!Ref Q], PolicyDocument: { Statement: [${statement}] } }`),
    ],
    ["a key's own policy", resource("Q", "AWS::KMS::Key", `{ KeyPolicy: { Statement: ${statement} } }`)],
    [
      "an event bus policy",
      resource("Q", "AWS::Events::EventBus", "{ Name: b }") +
        resource("P", "AWS::Events::EventBusPolicy", `{ EventBusName: !Ref Q, Statement: ${statement} }`),
    ],
  ])("%s", async (_, resources) => {
    const { statements } = await graphOf(template(resources));
    expect(statements.get("template.yaml#Q")?.map(({ principals, actions }) => [...principals, ...actions])).toEqual([
      ["Service:sns.amazonaws.com", "sqs:SendMessage"],
    ]);
  });
});
