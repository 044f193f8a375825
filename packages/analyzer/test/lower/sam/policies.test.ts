import { describe, expect, it } from "vitest";
import { expand, fn, told } from "./expand.js";

describe("policies of a role", () => {
  it("fills a policy template in", async () => {
    const { value, origin } = await expand(
      fn("Policies:\n  - DynamoDBReadPolicy:\n      TableName: !Ref Table\n  - AWSLambdaRole"),
    );
    const statement = "FnRole.Properties.Policies.0.PolicyDocument.Statement.0";
    expect(value(`${statement}.Action`)).toContain("dynamodb:GetItem");
    expect(value(`${statement}.Resource.0`)).toEqual({
      "Fn::Sub": [
        "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${tableName}",
        { tableName: { Ref: "Table" } },
      ],
    });
    expect(origin(statement)).toBe("generated (SAM policy template DynamoDBReadPolicy): - DynamoDBReadPolicy:");
    expect(value("FnRole.Properties.ManagedPolicyArns.1")).toBe("arn:aws:iam::aws:policy/service-role/AWSLambdaRole");
  });

  it.each([
    ["a document", "{ Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:*', Resource: '*' }] }"],
    ["a document in a list", "[{ Statement: [{ Effect: Allow, Action: 's3:*', Resource: '*' }] }]"],
  ])("keeps the author's own statements: %s", async (_, policies) => {
    const { value, origin } = await expand(fn(`Policies: ${policies}`));
    expect(value("FnRole.Properties.Policies.0.PolicyName")).toBe("FnRolePolicy0");
    expect(origin("FnRole.Properties.Policies.0.PolicyDocument.Statement.0")).toMatch(/^authored: Policies:/);
  });

  it("takes ARNs, references and policies under a condition", async () => {
    const { value } = await expand(
      `Conditions:\n  C: !Equals [a, b]\n${fn("Policies:\n  - arn:aws:iam::1:policy/p\n  - !Ref Managed\n  - !If [C, arn:x, !Ref AWS::NoValue]")}`,
    );
    expect(value("FnRole.Properties.ManagedPolicyArns")).toEqual([
      "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "arn:aws:iam::1:policy/p",
      { Ref: "Managed" },
      { "Fn::If": ["C", "arn:x", { Ref: "AWS::NoValue" }] },
    ]);
  });

  it("adds path, boundary and trust policy", async () => {
    const { value } = await expand(
      fn("PermissionsBoundary: arn:pb\nRolePath: /p/\nAssumeRolePolicyDocument: { Version: v, Statement: [] }"),
    );
    expect(value("FnRole.Properties")).toMatchObject({
      PermissionsBoundary: "arn:pb",
      Path: "/p/",
      AssumeRolePolicyDocument: { Version: "v", Statement: [] },
    });
  });

  it.each([
    ["[{ NoSuchPolicy: {} }]", "NoSuchPolicy"],
    ["[{ SQSPollerPolicy: {} }]", "QueueName"],
  ])("reports a template that cannot be filled in: %s", async (policies, word) => {
    const [problem = "", ...others] = told(await expand(fn(`Policies: ${policies}`)));
    expect(problem).toMatch(/^error: SAM rejects the resource 'Fn'/);
    expect(problem).toContain(word);
    expect(others).toEqual([]);
  });
});
