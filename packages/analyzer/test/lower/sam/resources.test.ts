import { describe, expect, it } from "vitest";
import { expand, fn, told } from "./expand.js";

function resource(type: string, properties: string, attributes = ""): string {
  const lines = properties.split("\n").map((line) => `      ${line}\n`);
  return `Resources:\n  It:\n    Type: AWS::Serverless::${type}\n${attributes}    Properties:\n${lines.join("")}`;
}

describe("other resources", () => {
  it("a simple table is a DynamoDB table", async () => {
    const { value } = await expand(resource("SimpleTable", "PrimaryKey: { Name: pk, Type: Number }\nTableName: t"));
    expect(value("It")).toEqual({
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "t",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "N" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      },
    });
  });

  it("a layer keeps older versions and is referred to by its new id", async () => {
    const { types, value } = await expand(
      `${resource("LayerVersion", "ContentUri: layer/")}Outputs: { L: { Value: !Ref It } }\n`,
    );
    const [id = ""] = Object.keys(types);
    expect(id).toMatch(/^It[0-9a-f]{10}$/);
    expect(value(`${id}.DeletionPolicy`)).toBe("Retain");
    expect(value(`${id}.Properties.LayerName`)).toBe("It");
  });

  it("an application is a nested stack", async () => {
    const { value } = await expand(resource("Application", "Location: app.yaml\nParameters: { A: b }"));
    expect(value("It.Type")).toBe("AWS::CloudFormation::Stack");
    expect(value("It.Properties.TemplateURL")).toBe("app.yaml");
  });

  it("a capacity provider has a role that operates it", async () => {
    const { types } = await expand(resource("CapacityProvider", "VpcConfig: { SubnetIds: [a] }"));
    expect(types).toEqual({ It: "AWS::Lambda::CapacityProvider", ItOperatorRole: "AWS::IAM::Role" });
  });

  it("a GraphQL API has a schema, data sources, functions and resolvers", async () => {
    const { types, value, problems } = await expand(
      resource(
        "GraphQLApi",
        `SchemaInline: "type Query { get: String }"
Auth: { Type: AWS_IAM }
DataSources: { DynamoDb: { Data: { TableName: t, TableArn: arn:t } } }
Functions: { read: { DataSource: Data, InlineCode: x, Runtime: { Name: APPSYNC_JS, Version: 1.0.0 } } }
Resolvers: { Query: { get: { Pipeline: [read] } } }`,
      ),
    );
    expect(told({ problems })).toEqual([]);
    expect(types).toMatchObject({
      It: "AWS::AppSync::GraphQLApi",
      ItSchema: "AWS::AppSync::GraphQLSchema",
      ItDataDynamoDBDataSource: "AWS::AppSync::DataSource",
      ItDataDynamoDBDataSourceRole: "AWS::IAM::Role",
      Itread: "AWS::AppSync::FunctionConfiguration",
      ItQueryget: "AWS::AppSync::Resolver",
    });
    expect(value("ItQueryget.Properties.PipelineConfig.Functions")).toEqual([
      { "Fn::GetAtt": ["Itread", "FunctionId"] },
    ]);
  });

  it("keeps the author's metadata and attributes, and resources that are not SAM's", async () => {
    const { value, root } = await expand(
      `${resource("SimpleTable", "TableName: t", "    Metadata: { Note: x }\n    DependsOn: Queue\n")}  Queue: { Type: AWS::SQS::Queue }\n`,
    );
    expect(value("It.Metadata")).toEqual({ Note: "x" });
    expect(value("It.DependsOn")).toBe("Queue");
    expect(value("Queue")).toEqual({ Type: "AWS::SQS::Queue" });
    expect(root.entries.has("Transform")).toBe(false);
  });
});

