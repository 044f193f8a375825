import {
  authoredFunctions,
  known,
  nameOf,
  readEntries,
  readString,
  type Edge,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type Evidence, type Finding } from "../rule.js";

/** The switch by which Powertools for AWS Lambda leaves its idempotency out. */
const DISABLED = "POWERTOOLS_IDEMPOTENCY_DISABLED";

export const idempotencyUnseen = defineRule({
  id: "idempotency-unseen",
  title: "Nothing in the configuration shows that repeated events are recognised",
  topic: "failures",
  severity: "info",
  profile: "evidence",
  why: "Queues, streams and asynchronous invocations deliver an event at least once, so that the function may get it twice. Whether it recognises a repetition is in its code; a table for idempotency keys in its configuration is a sign that it does, and the switch that turns Powertools' idempotency off that it does not.",
  remedy: {
    sam: "Keep processed keys in a table, for instance with the idempotency utility of Powertools for AWS Lambda, and name the table in the environment.",
    serverless:
      "Keep processed keys in a table, for instance with the idempotency utility of Powertools for AWS Lambda.",
    cdk: "Keep processed keys in a table, for instance with the idempotency utility of Powertools for AWS Lambda.",
    cloudformation:
      "Keep processed keys in a table, for instance with the idempotency utility of Powertools for AWS Lambda.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/concepts-event-driven-architectures.html",
    "https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/",
  ],
  aliases: [],
  covers: ["B15"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Environment: { Variables: { POWERTOOLS_IDEMPOTENCY_DISABLED: "true" } }
      Events:
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Environment: { Variables: { IDEMPOTENCY_TABLE: !Ref Idempotency } }
      Events:
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
  Idempotency:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      TimeToLiveSpecification: { AttributeName: expiration, Enabled: true }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield judge(fn, graph);
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const name = nameOf(fn);
  const place = at(fn, `function ${name}`);
  const triggers = graph.to(fn, "triggers").filter(repeats);
  if (triggers.length === 0)
    return notApplicable(fn, { message: `No trigger of ${name} delivers an event more than once.`, evidence: [place] });
  const events = [...new Set(triggers.map(({ event }) => event))].join(", ");
  const sources: readonly Evidence[] = triggers
    .slice(0, 3)
    .map(({ origin, event }) => ({ origin, says: `${event} event` }));
  const [off] = readEntries(fn.properties, "Environment", "Variables")
    .filter(({ key }) => key === DISABLED)
    .flatMap(({ view }) => known(readString(view)).filter(({ value }) => /^(true|1|yes|on|y)$/i.test(value)));
  if (off)
    return fail(fn, {
      when: off.when,
      message: `${name} gets events at least once (${events}) and turns idempotency off: ${DISABLED} is ${off.value}.`,
      evidence: [{ origin: off.origin, says: `${DISABLED} ${off.value}` }, place, ...sources],
    });
  const [sign] = graph
    .from(fn, "configures")
    .filter(({ variable, to }) => to.kind === "table" && /idempoten/i.test(`${variable} ${nameOf(to)}`));
  if (sign)
    return pass(fn, {
      message: `${name} gets events at least once (${events}) and is configured with ${nameOf(sign.to)} for idempotency.`,
      evidence: [{ origin: sign.origin, says: `${sign.variable} names ${nameOf(sign.to)}` }, place, ...sources],
    });
  return unknown(fn, {
    message: `${name} gets events at least once (${events}); whether it recognises a repetition is not known: only its code says so.`,
    evidence: [place, ...sources],
  });
}

/** Synchronous callers and state machines decide themselves whether they call again. */
function repeats({ invocation, event }: Edge<"triggers">): boolean {
  return ["async", "queue", "stream"].includes(invocation) && event !== "custom-resource";
}
