import type { FunctionRow, GraphDocument, GraphEdge, GraphResource } from "@assay/analyzer";

const location = { file: "template.yaml", startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };

export interface SyntheticOptions {
  /** Resources in all, half of them functions. */
  readonly nodes: number;
  readonly stacks?: number;
  /** The name of the resource with this number. */
  readonly name?: (index: number) => string;
}

/** A graph of the given size: APIs, queues and tables around functions, some of them in a network. */
export function syntheticGraph({ nodes, stacks = 1, name = (index) => `Resource${index}` }: SyntheticOptions): {
  readonly graph: GraphDocument;
  readonly functions: readonly FunctionRow[];
} {
  const stackOf = (index: number) => `stack${index % stacks}.yaml`;
  const kinds = ["function", "api", "function", "table", "function", "queue", "function", "topic"];
  const resources = Array.from({ length: nodes }, (_, index): GraphResource => {
    const kind = kinds[index % kinds.length] ?? "function";
    const logicalId = name(index);
    const stack = stackOf(Math.floor(index / 8));
    return { id: `${stack}#${index}`, kind, type: `AWS::${kind}`, logicalId, stack, location, origin: "authored" };
  });
  const at = (index: number) => resources[((index % nodes) + nodes) % nodes]?.id ?? "";
  const edges = resources.flatMap((resource, index): GraphEdge[] => {
    const edge = (kind: GraphEdge["kind"], from: string, to: string, detail?: GraphEdge["detail"]): GraphEdge => ({
      kind,
      from,
      to,
      confidence: "certain",
      location,
      ...(detail ? { detail } : {}),
    });
    if (resource.kind === "function")
      return [
        edge("reads", resource.id, at(index - (index % 8) + 3), { actions: ["dynamodb:GetItem"] }),
        edge("writes", resource.id, at(index + 11 - (index % 8)), { actions: ["dynamodb:PutItem"] }),
      ];
    if (resource.kind === "api")
      return [1, 3, -1].map((step) =>
        edge("triggers", resource.id, at(index + step), {
          event: "api",
          invocation: "sync",
          detail: `GET /${name(index)}`,
        }),
      );
    if (resource.kind === "queue")
      return [edge("triggers", resource.id, at(index + 1), { event: "sqs", invocation: "queue" })];
    return [];
  });
  const known = (value: string | number) => [{ state: "known" as const, value, location }];
  const functions = resources
    .filter(({ kind }) => kind === "function")
    .map((resource): FunctionRow => ({
      id: resource.id,
      project: "template.yaml",
      framework: "sam",
      stack: resource.stack ?? "",
      logicalId: resource.logicalId,
      title: resource.logicalId,
      location,
      name: known(resource.logicalId),
      runtime: known("nodejs22.x"),
      handler: known("index.handler"),
      architecture: known("arm64"),
      packageType: known("Zip"),
      memory: known(512),
      timeout: known(30),
      tracing: known("Active"),
      layers: 0,
      triggers: [],
      triggerNote: "none found in the scanned inputs",
      grants: [],
      vpc: [],
      subnets: [],
      securityGroups: [],
      reservedConcurrency: [],
      provisionedConcurrency: [],
      alarms: [],
      services: [],
    }));
  const graph: GraphDocument = {
    schema: "https://assay.dev/schema/graph-1.json",
    stacks: Array.from({ length: stacks }, (_, index) => ({
      id: stackOf(index),
      project: "template.yaml",
      framework: "sam",
      template: stackOf(index),
    })),
    resources,
    edges,
  };
  return { graph, functions };
}
