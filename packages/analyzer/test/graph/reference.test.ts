import { expect, it } from "vitest";
import {
  analyze,
  memoryRepository,
  nameOf,
  namedResources,
  readText,
  known,
  referrers,
  stackResource,
} from "../../src/index.js";

async function graphOf(files: string | Record<string, string>) {
  const repository = memoryRepository(typeof files === "string" ? { "template.yaml": files } : files);
  return (await analyze(repository, { parameters: new Map() })).graph;
}

it("finds who names a resource: by reference, within an ARN, in a list, by name", async () => {
  const graph = await graphOf(`Resources:
  B: { Type: AWS::S3::Bucket, Properties: { BucketName: files } }
  Ref: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref B } }
  Arn: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Sub "arn:aws:s3:::\${B}/*" } }
  List: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: [!GetAtt B.Arn] } }
  Name: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: files } }
  Other: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: others } }
`);
  const bucket = graph.resource("template.yaml#B");
  expect(bucket && referrers(bucket, graph, "AWS::S3::BucketPolicy", "Bucket").map(nameOf)).toEqual([
    "Ref",
    "Arn",
    "List",
    "Name",
  ]);
  expect(bucket && referrers(bucket, graph, "AWS::S3::BucketPolicy", "Nothing")).toEqual([]);
  const policy = graph.resource("template.yaml#Arn");
  const [text] = policy ? known(readText(policy.properties, "Bucket")) : [];
  expect(text && namedResources(text.value, graph)).toEqual([bucket]);
});

it("a stack is spoken of by the resource that nests it, a root stack by its path", async () => {
  const graph = await graphOf({
    "template.yaml":
      "Resources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yaml } }\n",
    "child.yaml": "Resources:\n  T: { Type: AWS::SNS::Topic }\n",
  });
  expect(graph.world.stacks.map((stack) => nameOf(stackResource(stack, graph)))).toEqual(["template.yaml", "Child"]);
});
