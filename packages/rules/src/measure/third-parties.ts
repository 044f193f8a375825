import { follow, nameOf, readItems, readString, readText, showText, type Resource } from "@assay/analyzer";
import type { Evidence } from "../rule.js";
import { counted, listed, resourcesOf, type Measure } from "./measure.js";

interface Part {
  readonly name: string;
  readonly evidence: Evidence;
}

/** An account other than AWS's own publishes most layers; these are AWS's. */
const AWS_LAYERS = /(AWSLambdaPowertools|AWS-Parameters-and-Secrets|LambdaInsightsExtension|AWSSDKPandas|aws-otel)/i;

/** Layers from other accounts, endpoints outside AWS, connections: candidates for what third parties supply. */
export const thirdParties: Measure = {
  id: "third-parties",
  counts: "nothing: a draft of third-party parts from layers, extensions, endpoints and connections",
  measure(input) {
    const { graph } = input.analysis;
    const parts = new Map<string, Part[]>();
    const note = (part: Part) => parts.set(part.name, [...(parts.get(part.name) ?? []), part]);
    for (const fn of resourcesOf(input)) layersOf(fn).concat(endpointsOf(fn)).forEach(note);
    for (const destination of graph.ofKind("external-endpoint")) {
      for (const value of readText(destination.properties, "InvocationEndpoint")) {
        const host = value.state === "known" ? hostOf(showText(value.value)) : undefined;
        if (host !== undefined)
          note({ name: `endpoint ${host}`, evidence: { origin: value.origin, says: nameOf(destination) } });
      }
    }
    const names = [...parts.keys()].sort();
    return {
      statement:
        names.length > 0
          ? `${counted(names.length, "candidate")} for third-party parts: ${listed(names)}.`
          : "No layer of another account and no endpoint outside AWS was found in the scanned inputs; libraries in the code are not looked at.",
      evidence: names.flatMap((name) =>
        (parts.get(name) ?? []).slice(0, 1).map(({ evidence, name: says }) => ({ ...evidence, says })),
      ),
      draft: names.length > 0 ? listed(names) : undefined,
    };
  },
};

function layersOf(fn: Resource): readonly Part[] {
  return readItems(fn.properties, "Layers").flatMap(({ view }) =>
    readText(view).flatMap((value): Part[] => {
      if (value.state !== "known") return [];
      const text = showText(value.value);
      const [, account, layer] = /^arn:[^:]*:lambda:[^:]*:([^:]+):layer:([^:]+)/.exec(text) ?? [];
      if (account === undefined || layer === undefined || !/^\d{12}$/.test(account)) return [];
      const by = AWS_LAYERS.test(layer) ? "AWS layer" : `layer of account ${account}`;
      return [{ name: `${layer} (${by})`, evidence: { origin: value.origin, says: text } }];
    }),
  );
}

/** Hosts outside AWS that environment variables name. */
function endpointsOf(fn: Resource): readonly Part[] {
  return follow(fn.properties, "Environment", "Variables").flatMap(({ shape }) => {
    if (shape.kind !== "map") return [];
    return [...shape.entries].flatMap(([variable, node]) =>
      readString({ node, stack: shape.stack }).flatMap((value): Part[] => {
        const host = value.state === "known" ? hostOf(value.value) : undefined;
        return host === undefined
          ? []
          : [{ name: `endpoint ${host}`, evidence: { origin: value.origin, says: variable } }];
      }),
    );
  });
}

function hostOf(text: string): string | undefined {
  const host = /^https?:\/\/([a-z0-9.-]+\.[a-z]{2,})(?:[:/]|$)/i.exec(text)?.[1]?.toLowerCase();
  return host === undefined ||
    /(^|\.)(amazonaws\.com(\.cn)?|awsstatic\.com|aws\.amazon\.com|example\.(com|org|net))$/.test(host)
    ? undefined
    : host;
}
