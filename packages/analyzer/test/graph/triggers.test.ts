import { describe, expect, it } from "vitest";
import { edgesOf } from "./edges.js";

const FN =
  "  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, FunctionName: orders } }\n";
const template = (resources: string) => `Resources:\n${FN}${resources}`;
const resource = (id: string, type: string, properties: string) =>
  `  ${id}: { Type: ${type}, Properties: ${properties} }\n`;

describe("triggers", () => {
  it.each([
    [
      "a queue",
      resource("Q", "AWS::SQS::Queue", "{}") +
        resource("M", "AWS::Lambda::EventSourceMapping", "{ EventSourceArn: !GetAtt Q.Arn, FunctionName: !Ref Fn }"),
      ["triggers Q -> Fn (sqs, queue, via M)"],
    ],
    [
      "a table's stream",
      resource("T", "AWS::DynamoDB::Table", "{}") +
        resource(
          "M",
          "AWS::Lambda::EventSourceMapping",
          "{ EventSourceArn: !GetAtt T.StreamArn, FunctionName: !GetAtt Fn.Arn, StartingPosition: LATEST }",
        ),
      ["triggers T -> Fn (dynamodb, stream, via M)"],
    ],
    [
      "a queue that is not declared",
      resource(
        "M",
        "AWS::Lambda::EventSourceMapping",
        "{ EventSourceArn: 'arn:aws:sqs:eu-west-1:1:jobs', FunctionName: !Ref Fn }",
      ),
      ["triggers external:arn:aws:sqs:eu-west-1:1:jobs -> Fn (sqs, queue, via M)"],
    ],
    [
      "a function by its literal name",
      resource("Q", "AWS::SQS::Queue", "{ QueueName: jobs }") +
        resource(
          "M",
          "AWS::Lambda::EventSourceMapping",
          "{ EventSourceArn: !Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs', FunctionName: orders }",
        ),
      ["triggers Q -> Fn (sqs, queue, via M)"],
    ],
    [
      "self-managed Kafka",
      resource(
        "M",
        "AWS::Lambda::EventSourceMapping",
        "{ SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['b1:9092'] } }, Topics: [t], FunctionName: !Ref Fn }",
      ),
      ["triggers external:b1:9092 -> Fn (kafka, stream, via M)"],
    ],
    [
      "a bucket",
      resource(
        "B",
        "AWS::S3::Bucket",
        "{ NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: !GetAtt Fn.Arn }] } }",
      ),
      ["triggers B -> Fn (s3, async, s3:ObjectCreated:*)"],
    ],
    [
      "a bucket through the CDK's custom resource",
      resource("B", "AWS::S3::Bucket", "{}") +
        resource(
          "N",
          "Custom::S3BucketNotifications",
          "{ BucketName: !Ref B, NotificationConfiguration: { LambdaFunctionConfigurations: [{ Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: !GetAtt Fn.Arn }] } }",
        ),
      ["triggers B -> Fn (s3, async, s3:ObjectCreated:*, via N)"],
    ],
    [
      "a topic's own subscription",
      resource("T", "AWS::SNS::Topic", "{ Subscription: [{ Protocol: lambda, Endpoint: !GetAtt Fn.Arn }] }"),
      ["triggers T -> Fn (sns, async)"],
    ],
    [
      "a subscription",
      resource("T", "AWS::SNS::Topic", "{}") +
        resource("S", "AWS::SNS::Subscription", "{ Protocol: lambda, TopicArn: !Ref T, Endpoint: !GetAtt Fn.Arn }"),
      ["triggers T -> Fn (sns, async, via S)"],
    ],
    [
      "a rule on a schedule",
      resource(
        "R",
        "AWS::Events::Rule",
        "{ ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] }",
      ),
      ["triggers R -> Fn (schedule, async, rate(1 day), via R)"],
    ],
    [
      "a rule on events",
      resource(
        "R",
        "AWS::Events::Rule",
        "{ EventPattern: { source: [x] }, Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] }",
      ),
      ["triggers R -> Fn (eventbridge, async, via R)"],
    ],
    [
      "EventBridge Scheduler",
      resource(
        "S",
        "AWS::Scheduler::Schedule",
        "{ ScheduleExpression: rate(1 hour), Target: { Arn: !GetAtt Fn.Arn } }",
      ),
      ["triggers S -> Fn (schedule, async, rate(1 hour), via S)"],
    ],
    [
      "a pipe",
      resource("Q", "AWS::SQS::Queue", "{}") +
        resource("P", "AWS::Pipes::Pipe", "{ Source: !GetAtt Q.Arn, Target: !GetAtt Fn.Arn }"),
      ["triggers P -> Fn (pipes, orchestrated, target, via P)"],
    ],
    [
      "a function URL",
      resource("U", "AWS::Lambda::Url", "{ AuthType: NONE, TargetFunctionArn: !Ref Fn }"),
      ["triggers U -> Fn (function-url, sync, NONE, via U)"],
    ],
    [
      "a user pool",
      resource(
        "P",
        "AWS::Cognito::UserPool",
        "{ LambdaConfig: { PreSignUp: !GetAtt Fn.Arn, PreTokenGenerationConfig: { LambdaArn: !GetAtt Fn.Arn } } }",
      ),
      ["triggers P -> Fn (cognito, sync, PreSignUp)", "triggers P -> Fn (cognito, sync, PreTokenGeneration)"],
    ],
    [
      "an IoT rule",
      resource(
        "R",
        "AWS::IoT::TopicRule",
        "{ TopicRulePayload: { Sql: SELECT 1, Actions: [{ Lambda: { FunctionArn: !GetAtt Fn.Arn } }] } }",
      ),
      ["triggers R -> Fn (iot, async, SELECT 1)"],
    ],
    [
      "a target group",
      resource(
        "G",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "{ TargetType: lambda, Targets: [{ Id: !GetAtt Fn.Arn }] }",
      ),
      ["triggers G -> Fn (alb, sync)"],
    ],
    [
      "a log subscription",
      resource("L", "AWS::Logs::LogGroup", "{}") +
        resource(
          "F",
          "AWS::Logs::SubscriptionFilter",
          "{ LogGroupName: !Ref L, FilterPattern: ERROR, DestinationArn: !GetAtt Fn.Arn }",
        ),
      ["triggers L -> Fn (cloudwatch-logs, async, ERROR, via F)"],
    ],
    [
      "a GraphQL data source",
      resource("A", "AWS::AppSync::GraphQLApi", "{}") +
        resource(
          "D",
          "AWS::AppSync::DataSource",
          "{ ApiId: !GetAtt A.ApiId, Name: d, LambdaConfig: { LambdaFunctionArn: !GetAtt Fn.Arn } }",
        ),
      ["triggers A -> Fn (appsync, sync, d, via D)"],
    ],
    [
      "a custom resource",
      resource("C", "Custom::Thing", "{ ServiceToken: !GetAtt Fn.Arn }"),
      ["triggers C -> Fn (custom-resource, async, via C)"],
    ],
    [
      "a secret's rotation",
      resource("S", "AWS::SecretsManager::Secret", "{}") +
        resource(
          "R",
          "AWS::SecretsManager::RotationSchedule",
          "{ SecretId: !Ref S, RotationLambdaARN: !GetAtt Fn.Arn }",
        ),
      ["triggers S -> Fn (secrets-rotation, sync, via R)"],
    ],
    [
      "a permission, when nothing else shows the trigger",
      resource(
        "P",
        "AWS::Lambda::Permission",
        "{ Action: lambda:InvokeFunction, FunctionName: !Ref Fn, Principal: s3.amazonaws.com, SourceArn: 'arn:aws:s3:::inbox' }",
      ),
      ["triggers external:arn:aws:s3:::inbox -> Fn (s3, async, via P)"],
    ],
    [
      "no second trigger for the permission of a known one",
      resource("T", "AWS::SNS::Topic", "{ Subscription: [{ Protocol: lambda, Endpoint: !GetAtt Fn.Arn }] }") +
        resource(
          "P",
          "AWS::Lambda::Permission",
          "{ Action: lambda:InvokeFunction, FunctionName: !Ref Fn, Principal: sns.amazonaws.com, SourceArn: !Ref T }",
        ),
      ["triggers T -> Fn (sns, async)"],
    ],
    [
      "an alias leads to its function",
      resource("A", "AWS::Lambda::Alias", "{ Name: live, FunctionName: !Ref Fn, FunctionVersion: '1' }") +
        resource("R", "AWS::Events::Rule", "{ ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !Ref A }] }"),
      ["triggers R -> Fn (schedule, async, rate(1 day), :live, via R)"],
    ],
    [
      "an alias written behind the ARN",
      resource(
        "R",
        "AWS::Events::Rule",
        "{ ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !Sub '${Fn.Arn}:live' }] }",
      ),
      ["triggers R -> Fn (schedule, async, rate(1 day), :live, via R)"],
    ],
  ])("%s", async (_, resources, expected) => {
    expect(await edgesOf(template(resources), "triggers")).toEqual(expected);
  });

  it("exist only in the scenarios of both ends", async () => {
    const conditions =
      "Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod], IsDev: !Equals [!Ref Stage, dev] }\n";
    const rule =
      "  R: { Type: AWS::Events::Rule, Condition: IsProd, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }\n";
    const other = "  Other: { Type: AWS::Lambda::Function, Condition: IsDev, Properties: {} }\n";
    expect(await edgesOf(conditions + template(rule), "triggers")).toEqual([
      "triggers R -> Fn (schedule, async, rate(1 day), via R) when IsProd",
    ]);
    expect(
      await edgesOf(conditions + template(other + rule.replace("Fn.Arn", "Other.Arn")), "triggers"),
      "a rule of prod never meets a function of dev",
    ).toEqual([]);
  });
});

