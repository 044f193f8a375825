import {
  nameOf,
  outsideService,
  resourceType,
  services,
  type FunctionRow,
  type Origin,
  type Resource,
} from "@assay/analyzer";
import { at, type Evidence } from "../rule.js";
import { counted, listed, resourcesOf, withUnreadRole, type Measurable, type Measure } from "./measure.js";
import { functionTable, known, absent } from "./table.js";

/** The services that the checklist of 2018 lists. */
const LISTED = [
  "Amazon S3",
  "Amazon Kinesis",
  "Amazon SNS",
  "Amazon DynamoDB",
  "Amazon API Gateway",
  "AWS Step Functions",
];

/** Edges that connect a function with something else, seen from the function. */
const OUTGOING = ["reads", "writes", "publishes", "invokes", "fails-to", "succeeds-to"] as const;

/** The first edge that proves each service: a trigger, access that IAM allows, a target of failed or finished events. */
function connections(input: Measurable): ReadonlyMap<string, Evidence> {
  const { graph } = input.analysis;
  const found = new Map<string, Evidence>();
  const note = (other: Resource, origin: Origin, says: string) => {
    const service = other.stack ? resourceType(other.type).service : outsideService(other.type, other.kind);
    if (service !== undefined && !found.has(service)) found.set(service, { origin, says: `${service}: ${says}` });
  };
  for (const fn of resourcesOf(input)) {
    for (const { from, event, detail, origin } of graph.to(fn, "triggers"))
      note(from, origin, `${nameOf(from)} triggers ${nameOf(fn)} (${[event, detail].filter(Boolean).join(" ")})`);
    for (const kind of OUTGOING)
      for (const edge of graph.from(fn, kind))
        note(edge.to, edge.origin, `${nameOf(fn)} ${kind.replace("-", " ")} ${nameOf(edge.to)}`);
  }
  return found;
}

/** A function's connections, but for the log group into which every function may write. */
function connected({ services: all }: Pick<FunctionRow, "services">): FunctionRow["services"] {
  return all.filter(({ service, how }) => service !== LOGS || how.some((word) => word.startsWith("triggered by")));
}

const LOGS = "Amazon CloudWatch Logs";

/** Services that functions really connect with: by edges, not by resources that happen to be there. */
export const connectedServices: Measure = {
  id: "connected-services",
  counts: "which of the six services of the 2018 checklist are connected with a function by an edge of the graph",
  measure(input) {
    const { functions } = input;
    const proofs = connections(input);
    const names = [...new Set(functions.flatMap((row) => connected(row).map(({ service }) => service)))].sort();
    const counting = names.filter((name) => LISTED.includes(name));
    // What a function may use is in its role; while that is elsewhere, any service may be missing here.
    const unread = withUnreadRole(input.analysis, resourcesOf(input)).length;
    return {
      statement: `The functions connect with ${counted(counting.length, "of the six listed services", "of the six listed services")}${counting.length > 0 ? `: ${listed(counting)}` : ""}. With all services counted they connect with ${names.length}${names.length > 0 ? `: ${listed(names)}` : ""}.${unread > 0 ? ` The permissions of ${counted(unread, "function")} are not in the scanned inputs, so there may be more.` : ""}`,
      count: {
        satisfied: counting.length,
        unknown: unread > 0 ? LISTED.length - counting.length : 0,
        total: LISTED.length,
      },
      evidence: [...counting, ...names.filter((name) => !LISTED.includes(name))].flatMap(
        (name) => proofs.get(name) ?? [],
      ),
      table: functionTable(["Listed services", "Other services"], functions, (row) =>
        [true, false].map((isListed) => {
          const cells = connected(row).filter(({ service }) => LISTED.includes(service) === isListed);
          return cells.length > 0
            ? known(cells.map(({ service, how }) => `${service} (${how.join(", ")})`).join("; "))
            : absent("none found");
        }),
      ),
    };
  },
};

/** The same services, as the description of how AWS is used. */
export const servicesUsed: Measure = {
  id: "services-used",
  counts: "nothing: a draft of how AWS services are used",
  measure(input) {
    const { graph } = input.analysis;
    const users = new Map<string, { readonly how: Set<string>; readonly functions: Resource[] }>();
    for (const fn of resourcesOf(input)) {
      for (const { service, how } of connected({ services: services(fn, graph) })) {
        const entry = users.get(service) ?? { how: new Set<string>(), functions: [] };
        how.forEach((word) => entry.how.add(word));
        entry.functions.push(fn);
        users.set(service, entry);
      }
    }
    const sentences = [...users]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([service, { how, functions }]) =>
          `${service}: ${counted(functions.length, "function")} (${[...how].sort().join(", ")})`,
      );
    return {
      statement:
        users.size > 0
          ? `Lambda is used together with ${sentences.join("; ")}.`
          : "No connection with another service was found.",
      draft: users.size > 0 ? draft(users) : undefined,
      evidence: [...users].flatMap(([service, { functions }]) => functions.slice(0, 1).map((fn) => at(fn, service))),
    };
  },
};

/** Prose for the case study, from connections that were found. */
function draft(
  users: ReadonlyMap<string, { readonly how: ReadonlySet<string>; readonly functions: readonly Resource[] }>,
): string {
  const sorted = [...users].sort(([a], [b]) => (a < b ? -1 : 1));
  const starting = sorted.filter(([, { how }]) => [...how].some((word) => word.startsWith("triggered by")));
  const used = (words: readonly string[]) =>
    sorted.filter(([, { how }]) => words.some((word) => how.has(word))).map(([service]) => service);
  const sentence = (start: string, services: readonly string[]) =>
    services.length > 0 ? [`${start} ${listed(services)}.`] : [];
  return [
    ...sentence(
      "AWS Lambda functions are started by",
      starting.map(([service]) => service),
    ),
    ...sentence("They read from", used(["reads"])),
    ...sentence("They write to", used(["writes"])),
    ...sentence("They publish to", used(["publishes"])),
    ...sentence("They call", used(["invokes"])),
    ...sentence("Events that fail are kept in", used(["fails to"])),
  ].join(" ");
}
