import { describe, expect, it } from "vitest";
import { regionOf, type Node } from "@assay/analyzer";
import { expanded, nodeAt, service } from "./expanded.js";

const files = {
  ...service(
    `custom:
  size: \${file(sizes.yml):big}
functions:
  a:
    handler: a.h
    memorySize: \${self:custom.size}
    environment: {OWN: x}
    events:
      - sqs: arn:aws:sqs:us-east-1:123456789012:jobs
  b: \${file(b.yml)}
`,
    `  memorySize: 512
  environment: {GENERAL: y}
  iam:
    role:
      statements:
        - {Effect: Allow, Action: s3:GetObject, Resource: '*'}
`,
  ),
  "sizes.yml": "big: 2048\n",
  "b.yml": "handler: b.h\ntimeout: 9\n",
};
const place = (node: Node | undefined) =>
  node && `${node.origin.why} ${node.origin.span.file.path}:${String(regionOf(node.origin.span).startLine)}`;
const cause = ({ origin: { cause } }: Node) =>
  cause && `${cause.span.file.path}:${String(regionOf(cause.span).startLine)}`;

describe("the origin of", async () => {
  const { root } = await expanded(files);
  const property = (id: string, ...path: string[]) => nodeAt(root, "Resources", id, "Properties", ...path);
  it("an authored value is its place in the configuration", () => {
    expect(place(property("ALambdaFunction", "Handler"))).toBe("authored serverless.yml:15");
    expect(place(property("ALambdaFunction", "Environment", "Variables", "OWN"))).toBe("authored serverless.yml:17");
  });
  it("an included value is the included file, with the variable as its cause", () => {
    const memory = property("ALambdaFunction", "MemorySize")!;
    expect(place(memory)).toBe("included sizes.yml:1");
    expect(cause(memory)).toBe("serverless.yml:12");
    expect(place(property("BLambdaFunction", "Timeout"))).toBe("included b.yml:2");
    expect(cause(property("BLambdaFunction", "Timeout")!)).toBe("serverless.yml:20");
  });
  it("a value of the provider is its line there", () => {
    expect(place(property("BLambdaFunction", "MemorySize"))).toBe("globals serverless.yml:5");
    expect(property("BLambdaFunction", "MemorySize")?.origin.by).toBe("provider");
    expect(place(property("ALambdaFunction", "Environment", "Variables", "GENERAL"))).toBe("globals serverless.yml:6");
  });
  it("a framework default says so, at the function", () => {
    const timeout = property("ALambdaFunction", "Timeout");
    expect(timeout).toMatchObject({ value: 6 });
    expect(place(timeout)).toBe("default serverless.yml:14");
    expect(timeout?.origin.by).toBe("Serverless Framework default");
  });
  it("a generated resource is what caused it", () => {
    const mapping = nodeAt(root, "Resources", "AEventSourceMappingSQSJobs")!;
    expect(place(mapping)).toBe("generated serverless.yml:19");
    expect(mapping.origin.by).toBe("Serverless Framework");
  });
  it("a statement tells the framework's from the author's", () => {
    const statements = property("IamRoleLambdaExecution", "Policies", "0", "PolicyDocument", "Statement");
    const origins = (statements?.kind === "sequence" ? statements.items : []).map(({ origin }) => [
      origin.why,
      origin.by,
    ]);
    expect(origins).toEqual([
      ["generated", "Serverless Framework permission"],
      ["generated", "Serverless Framework permission"],
      ["authored", undefined],
      ["generated", "Serverless Framework permission"],
    ]);
  });
  it("every node of a script is its place in the script", async () => {
    const script = {
      "serverless.ts":
        "import b from './b';\nexport default {\n  service: 's', provider: { name: 'aws' },\n  functions: { a: { handler: 'h' }, b },\n};\n",
      "b.ts": "export default {\n  handler: 'b.h',\n};\n",
    };
    const { root: fromScript } = await expanded(script);
    const handler = (id: string) => nodeAt(fromScript, "Resources", id, "Properties", "Handler");
    expect(place(handler("ALambdaFunction"))).toBe("authored serverless.ts:4");
    expect(place(handler("BLambdaFunction"))).toBe("included b.ts:2");
  });
});
