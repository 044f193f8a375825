import { describe, expect, it } from "vitest";
import { expand, fn, told } from "./expand.js";

/** A function with one event `Ev`. */
function event(type: string, properties: string, more = ""): string {
  return fn(`Events:\n  Ev:\n    Type: ${type}\n    Properties: ${properties}\n${more}`);
}

const bucket = "  Bucket: { Type: AWS::S3::Bucket }\n";
const pool = "  Pool: { Type: AWS::Cognito::UserPool }\n";

describe("events of functions", () => {
  it.each<[type: string, properties: string, made: object, others?: string]>([
    ["AlexaSkill", "{ SkillId: s }", { FnEvPermission: "AWS::Lambda::Permission" }],
    ["Api", "{ Path: /x, Method: get }", { ServerlessRestApi: "AWS::ApiGateway::RestApi" }],
    ["CloudWatchEvent", "{ Pattern: { source: [a] } }", { FnEv: "AWS::Events::Rule" }],
    [
      "CloudWatchLogs",
      "{ LogGroupName: /g, FilterPattern: x }",
      { FnEv: "AWS::Logs::SubscriptionFilter", FnEvPermission: "AWS::Lambda::Permission" },
    ],
    [
      "Cognito",
      "{ UserPool: !Ref Pool, Trigger: PreSignUp }",
      { FnCognitoPermission: "AWS::Lambda::Permission" },
      pool,
    ],
    [
      "DocumentDB",
      "{ Cluster: arn:c, DatabaseName: d, SourceAccessConfigurations: [{ Type: BASIC_AUTH, URI: arn:s }] }",
      { FnEv: "AWS::Lambda::EventSourceMapping" },
    ],
    ["DynamoDB", "{ Stream: arn:d, StartingPosition: LATEST }", { FnEv: "AWS::Lambda::EventSourceMapping" }],
    ["EventBridgeRule", "{ Pattern: { source: [a] } }", { FnEv: "AWS::Events::Rule" }],
    ["HttpApi", "{ Path: /x, Method: get }", { ServerlessHttpApi: "AWS::ApiGatewayV2::Api" }],
    ["IoTRule", "{ Sql: SELECT 1 }", { FnEv: "AWS::IoT::TopicRule" }],
    ["Kinesis", "{ Stream: arn:k, StartingPosition: LATEST }", { FnEv: "AWS::Lambda::EventSourceMapping" }],
    [
      "MQ",
      "{ Broker: arn:b, Queues: [q], SourceAccessConfigurations: [{ Type: BASIC_AUTH, URI: arn:s }] }",
      { FnEv: "AWS::Lambda::EventSourceMapping" },
    ],
    ["MSK", "{ Stream: arn:m, Topics: [t], StartingPosition: LATEST }", { FnEv: "AWS::Lambda::EventSourceMapping" }],
    [
      "S3",
      "{ Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*' }",
      { FnEvPermission: "AWS::Lambda::Permission" },
      bucket,
    ],
    ["Schedule", "{ Schedule: rate(1 day) }", { FnEv: "AWS::Events::Rule", FnEvPermission: "AWS::Lambda::Permission" }],
    [
      "ScheduleV2",
      "{ ScheduleExpression: rate(1 day) }",
      { FnEv: "AWS::Scheduler::Schedule", FnEvRole: "AWS::IAM::Role" },
    ],
    [
      "SelfManagedKafka",
      "{ KafkaBootstrapServers: [a], Topics: [t], SourceAccessConfigurations: [{ Type: SASL_SCRAM_256_AUTH, URI: arn:s }] }",
      { FnEv: "AWS::Lambda::EventSourceMapping" },
    ],
    ["SNS", "{ Topic: arn:t }", { FnEv: "AWS::SNS::Subscription", FnEvPermission: "AWS::Lambda::Permission" }],
    ["SQS", "{ Queue: arn:q }", { FnEv: "AWS::Lambda::EventSourceMapping" }],
  ])("%s %s", async (type, properties, made, others = "") => {
    const { types, problems, origin } = await expand(event(type, properties) + others);
    expect(told({ problems })).toEqual([]);
    expect(types).toMatchObject(made);
    const [id = ""] = Object.keys(made);
    if (!id.startsWith("Serverless")) expect(origin(id)).toBe(`generated (SAM event ${type}): Ev:`);
  });

  it.each([
    ["SQS", "{ Queue: arn:q }", "AWSLambdaSQSQueueExecutionRole"],
    ["Kinesis", "{ Stream: arn:k, StartingPosition: LATEST }", "AWSLambdaKinesisExecutionRole"],
    ["DynamoDB", "{ Stream: arn:d, StartingPosition: LATEST }", "AWSLambdaDynamoDBExecutionRole"],
    ["MSK", "{ Stream: arn:m, Topics: [t], StartingPosition: LATEST }", "AWSLambdaMSKExecutionRole"],
  ])("%s lets the function's role read", async (type, properties, policy) => {
    const { value, origin } = await expand(event(type, properties));
    expect(value("FnRole.Properties.ManagedPolicyArns.1")).toBe(`arn:aws:iam::aws:policy/service-role/${policy}`);
    expect(origin("FnRole.Properties.ManagedPolicyArns.1")).toBe(`generated (SAM event ${type}): Ev:`);
  });

  it("maps a stream with all settings, and may send what fails on", async () => {
    const { value } = await expand(
      event(
        "Kinesis",
        "{ Stream: arn:k, StartingPosition: LATEST, BatchSize: 5, BisectBatchOnFunctionError: true, FilterCriteria: { Filters: [{ Pattern: p }] }, DestinationConfig: { OnFailure: { Type: SQS, Destination: arn:q } } }",
      ),
    );
    expect(value("FnEv.Properties")).toEqual({
      EventSourceArn: "arn:k",
      FunctionName: { Ref: "Fn" },
      StartingPosition: "LATEST",
      BatchSize: 5,
      BisectBatchOnFunctionError: true,
      FilterCriteria: { Filters: [{ Pattern: "p" }] },
      DestinationConfig: { OnFailure: { Destination: "arn:q" } },
    });
    expect(value("FnRole.Properties.Policies.0.PolicyDocument.Statement")).toEqual([
      { Action: "sqs:SendMessage", Effect: "Allow", Resource: "arn:q" },
    ]);
  });

  it("targets the alias of a function that has one", async () => {
    const { value } = await expand(event("SQS", "{ Queue: arn:q }", "AutoPublishAlias: live"));
    expect(value("FnEv.Properties.FunctionName")).toEqual({ Ref: "FnAliaslive" });
  });

  it("configures the notifications of a bucket of the template", async () => {
    const { value, origin } = await expand(
      event("S3", "{ Bucket: !Ref Bucket, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }") + bucket,
    );
    const configurations = "Bucket.Properties.NotificationConfiguration.LambdaConfigurations";
    expect(value(configurations)).toEqual([
      { Event: "s3:ObjectCreated:*", Function: { "Fn::GetAtt": ["Fn", "Arn"] } },
      { Event: "s3:ObjectRemoved:*", Function: { "Fn::GetAtt": ["Fn", "Arn"] } },
    ]);
    expect(value("Bucket.DependsOn")).toEqual(["FnEvPermission"]);
    expect(origin(`${configurations}.0`)).toBe("generated (SAM event S3): Ev:");
    expect(origin("Bucket")).toBe("authored: Bucket: { Type: AWS::S3::Bucket }");
  });

  it("puts a queue between a topic and a function", async () => {
    const { types, value } = await expand(event("SNS", "{ Topic: arn:t, SqsSubscription: true }"));
    expect(types).toMatchObject({
      FnEv: "AWS::SNS::Subscription",
      FnEvQueue: "AWS::SQS::Queue",
      FnEvQueuePolicy: "AWS::SQS::QueuePolicy",
      FnEvEventSourceMapping: "AWS::Lambda::EventSourceMapping",
    });
    expect(value("FnEv.Properties.Protocol")).toBe("sqs");
  });

  it("makes the dead-letter queue of a rule, which EventBridge may write to", async () => {
    const { types, value } = await expand(
      event("EventBridgeRule", "{ Pattern: { source: [a] }, DeadLetterConfig: { Type: SQS } }"),
    );
    expect(types).toMatchObject({ FnEvQueue: "AWS::SQS::Queue", FnEvQueuePolicy: "AWS::SQS::QueuePolicy" });
    expect(value("FnEv.Properties.Targets.0.DeadLetterConfig.Arn")).toEqual({ "Fn::GetAtt": ["FnEvQueue", "Arn"] });
  });

  it.each([
    ["SQS", "{}", "the required property 'Queue' is missing"],
    ["SQS", "{ Queue: q, Colour: red }", "there is no property 'Colour'"],
    ["Kinesis", "{ Stream: s }", "StartingPosition"],
    ["S3", "{ Bucket: !Ref Elsewhere, Events: x }", "bucket"],
    ["Pigeon", "{}", "'Pigeon' is no type of event that SAM knows"],
    ["Schedule", "[1]", "'Properties' has to be a map"],
    ["Api", "{ Path: /x }", "the required property 'Method' is missing"],
    ["Cognito", "{ UserPool: !Ref Elsewhere, Trigger: PreSignUp }", "user pool"],
  ])("%s %s is reported", async (type, properties, words) => {
    const found = told(await expand(event(type, properties)));
    expect(found[0]).toMatch(/^error: SAM rejects the resource 'Fn': event 'Ev': /);
    expect(found.join("\n")).toContain(words);
  });
});
