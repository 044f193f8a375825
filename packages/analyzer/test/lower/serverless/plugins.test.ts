import { describe, expect, it } from "vitest";
import { expanded, service } from "./expanded.js";

const withPlugin = (name: string, rest: string, provider = "") => service(`plugins: [${name}]\n${rest}`, provider);

describe("serverless-plugin-lambda-dead-letter", () => {
  const letters = async (deadLetter: string) =>
    (
      await expanded(
        withPlugin("serverless-plugin-lambda-dead-letter", `functions: {a: {handler: h, deadLetter: ${deadLetter}}}\n`),
      )
    ).resources;
  it("sets the target that the author names", async () => {
    const { ALambdaFunction } = await letters("{targetArn: 'arn:aws:sqs:us-east-1:123456789012:q'}");
    expect(ALambdaFunction?.Properties["DeadLetterConfig"]).toEqual({
      TargetArn: "arn:aws:sqs:us-east-1:123456789012:q",
    });
  });
  it("makes a queue that Lambda may send to", async () => {
    const resources = await letters("{sqs: my-queue}");
    expect(resources["ADeadLetterQueue"]?.Properties).toEqual({ QueueName: "my-queue" });
    expect(resources["ALambdaFunction"]?.Properties["DeadLetterConfig"]).toEqual({
      TargetArn: { "Fn::GetAtt": ["ADeadLetterQueue", "Arn"] },
    });
    expect(resources["ADeadLetterQueuePolicy"]?.Type).toBe("AWS::SQS::QueuePolicy");
  });
  it("makes a topic", async () => {
    const resources = await letters("{sns: my-topic}");
    expect(resources["ADeadLetterTopic"]?.Properties).toEqual({ TopicName: "my-topic" });
  });
});

describe("serverless-lift", () => {
  it("says which constructs it does not make", async () => {
    const { problems } = await expanded(
      withPlugin("serverless-lift", "constructs:\n  site: {type: static-website, path: x}\n"),
    );
    expect(problems).toEqual([expect.stringMatching(/^warning plugin-partial serverless.yml:7 .*'site'/)]);
  });
});

describe("serverless-iam-roles-per-function", () => {
  it("refuses a function with a role and statements", async () => {
    const { problems } = await expanded(
      withPlugin("serverless-iam-roles-per-function", "functions: {a: {handler: h, role: x, iamRoleStatements: []}}\n"),
    );
    expect(problems).toEqual([expect.stringMatching(/^error serverless-invalid /)]);
  });
});

describe("plugins given as modules", () => {
  it("are known, too", async () => {
    const { problems } = await expanded(
      service("plugins: {localPath: ./plugins, modules: [serverless-offline, own-plugin]}\n"),
    );
    expect(problems).toEqual([expect.stringMatching(/plugin-unknown .*own-plugin/)]);
  });
});
