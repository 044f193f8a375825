import { describe, expect, it } from "vitest";
import { dependenciesOf, describeScenario, readPresence, readTasks } from "@assay/analyzer";
import { graphOf } from "./edges.js";

const STAGE = "Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";

describe("what the definition of a resource refers to", () => {
  it.each<[string, string, string[]]>([
    ["Ref", "{ X: !Ref B }", ["Ref B"]],
    ["an attribute", "{ X: !GetAtt B.Arn, Y: { Fn::GetAtt: [C, Arn] } }", ["Fn::GetAtt B", "Fn::GetAtt C"]],
    ["a text", "{ X: !Sub '${B}/${C.Arn}/${!B}/${AWS::Region}' }", ["Fn::Sub B", "Fn::Sub C"]],
    ["a text with names of its own", "{ X: !Sub ['${B}${D}', { B: !Ref C, D: 1 }] }", ["Ref C"]],
    ["deep below", "{ X: [{ Y: !Join ['', [a, !Ref B]] }] }", ["Ref B"]],
    ["branches", "{ X: !If [IsProd, !Ref B, !Ref C] }", ["Ref B when IsProd", "Ref C when not IsProd"]],
    ["parameters", "{ X: !Ref Stage, Y: !Ref AWS::Region }", []],
  ])("%s", async (_, properties, expected) => {
    const { graph } = await graphOf(
      `${STAGE}Resources:\n  A: { Type: AWS::SNS::Topic, Properties: ${properties} }\n  B: { Type: AWS::SNS::Topic }\n  C: { Type: AWS::SNS::Topic }\n`,
    );
    const [a] = graph.ofType("AWS::SNS::Topic");
    const found = a ? dependenciesOf(a, graph) : [];
    expect(
      found.map(
        ({ by, to, when }) => `${by} ${to.logicalId}${when.length > 0 ? ` when ${describeScenario(when)}` : ""}`,
      ),
    ).toEqual(expected);
  });

  it("includes DependsOn, and only branches that can be", async () => {
    const { graph } = await graphOf(`Conditions: { Never: !Equals [a, b] }
Resources:
  A: { Type: AWS::SNS::Topic, DependsOn: [B], Properties: { X: !If [Never, !Ref B, !Ref C] } }
  B: { Type: AWS::SNS::Topic }
  C: { Type: AWS::SNS::Topic }
`);
    const [a] = graph.ofType("AWS::SNS::Topic");
    expect(a && dependenciesOf(a, graph).map(({ by, to }) => `${by} ${to.logicalId}`)).toEqual([
      "Ref C",
      "DependsOn B",
    ]);
  });
});

describe("what scales", () => {
  it.each([
    [
      "a table by reference",
      "!Sub 'table/${T}'",
      "dynamodb:table:ReadCapacityUnits",
      ["T dynamodb:table:ReadCapacityUnits"],
    ],
    [
      "an index",
      "!Sub 'table/${T}/index/byDate'",
      "dynamodb:index:ReadCapacityUnits",
      ["T dynamodb:index:ReadCapacityUnits byDate"],
    ],
    ["a table by name", "table/orders", "dynamodb:table:ReadCapacityUnits", ["T dynamodb:table:ReadCapacityUnits"]],
    [
      "an alias inside functions that are not evaluated",
      "!Join ['', ['function:', !Select [6, !Split [':', !Ref L]], ':live']]",
      "lambda:function:ProvisionedConcurrency",
      ["L lambda:function:ProvisionedConcurrency"],
    ],
    ["nothing that is declared", "table/other", "dynamodb:table:ReadCapacityUnits", []],
  ])("%s", async (_, id, dimension, expected) => {
    const { graph } = await graphOf(`Resources:
  T: { Type: AWS::DynamoDB::Table, Properties: { TableName: orders } }
  Fn: { Type: AWS::Lambda::Function }
  L: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, Name: live } }
  S: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ScalableDimension: '${dimension}', ResourceId: ${id} } }
`);
    const lines = graph
      .edges("scales")
      .map((edge) => [edge.to.logicalId, edge.dimension, edge.index].filter(Boolean).join(" "));
    expect(lines).toEqual(expected);
  });
});

describe("the keys that start a function", () => {
  it.each([
    [
      "both ends",
      "{ S3Key: { Rules: [{ Name: prefix, Value: in/ }, { Name: suffix, Value: .png }] } }",
      { prefix: "in/", suffix: ".png" },
    ],
    ["one end", "{ S3Key: { Rules: [{ Name: Suffix, Value: .png }] } }", { prefix: "", suffix: ".png" }],
  ])("%s", async (_, filter, expected) => {
    const { graph } = await graphOf(`Resources:
  Fn: { Type: AWS::Lambda::Function }
  B: { Type: AWS::S3::Bucket, Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: s3:ObjectCreated:*, Function: !GetAtt Fn.Arn, Filter: ${filter} }] } } }
`);
    expect(graph.edges("triggers").map(({ keys }) => keys)).toEqual([expected]);
  });
});

describe("tasks", () => {
  it.each([
    [
      "Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'",
      { timeout: undefined, isCallback: true, isBounded: false },
    ],
    [
      "Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', HeartbeatSeconds: 5",
      { timeout: undefined, isCallback: true, isBounded: true },
    ],
    [
      "Resource: 'arn:aws:states:::sqs:sendMessage', TimeoutSeconds: '30'",
      { timeout: 30, isCallback: false, isBounded: true },
    ],
  ])("%s", async (state, expected) => {
    const { graph } = await graphOf(`Resources:
  M: { Type: AWS::StepFunctions::StateMachine, Properties: { Definition: { StartAt: A, States: { A: { Type: Task, ${state}, End: true } } } } }
`);
    const [machine] = graph.ofKind("state-machine");
    expect(machine && readTasks(machine.properties)).toMatchObject([expected]);
  });
});

it("presence does not depend on what is there", async () => {
  const { graph } = await graphOf(
    "Resources:\n  A: { Type: AWS::SNS::Topic, Properties: { Map: {}, Text: !Ref A, Nothing: !Ref AWS::NoValue, Open: !If [Nobody, 1, 2] } }\n",
  );
  const [a] = graph.ofType("AWS::SNS::Topic");
  const states = ["Map", "Text", "Nothing", "Missing", "Open"].map(
    (key) => a && readPresence(a.properties, key)[0]?.state,
  );
  expect(states).toEqual(["known", "known", "absent", "absent", "unknown"]);
});

it("an API whose integration asks for it does not wait for the function", async () => {
  const { graph } = await graphOf(`Resources:
  Fn: { Type: AWS::Lambda::Function }
  A: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { openapi: 3.0.1, paths: { /jobs: {
    post: { x-amazon-apigateway-integration: { uri: !Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations', timeoutInMillis: 5000, requestParameters: { integration.request.header.X-Amz-Invocation-Type: "'Event'" } } },
    get: { x-amazon-apigateway-integration: { uri: !Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations' } } } } } } }
`);
  expect(
    graph
      .edges("triggers")
      .map(({ detail, invocation, waits }) => `${detail ?? ""} ${invocation} ${waits ?? ""}`.trim()),
  ).toEqual(["POST /jobs async 5000", "GET /jobs sync"]);
});
