import path from "node:path";
import { describe, expect, it } from "vitest";
import { analyze, always, diskRepository, functionFacts, graphDocument } from "@assay/analyzer";

const fixtures = path.resolve(import.meta.dirname, "../../../../fixtures/trio");

/** What a framework calls the same thing: the CDK appends a hash, the Serverless Framework says `Lambda` and `HttpApi`. */
function commonName(id: string): string {
  return id
    .slice(id.indexOf("#") + 1)
    .replace(/[0-9A-F]{8}$/, "")
    .replace("LambdaFunction", "Function")
    .replace(/^HttpApi/, "OrdersApi")
    .replace("ApiApiGatewayDefaultStage", "ApiStage")
    .replace("ApiDefaultStage", "ApiStage");
}

/** Kinds that an application is made of; routes, mappings and permissions are spelled differently by each framework. */
const KINDS = new Set(["function", "role", "queue", "table", "topic", "alarm", "api", "api-stage", "log-group"]);

async function read(framework: string) {
  const repository = await diskRepository(path.join(fixtures, framework), {});
  const analysis = await analyze(repository, { region: "eu-west-1", parameters: new Map() });
  const { resources, edges } = graphDocument(analysis.graph);
  return {
    resources: resources
      .filter(({ kind }) => KINDS.has(kind))
      .map(({ id, type }) => `${type} ${commonName(id)}`)
      .sort(),
    edges: edges
      .map(({ kind, from, to, confidence, detail }) => {
        const same = { ...detail, via: undefined };
        return `${commonName(from)} ${kind} ${commonName(to)} ${confidence} ${JSON.stringify(same)}`;
      })
      .sort(),
    functions: analysis.graph
      .ofKind("function")
      .map((fn) => {
        const { memory, timeout, runtime } = functionFacts(fn);
        return `${commonName(fn.id)} ${always(memory)} MB ${always(timeout)} s ${always(runtime)}`;
      })
      .sort(),
  };
}

describe("the same application in three frameworks", () => {
  it("is the same graph up to names", async () => {
    const sam = await read("sam");
    expect(sam.functions).toEqual(["CreateFunction 256 MB 10 s nodejs22.x", "WorkFunction 256 MB 30 s nodejs22.x"]);
    expect(sam.edges).toHaveLength(27);
    expect(await read("serverless")).toEqual(sam);
    expect(await read("cdk")).toEqual(sam);
  });
});
