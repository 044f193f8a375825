import { analyze, inventory, memoryRepository, regionOf } from "@assay/analyzer";

const repository = memoryRepository({
  "template.yaml": `
Transform: AWS::Serverless-2016-10-31
Resources:
  Charge:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, Handler: charge.handler, CodeUri: src, Timeout: 30 }
`,
});

const { graph, statements, problems } = await analyze(repository, { parameters: new Map() });

export const functions = inventory(graph, statements).map(({ title, timeout }) => [title, timeout[0]?.value]);
export const places = graph.ofKind("function").map(({ origin }) => regionOf(origin.span).startLine);
export const mistakes = problems.map(({ message }) => message);
