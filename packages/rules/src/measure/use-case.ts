import { counted, listed, resourcesOf, type Measure } from "./measure.js";

/** The use cases that the checklist names as examples, and the events that speak for each. */
const USE_CASES: readonly { readonly name: string; readonly events: readonly string[] }[] = [
  {
    name: "backend of a web or mobile application",
    events: ["api", "function-url", "alb", "appsync", "cognito", "authorizer"],
  },
  { name: "file or media processing", events: ["s3"] },
  { name: "stream processing", events: ["kinesis", "dynamodb", "msk", "kafka", "documentdb"] },
  { name: "event-driven processing", events: ["sqs", "sns", "eventbridge", "mq", "pipes"] },
  { name: "workflows", events: ["step-functions"] },
  { name: "scheduled jobs", events: ["schedule"] },
  { name: "Internet of Things", events: ["iot"] },
  { name: "web presence at the edge", events: ["cloudfront"] },
  { name: "contact centre or voice", events: ["lex", "connect", "alexa"] },
];

/** What the triggers suggest as the use case; only a person knows what the customer uses it for. */
export const useCase: Measure = {
  id: "use-case",
  counts: "nothing: a draft of the use case from the kinds of triggers",
  measure(input) {
    const { graph } = input.analysis;
    const functions = resourcesOf(input);
    const found = USE_CASES.map(({ name, events }) => {
      const edges = functions.flatMap((fn) => graph.to(fn, "triggers").filter(({ event }) => events.includes(event)));
      return { name, edges, functions: new Set(edges.map(({ to }) => to)).size };
    })
      .filter((candidate) => candidate.functions > 0)
      .sort((a, b) => b.functions - a.functions || (a.name < b.name ? -1 : 1));
    const [first, ...others] = found;
    return {
      statement: first
        ? `By their triggers the functions serve: ${found.map(({ name, functions: count }) => `${name}, ${counted(count, "function")}`).join("; ")}.`
        : "No trigger was found in the scanned inputs that suggests a use case.",
      evidence: found.flatMap(({ name, edges }) => edges.slice(0, 1).map(({ origin }) => ({ origin, says: name }))),
      draft: first
        ? `${first.name}${others.length > 0 ? `, with ${listed(others.map(({ name }) => name))}` : ""}`
        : undefined,
    };
  },
};
