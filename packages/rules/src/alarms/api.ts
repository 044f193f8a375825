import { always, readString, type Resource, type ResourceGraph } from "@assay/analyzer";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import type { Needs } from "./coverage.js";

/** The APIs of the stacks that are the author's own. */
export function apis(graph: ResourceGraph): readonly Resource[] {
  return graph.ofKind("api").filter((api) => api.stack && api.owner === undefined);
}

/** The metrics by which an API of its kind says that it fails or is slow: each kind has names of its own. */
export function needsOfApi(api: Resource, mode: "errors" | "latency"): Needs {
  const { restApi, httpApi, webSocketApi, graphqlApi } = needs;
  const pick = (all: Needs): Needs =>
    Object.fromEntries(Object.entries(all).filter(([need]) => (need === "Latency") === (mode === "latency")));
  if (api.type === "AWS::AppSync::GraphQLApi") return pick(graphqlApi);
  if (api.type === "AWS::ApiGateway::RestApi") return pick(restApi);
  return pick(always(readString(api.properties, "ProtocolType")) === "WEBSOCKET" ? webSocketApi : httpApi);
}