describe("connectors", () => {
  const queue = "  Queue: { Type: AWS::SQS::Queue }\n";

  it("let a function use a resource", async () => {
    const { value, origin, types } = await expand(
      `${fn("", "Connectors:\n  ToQueue:\n    Properties:\n      Destination: { Id: Queue }\n      Permissions: [Write]")}${queue}`,
    );
    expect(types["FnToQueuePolicy"]).toBe("AWS::IAM::ManagedPolicy");
    expect(value("FnToQueuePolicy.Properties.Roles")).toEqual([{ Ref: "FnRole" }]);
    expect(value("FnToQueuePolicy.Properties.PolicyDocument.Statement.0.Resource")).toEqual([
      { "Fn::GetAtt": ["Queue", "Arn"] },
    ]);
    expect(origin("FnToQueuePolicy.Properties.PolicyDocument.Statement.0")).toBe("generated (SAM connector): ToQueue:");
    expect(value("Fn.Connectors")).toBeUndefined();
  });

  it.each([
    ["{ Id: Nowhere }", "there is no resource 'Nowhere'"],
    ["{ Id: Queue, Arn: a }", "either an 'Id'"],
    ["{ Type: AWS::SQS::Queue }", "'Destination.Arn' is missing"],
    ["{ Id: Other }", "AWS::S3::AccessPoint"],
  ])("are checked: %s", async (destination, words) => {
    const found = told(
      await expand(
        `${fn("", `Connectors: { It: { Properties: { Destination: ${destination}, Permissions: [Write] } } }`)}${queue}  Other: { Type: AWS::S3::AccessPoint }\n`,
      ),
    );
    expect(found[0]).toMatch(/^error: SAM rejects/);
    expect(found.join("\n")).toContain(words);
  });
});

describe("references", () => {
  it.each([
    ["!Ref Fn.Alias", { Ref: "FnAliaslive" }],
    ["!Ref Fn.Version", { Ref: expect.stringMatching(/^FnVersion[0-9a-f]{10}$/) as string }],
    ["!GetAtt Fn.Version.Version", { "Fn::GetAtt": [expect.stringMatching(/^FnVersion/) as string, "Version"] }],
    ["!Sub '${Fn.Alias} ${Fn}'", { "Fn::Sub": "${FnAliaslive} ${Fn}" }],
    ["!Ref ServerlessRestApi.Stage", { Ref: "ServerlessRestApiProdStage" }],
    ["!Ref Layer", { Ref: expect.stringMatching(/^Layer[0-9a-f]{10}$/) as string }],
  ])("%s points to what was made", async (written, meant) => {
    const { value } = await expand(
      `${fn("AutoPublishAlias: live\nEvents: { Get: { Type: Api, Properties: { Path: /x, Method: get } } }")}  Layer: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: l/ } }
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: ${written}\n`,
    );
    expect(value("Topic.Properties.TopicName")).toEqual(meant);
  });
});

describe("templates", () => {
  it.each([
    ["Resources: { a-b: { Type: AWS::Serverless::SimpleTable } }", "alphanumeric"],
    ["Resources: { A: text, B: { Type: AWS::SNS::Topic } }", "has to be a map"],
    ["Resources: { A: { Type: AWS::Serverless::SimpleTable, Properties: [1] } }", "'Properties' has to be a map"],
    ["Resources: { A: { Type: AWS::SQS::Queue, Condition: [x] } }", "'Condition'"],
  ])("are checked: %s", async (text, words) => {
    expect(told(await expand(`${text}\n`)).join("\n")).toContain(words);
  });

  it("go on after a problem", async () => {
    const { types, problems } = await expand(
      `${fn("Colour: red\nPolicies: [{ NoSuchPolicy: {} }]")}  Table: { Type: AWS::Serverless::SimpleTable }\n`,
    );
    expect(told({ problems })).toHaveLength(2);
    expect(types).toEqual({ Fn: "AWS::Lambda::Function", FnRole: "AWS::IAM::Role", Table: "AWS::DynamoDB::Table" });
  });

  it("need the values of some parameters, and say so when they have none", async () => {
    const template = `Parameters: { Alias: { Type: String } }\n${fn("AutoPublishAlias: !Ref Alias")}`;
    expect(told(await expand(template))[0]).toMatch(/^warning: A parameter without a known value/);
    const { types, problems } = await expand(template, { parameters: { Alias: "live" } });
    expect(told({ problems })).toEqual([]);
    expect(types["FnAliaslive"]).toBe("AWS::Lambda::Alias");
  });

  it("warn about a function without code", async () => {
    const found = told(
      await expand("Resources: { F: { Type: AWS::Serverless::Function, Properties: { Handler: a, Runtime: b } } }\n"),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^warning: The function 'F' has neither/);
  });
});
