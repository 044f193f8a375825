import { describe, expect, it } from "vitest";
import { expand, fn, told } from "./expand.js";

describe("a function", () => {
  it("becomes a Lambda function with its own role", async () => {
    const { types, value, problems } = await expand(fn("MemorySize: 256\nTags: { Team: blue }"));
    expect(told({ problems })).toEqual([]);
    expect(types).toEqual({ Fn: "AWS::Lambda::Function", FnRole: "AWS::IAM::Role" });
    expect(value("Fn.Properties")).toEqual({
      Code: "src/",
      Handler: "app.handler",
      Runtime: "nodejs22.x",
      MemorySize: 256,
      Role: { "Fn::GetAtt": ["FnRole", "Arn"] },
      Tags: [
        { Key: "lambda:createdBy", Value: "SAM" },
        { Key: "Team", Value: "blue" },
      ],
    });
    expect(value("FnRole.Properties")).toEqual({
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] } }],
      },
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
      Tags: [
        { Key: "lambda:createdBy", Value: "SAM" },
        { Key: "Team", Value: "blue" },
      ],
    });
  });

  it("keeps the author's nodes and says what made the rest", async () => {
    const { origin } = await expand(fn("Timeout: 9"));
    expect(origin("Fn")).toBe("authored: Fn:");
    expect(origin("Fn.Properties.Timeout")).toBe("authored: Timeout: 9");
    expect(origin("Fn.Properties.Role")).toMatch(/^generated \(SAM.*\): Fn:$/);
    expect(origin("FnRole")).toBe("generated (SAM implicit role): Fn:");
    expect(origin("FnRole.Properties.AssumeRolePolicyDocument")).toBe("generated (SAM implicit role): Fn:");
  });

  it.each([
    ["Role: arn:aws:iam::1:role/r", { Fn: "AWS::Lambda::Function" }],
    ["FunctionUrlConfig: { AuthType: AWS_IAM }", { FnUrl: "AWS::Lambda::Url" }],
    [
      "FunctionUrlConfig: { AuthType: NONE }",
      { FnUrl: "AWS::Lambda::Url", FnUrlPublicPermissions: "AWS::Lambda::Permission" },
    ],
    ["AutoPublishAlias: live", { FnAliaslive: "AWS::Lambda::Alias" }],
    ["EventInvokeConfig: { MaximumRetryAttempts: 0 }", { FnEventInvokeConfig: "AWS::Lambda::EventInvokeConfig" }],
  ])("%s makes %o", async (property, made) => {
    expect((await expand(fn(property))).types).toMatchObject(made);
  });

  it.each([
    ["Tracing: Active", "SAM Tracing", "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess"],
    [
      "VpcConfig: { SubnetIds: [a], SecurityGroupIds: [b] }",
      "SAM VpcConfig",
      "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
    ],
    ["Policies: AmazonS3ReadOnlyAccess", "SAM managed policy name", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
  ])("%s adds a managed policy (%s)", async (property, by, arn) => {
    const { value, origin } = await expand(fn(property));
    expect(value("FnRole.Properties.ManagedPolicyArns.1")).toBe(arn);
    expect(origin("FnRole.Properties.ManagedPolicyArns.1")).toBe(`generated (${by}): ${property}`);
  });

  it("names managed policies in the partition of the region", async () => {
    const { value } = await expand(fn("Policies: [AmazonS3ReadOnlyAccess]"), { region: "cn-north-1" });
    expect(value("FnRole.Properties.ManagedPolicyArns")).toEqual([
      "arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "arn:aws-cn:iam::aws:policy/AmazonS3ReadOnlyAccess",
    ]);
  });

  it("hands its condition and deletion policy down to what it makes", async () => {
    const { value } = await expand(
      `Conditions:\n  C: !Equals [a, b]\n${fn("AutoPublishAlias: live", "Condition: C\nDeletionPolicy: Retain")}`,
    );
    for (const id of ["Fn", "FnRole", "FnAliaslive"])
      expect([value(`${id}.Condition`), value(`${id}.DeletionPolicy`)]).toEqual(["C", "Retain"]);
  });

  it("publishes a version whose id follows the code, and an alias that the rest refers to", async () => {
    const first = await expand(fn("AutoPublishAlias: live"));
    const [version = ""] = Object.keys(first.types).filter((id) => first.types[id] === "AWS::Lambda::Version");
    expect(version).toMatch(/^FnVersion[0-9a-f]{10}$/);
    expect(first.value(`${version}.DeletionPolicy`)).toBe("Retain");
    expect(first.value("FnAliaslive.Properties")).toEqual({
      FunctionName: { Ref: "Fn" },
      FunctionVersion: { "Fn::GetAtt": [version, "Version"] },
      Name: "live",
    });
    expect(first.origin("FnAliaslive")).toBe("generated (SAM AutoPublishAlias): AutoPublishAlias: live");
    expect(Object.keys((await expand(fn("AutoPublishAlias: live"))).types)).toContain(version);
    const other = await expand(fn("AutoPublishAlias: live").replace("src/", "lib/"));
    expect(Object.keys(other.types)).not.toContain(version);
  });

  it("deploys gradually with CodeDeploy", async () => {
    const { types, value, origin } = await expand(
      fn("AutoPublishAlias: live\nDeploymentPreference:\n  Type: Canary10Percent5Minutes\n  Alarms: [!Ref A]"),
    );
    expect(types).toMatchObject({
      ServerlessDeploymentApplication: "AWS::CodeDeploy::Application",
      FnDeploymentGroup: "AWS::CodeDeploy::DeploymentGroup",
      CodeDeployServiceRole: "AWS::IAM::Role",
    });
    expect(value("FnDeploymentGroup.Properties.DeploymentConfigName")).toEqual({
      "Fn::Sub": ["CodeDeployDefault.Lambda${ConfigName}", { ConfigName: "Canary10Percent5Minutes" }],
    });
    expect(value("FnAliaslive.UpdatePolicy.CodeDeployLambdaAliasUpdate.DeploymentGroupName")).toEqual({
      Ref: "FnDeploymentGroup",
    });
    expect(origin("FnDeploymentGroup")).toBe("generated (SAM DeploymentPreference): DeploymentPreference:");
  });

  it("makes the queue that a destination does not name", async () => {
    const { value, origin, types } = await expand(
      fn(
        "EventInvokeConfig:\n  DestinationConfig:\n    OnFailure:\n      Type: SQS\n    OnSuccess:\n      Type: SNS\n      Destination: !Ref T",
      ),
    );
    const queue = "FnEventInvokeConfigOnFailureQueue";
    expect(types[queue]).toBe("AWS::SQS::Queue");
    expect(origin(queue)).toBe("generated (SAM EventInvokeConfig): OnFailure:");
    expect(value("FnEventInvokeConfig.Properties.DestinationConfig")).toEqual({
      OnSuccess: { Destination: { Ref: "T" } },
      OnFailure: { Destination: { "Fn::GetAtt": [queue, "Arn"] } },
    });
    expect(value("FnRole.Properties.Policies.0.PolicyDocument.Statement")).toEqual([
      { Action: "sns:publish", Effect: "Allow", Resource: { Ref: "T" } },
    ]);
    expect(value("FnRole.Properties.Policies.1.PolicyDocument.Statement")).toEqual([
      { Action: "sqs:SendMessage", Effect: "Allow", Resource: { "Fn::GetAtt": [queue, "Arn"] } },
    ]);
  });

  it("makes a destination only under the condition that leaves it out", async () => {
    const { root, value } = await expand(
      `Conditions:\n  C: !Equals [a, b]\n${fn("EventInvokeConfig:\n  DestinationConfig:\n    OnFailure: { Type: SQS, Destination: !If [C, arn, !Ref AWS::NoValue] }")}`,
    );
    const condition = value("FnEventInvokeConfigOnFailureQueue.Condition");
    expect(condition).toMatch(/^NOTC[0-9a-f]{10}$/);
    expect(root.entries.get("Conditions")).toMatchObject({ kind: "mapping" });
    expect(value("FnEventInvokeConfig.Properties.DestinationConfig.OnFailure.Destination")).toEqual({
      "Fn::If": [condition, { "Fn::GetAtt": ["FnEventInvokeConfigOnFailureQueue", "Arn"] }, "arn"],
    });
  });

  it("may write to its dead-letter queue", async () => {
    const { value, origin } = await expand(fn("DeadLetterQueue: { Type: SQS, TargetArn: arn:q }"));
    expect(value("Fn.Properties.DeadLetterConfig")).toEqual({ TargetArn: "arn:q" });
    expect(origin("FnRole.Properties.Policies.0")).toMatch(/^generated \(SAM DeadLetterQueue\): DeadLetterQueue/);
  });
});
