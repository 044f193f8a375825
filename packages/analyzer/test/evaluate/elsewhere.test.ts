import { describe, expect, it } from "vitest";
import { analyze, memoryRepository, readNumber, readText, showText } from "@assay/analyzer";

const ORDERS = `
service: orders
provider: { name: aws }
resources:
  Resources:
    Queue: { Type: AWS::SQS::Queue }
    Stored: { Type: AWS::SSM::Parameter, Properties: { Name: /orders/queue, Type: String, Value: !GetAtt Queue.Arn } }
  Outputs:
    QueueUrl: { Value: !Ref Queue }
`;

/** What a property of a second service turns out to be. */
async function read(value: string, more: Readonly<Record<string, string>> = {}) {
  const { world } = await analyze(
    memoryRepository({
      "orders/serverless.yml": ORDERS,
      "web/serverless.yml": `
service: web
provider: { name: aws }
resources: { Resources: { Subject: { Type: Custom::Subject, Properties: { Value: "${value}", Size: 1 } } } }
`,
      ...more,
    }),
    { parameters: new Map() },
  );
  const stack = world.stacks.find(({ id }) => id.startsWith("web/"));
  const node = stack?.resources.get("Subject");
  if (!stack || !node) throw new Error("no subject");
  const view = { node, stack };
  expect(readNumber(view, "Properties", "Size")).toMatchObject([{ state: "known", value: 1 }]);
  const [found, ...others] = readText(view, "Properties", "Value");
  expect(others).toEqual([]);
  return found?.state === "known" ? showText(found.value) : found?.state === "unknown" ? found.because : "absent";
}

describe("values that a Serverless variable takes from elsewhere", () => {
  it.each([
    ["an output of another service of the repository", "${cf:orders-dev.QueueUrl}", "${Queue}"],
    ["an output of a stack elsewhere", "${cf:other.QueueUrl}", "${cf:other.QueueUrl}"],
    ["an SSM parameter that the repository makes", "${ssm:/orders/queue}", "${Queue.Arn}"],
    ["its second version", "${ssm:/orders/queue:2}", "${Queue.Arn}"],
    ["one named through another variable", "${ssm:/${param:x, 'orders'}/queue}", "${Queue.Arn}"],
    ["an SSM parameter of somebody else", "${ssm:/x}", "${ssm:/x}"],
    ["a part of a text", "queue ${ssm:/x}!", "queue ${ssm:/x}!"],
  ])("%s", async (_, value, expected) => {
    expect(await read(value)).toBe(expected);
  });

  it("the output of a composed service", async () => {
    const compose =
      "services:\n  orders: { path: orders }\n  web: { path: web, params: { url: '${orders.QueueUrl}' } }\n";
    expect(await read("${param:url}", { "serverless-compose.yml": compose })).toBe("${Queue}");
  });

  it("what hangs below an unknown value is unknown, with its cause", async () => {
    const { world } = await analyze(
      memoryRepository({
        "serverless.yml":
          "service: a\nprovider: { name: aws }\nresources: { Resources: { S: { Type: Custom::S, Properties: '${s3:bucket/key}' } } }\n",
      }),
      { parameters: new Map() },
    );
    const [stack] = world.stacks;
    const node = stack?.resources.get("S");
    if (!stack || !node) throw new Error("no subject");
    expect(readText({ node, stack }, "Properties", "Value")).toMatchObject([
      { state: "unknown", because: "${s3:bucket/key} is not known: it is an object in S3" },
    ]);
  });
});