describe("APIs", () => {
  const uri = "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations'";
  it.each([
    [
      "a method",
      resource("A", "AWS::ApiGateway::RestApi", "{ Name: a }") +
        resource(
          "R",
          "AWS::ApiGateway::Resource",
          "{ RestApiId: !Ref A, ParentId: !GetAtt A.RootResourceId, PathPart: orders }",
        ) +
        resource("S", "AWS::ApiGateway::Resource", "{ RestApiId: !Ref A, ParentId: !Ref R, PathPart: '{id}' }") +
        resource(
          "M",
          "AWS::ApiGateway::Method",
          `{ RestApiId: !Ref A, ResourceId: !Ref S, HttpMethod: GET, AuthorizationType: AWS_IAM, Integration: { Uri: ${uri} } }`,
        ),
      ["triggers A -> Fn (api, sync, GET /orders/{id}, IAM, via M)"],
    ],
    [
      "an OpenAPI document",
      resource(
        "A",
        "AWS::ApiGateway::RestApi",
        `{ Body: { openapi: '3.0', paths: { /x: { get: { x-amazon-apigateway-integration: { uri: ${uri} } }, x-amazon-apigateway-any-method: { security: [{ api_key: [] }], x-amazon-apigateway-integration: { uri: ${uri} } } } } } }`,
      ),
      ["triggers A -> Fn (api, sync, ANY /x, NONE + key)", "triggers A -> Fn (api, sync, GET /x, NONE)"],
    ],
    [
      "security of an OpenAPI document",
      resource(
        "A",
        "AWS::ApiGateway::RestApi",
        `{ Body: { security: [{ users: [] }], components: { securitySchemes: { users: { type: apiKey, x-amazon-apigateway-authorizer: { type: cognito_user_pools } } } }, paths: { /x: { get: { x-amazon-apigateway-integration: { uri: ${uri} } }, put: { security: [], x-amazon-apigateway-integration: { uri: ${uri} } } } } } }`,
      ),
      ["triggers A -> Fn (api, sync, GET /x, COGNITO)", "triggers A -> Fn (api, sync, PUT /x, NONE)"],
    ],
    [
      "a route of an HTTP API",
      resource("A", "AWS::ApiGatewayV2::Api", "{ ProtocolType: HTTP }") +
        resource("I", "AWS::ApiGatewayV2::Integration", "{ ApiId: !Ref A, IntegrationUri: !GetAtt Fn.Arn }") +
        resource(
          "R",
          "AWS::ApiGatewayV2::Route",
          "{ ApiId: !Ref A, RouteKey: 'GET /orders', AuthorizationType: JWT, Target: !Join ['/', [integrations, !Ref I]] }",
        ),
      ["triggers A -> Fn (api, sync, GET /orders, JWT, via R)"],
    ],
    [
      "an authorizer",
      resource("A", "AWS::ApiGateway::RestApi", "{ Name: a }") +
        resource("Z", "AWS::ApiGateway::Authorizer", `{ RestApiId: !Ref A, AuthorizerUri: ${uri} }`),
      ["triggers A -> Fn (authorizer, sync, via Z)"],
    ],
    [
      "a service integration with a state machine",
      resource("S", "AWS::StepFunctions::StateMachine", "{ DefinitionString: '{}' }") +
        resource(
          "A",
          "AWS::ApiGateway::RestApi",
          "{ Body: { paths: { /go: { post: { x-amazon-apigateway-integration: { uri: !Sub 'arn:aws:apigateway:${AWS::Region}:states:action/StartExecution', requestTemplates: { application/json: !Sub '{\"stateMachineArn\": \"${S}\"}' } } } } } } }",
        ),
      ["triggers A -> S (api, sync, POST /go, NONE)"],
    ],
  ])("%s", async (_, resources, expected) => {
    expect(await edgesOf(template(resources), "triggers")).toEqual(expected);
  });
});

