import { describe, expect, it } from "vitest";
import { analyze, memoryRepository } from "@assay/analyzer";

const PARENT = `Transform: AWS::Serverless-2016-10-31
Parameters: { Stage: { Type: String, Default: dev } }
Globals: { Function: { Runtime: nodejs22.x, Handler: index.handler, MemorySize: 512 } }
Resources: { Topic: { Type: AWS::SNS::Topic } }
`;
const FUNCTION = "Resources: { One: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/ } } }\n";
const QUEUE = "Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub 'jobs-${Stage}' } } }\n";
const OTHER = "Resources: { Bucket: { Type: AWS::S3::Bucket } }\n";

async function discovered(files: Readonly<Record<string, string>>) {
  const { discovery, problems, graph } = await analyze(memoryRepository(files), { parameters: new Map() });
  return {
    analysed: discovery.candidates.map(({ path }) => path),
    leftOut: Object.fromEntries(discovery.leftOut.map(({ path, reason }) => [path, reason])),
    problems: problems.map(({ code, level, span }) => `${level} ${code} ${span.file.path}`),
    resources: graph.resources.map(({ id }) => id),
  };
}

describe("SAM applications that a script puts together", () => {
  it("are read as one: what has no transform joins the template above it, and so does what uses its names", async () => {
    const found = await discovered({
      "infra/parent.yaml": PARENT,
      "infra/functions/one.yaml": FUNCTION,
      "infra/queues/jobs.yaml": QUEUE,
      "infra/other.yaml": OTHER,
    });
    expect(found.analysed).toEqual(["infra/other.yaml", "infra/parent.yaml"]);
    expect(found.leftOut).toEqual({
      "infra/functions/one.yaml": "read as a part of infra/parent.yaml",
      "infra/queues/jobs.yaml": "read as a part of infra/parent.yaml",
    });
    expect(found.problems).toEqual(["note sam-fragments infra/parent.yaml"]);
    expect(found.resources).toEqual(
      expect.arrayContaining(["infra/parent.yaml#One", "infra/parent.yaml#OneRole", "infra/parent.yaml#Queue"]),
    );
  });

  it("do not take in a plain template beside an application that is whole, whatever its names", async () => {
    const found = await discovered({
      "one/template.yaml": PARENT,
      "one/network.yaml": QUEUE.replace("Resources:", "Parameters: { Stage: { Type: String } }\nResources:"),
      "one/other.yaml": QUEUE,
      "two/parent.yaml": PARENT,
      "two/one.yaml": FUNCTION,
    });
    expect(found.analysed).toEqual(["one/network.yaml", "one/other.yaml", "one/template.yaml", "two/parent.yaml"]);
  });

  it("are read once when the repository holds the result, too", async () => {
    const found = await discovered({
      "template.yaml": `${PARENT}  One: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/ } }\n`.replace(
        "Resources: { Topic: { Type: AWS::SNS::Topic } }\n",
        "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n  Queue: { Type: AWS::SQS::Queue }\n",
      ),
      "infra/parent.yaml": PARENT,
      "infra/one.yaml": FUNCTION,
      "infra/queue.yaml": "Resources: { Queue: { Type: AWS::SQS::Queue } }\n",
    });
    expect(found.analysed).toEqual(["template.yaml"]);
    expect(Object.keys(found.leftOut).sort()).toEqual(["infra/one.yaml", "infra/parent.yaml", "infra/queue.yaml"]);
    expect(found.problems).toEqual([]);
  });

  it("are none when there is nothing above, or when the file is nested", async () => {
    const alone = await discovered({ "one.yaml": FUNCTION, "other/parent.yaml": PARENT });
    expect(alone.analysed).toEqual(["one.yaml", "other/parent.yaml"]);
    const nesting = `${PARENT.replace("Resources: { Topic: { Type: AWS::SNS::Topic } }\n", "")}Resources:
  Child: { Type: AWS::Serverless::Application, Properties: { Location: functions/one.yaml } }
`;
    const nested = await discovered({ "parent.yaml": nesting, "functions/one.yaml": FUNCTION });
    expect(nested.analysed).toEqual(["functions/one.yaml", "parent.yaml"]);
    expect(nested.problems).not.toContain("note sam-fragments parent.yaml");
  });
});
