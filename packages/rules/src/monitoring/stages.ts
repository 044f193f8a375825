import { always, known, nameOf, readString, readText, type Resource, type ResourceGraph } from "@assay/analyzer";
import { named } from "../named.js";
import { at, unknown, type Finding } from "../rule.js";

/** A stage of an API, and where its settings stand. */
export interface Stage {
  readonly resource: Resource;
  /** The name of the kind of API as people use it. */
  readonly kind: "REST" | "HTTP" | "WebSocket";
  /** Where the properties of the stage begin: a deployment may hold those of the stage that it makes. */
  readonly path: readonly string[];
  /** Who sets them outside the template, if somebody does. */
  readonly setBy: string | undefined;
}

/**
 * The stages of REST APIs. One that a deployment makes by the way has its settings in `StageDescription`; those of an
 * API of the Serverless Framework are set by its program after the deployment, whoever declares the deployment. What a deployment with a stage of its own makes by
 * the way, as SAM's `Stage`, is no stage that anybody uses.
 */
export function restStages(graph: ResourceGraph): readonly Stage[] {
  const own = graph
    .ofType("AWS::ApiGateway::Stage")
    .filter(isAuthored)
    .map((resource): Stage => ({ resource, kind: "REST", path: [], setBy: undefined }));
  const staged = new Set(
    graph.ofType("AWS::ApiGateway::Stage").flatMap((stage) => named(stage, "DeploymentId", graph)),
  );
  const made = graph
    .ofType("AWS::ApiGateway::Deployment")
    .filter((deployment) => isAuthored(deployment) && !staged.has(deployment))
    .filter(({ properties }) => known(readText(properties, "StageName")).length > 0)
    .map((resource): Stage => {
      const isServerless =
        resource.stack?.template.framework === "serverless" &&
        [resource, ...named(resource, "RestApiId", graph)].some(({ origin }) => origin.why === "generated");
      return {
        resource,
        kind: "REST",
        path: ["StageDescription"],
        setBy: isServerless ? "the Serverless Framework sets it after the deployment" : undefined,
      };
    });
  return [...own, ...made];
}

/** The stages of HTTP and WebSocket APIs. */
export function httpStages(graph: ResourceGraph): readonly Stage[] {
  return graph
    .ofType("AWS::ApiGatewayV2::Stage")
    .filter(isAuthored)
    .map((resource): Stage => {
      const [api] = graph.to(resource, "contains").map((edge) => edge.from);
      const protocol = api && always(readString(api.properties, "ProtocolType"));
      return { resource, kind: protocol === "WEBSOCKET" ? "WebSocket" : "HTTP", path: [], setBy: undefined };
    });
}

/** What to say of a stage whose settings no template holds. */
export function setElsewhere({ resource, setBy }: Stage, question: string): Finding | undefined {
  if (setBy === undefined) return undefined;
  return unknown(resource, {
    evidence: [at(resource, nameOf(resource))],
    message: `${question} is not known: ${setBy}.`,
  });
}

function isAuthored(resource: Resource): boolean {
  return resource.owner === undefined;
}