describe("state machines", () => {
  const machine = (definition: string) => resource("S", "AWS::StepFunctions::StateMachine", definition);
  it.each([
    [
      "a definition as an object",
      "{ DefinitionSubstitutions: { F: !GetAtt Fn.Arn }, Definition: { StartAt: a, States: { a: { Type: Task, Resource: '${F}', Retry: [{ ErrorEquals: [x] }], End: true } } } }",
      ["orchestrates S -> Fn (a retry)", "triggers S -> Fn (step-functions, orchestrated)"],
    ],
    [
      "a definition as text with references",
      `{ DefinitionString: !Sub '{"States":{"a":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"\${Fn}"},"Catch":[{"ErrorEquals":["x"]}]}}}' }`,
      ["orchestrates S -> Fn (a catch)", "triggers S -> Fn (step-functions, orchestrated)"],
    ],
    [
      "tasks in branches and maps",
      `{ Definition: { States: { p: { Type: Parallel, Branches: [{ States: { a: { Type: Task, Resource: !GetAtt Fn.Arn } } }] }, m: { Type: Map, ItemProcessor: { States: { b: { Type: Task, Resource: !GetAtt Fn.Arn } } } } } } }`,
      ["orchestrates S -> Fn (a, b)", "triggers S -> Fn (step-functions, orchestrated)"],
    ],
    [
      "other services",
      "{ Definition: { States: { a: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: !Ref Q } } } } }",
      ["orchestrates S -> Q (a)"],
    ],
    [
      "a definition that cannot be read",
      "{ DefinitionS3Location: { Bucket: b, Key: k }, DefinitionSubstitutions: { F: !GetAtt Fn.Arn } }",
      ["triggers S -> Fn (step-functions, orchestrated) likely"],
    ],
    ["JSON that is none", "{ DefinitionString: 'nonsense' }", []],
  ])("%s", async (_, properties, expected) => {
    expect(
      await edgesOf(template(machine(properties) + resource("Q", "AWS::SQS::Queue", "{}")), "triggers", "orchestrates"),
    ).toEqual(expected);
  });
});
