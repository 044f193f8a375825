import {
  accessKinds,
  always,
  authoredFunctions,
  literalText,
  nameOf,
  pattern,
  readPresence,
  readString,
  type Edge,
  type Resource,
  type ResourceGraph,
  type Statement,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";

export const recursionLoop = defineRule({
  id: "recursion-loop",
  title: "What a function writes may start it again",
  topic: "integrations",
  severity: "high",
  why: "A function that writes to the bucket, queue, topic or stream that starts it runs in a circle. Lambda stops loops through SQS, SNS and S3 after 16 rounds and drops the event, unless `RecursiveLoop` allows them; others go on, and the bill with them.",
  remedy: {
    sam: "Write to another bucket, queue or topic, or under another prefix than the one in the event's filter, and limit the policy to it. A loop on purpose: `RecursiveLoop: Allow`.",
    serverless:
      "Write to another bucket, queue or topic, or under another prefix than in the event's `rules`, and limit the role statement to it.",
    cdk: "Write to another bucket, queue or topic, or under another prefix, and grant only that: `bucket.grantPut(fn, 'out/*')`. A loop on purpose: `recursiveLoop: RecursiveLoop.ALLOW`.",
    cloudformation:
      "Write to another bucket, queue or topic, or under another prefix than the notification's filter, and limit the policy to it. A loop on purpose: `RecursiveLoop: Allow`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html",
  ],
  aliases: [],
  covers: ["N7", "B11"],
  examples: [
    {
      framework: "sam",
      bad: example("Jobs"),
      good: example("Done"),
    },
  ],
  *check({ graph }) {
    const reported = new Set<string>();
    for (const fn of authoredFunctions(graph)) {
      const sources = graph.to(fn, "triggers").filter(({ event }) => LOOPING.has(event));
      if (sources.length === 0) continue;
      const loop = loopOf(fn, graph);
      const members = loop && [...new Set(loop.flatMap(({ from, to }) => [from.id, to.id]))].sort().join(" ");
      if (members !== undefined && reported.has(members)) continue;
      if (members !== undefined) reported.add(members);
      yield judge(fn, sources, loop, graph);
    }
  },
});

/** Events that what a function writes can cause. */
const LOOPING: ReadonlySet<string> = new Set(["s3", "sqs", "sns", "kinesis", "dynamodb"]);

type Hop = Edge<"triggers"> | Edge<"publishes"> | Edge<"writes">;

function judge(
  fn: Resource,
  sources: readonly Edge<"triggers">[],
  loop: readonly Hop[] | undefined,
  graph: ResourceGraph,
): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  if (!loop) {
    const names = [...new Set(sources.map(({ from }) => nameOf(from)))].join(", ");
    return pass(fn, {
      message: `Nothing that ${nameOf(fn)} is known to write leads back to ${names}.`,
      evidence: [place, ...sources.map(({ origin, from }) => ({ origin, says: `started by ${nameOf(from)}` }))],
    });
  }
  const way = [nameOf(fn), ...loop.map(({ to }) => nameOf(to))].join(" → ");
  const evidence: EvidenceList = [
    place,
    ...loop.map(({ origin, from, to, kind }) => ({ origin, says: `${nameOf(from)} ${kind} ${nameOf(to)}` })),
  ];
  const said = { evidence, confidence: "likely" } as const;
  if (always(readString(fn.properties, "RecursiveLoop")) === "Allow")
    return notApplicable(fn, { ...said, message: `${way} is a loop on purpose: RecursiveLoop is Allow.` });
  const filter = filterOn(loop);
  if (filter)
    return unknown(fn, { ...said, message: `${way} is a loop unless the filter of ${nameOf(filter)} ends it.` });
  const [broad] = loop.flatMap((hop) => breadth(hop, graph) ?? []);
  return broad !== undefined
    ? unknown(fn, { ...said, message: `Whether ${way} is a loop is not known: ${broad}.` })
    : fail(fn, { ...said, message: `${nameOf(fn)} may start itself: ${way}.` });
}

/** Why a permission says little about what its function does: a wildcard, or a role that several functions share. */
function breadth(hop: Hop, graph: ResourceGraph): string | undefined {
  if (hop.kind === "triggers" || hop.from.kind !== "function") return undefined;
  const made = MADE[hop.to.kind] ?? [];
  const isExact = hop.actions.some((action) => made.some((name) => pattern(action)(name) && isNamed(action, name)));
  if (!isExact) return `${nameOf(hop.from)} may do all of ${hop.actions.join(", ")}`;
  const [role] = graph.from(hop.from, "assumes");
  const holders = role ? graph.to(role.to, "assumes").filter(({ from }) => from.kind === "function").length : 0;
  return role && holders > 1 ? `${nameOf(role.to)} is the role of ${holders} functions` : undefined;
}

/** `sqs:SendMessage*` names what it allows, `sqs:*` does not. */
function isNamed(action: string, name: string): boolean {
  return action.replace(/\*$/, "").toLowerCase() === name.toLowerCase();
}

/** The shortest way from a function back to it. */
function loopOf(fn: Resource, graph: ResourceGraph): readonly Hop[] | undefined {
  let paths: readonly (readonly Hop[])[] = [[]];
  const seen = new Set<Resource>([fn]);
  while (paths.length > 0) {
    const longer: (readonly Hop[])[] = [];
    for (const path of paths) {
      const end = path.at(-1)?.to ?? fn;
      for (const hop of hopsFrom(end, path.at(-1), graph)) {
        if (hop.to === fn) return [...path, hop];
        if (seen.has(hop.to)) continue;
        seen.add(hop.to);
        longer.push([...path, hop]);
      }
    }
    paths = longer;
  }
  return undefined;
}

/** Where an event goes from a resource that it reached by `arrived`. */
function hopsFrom(resource: Resource, arrived: Hop | undefined, graph: ResourceGraph): readonly Hop[] {
  if (resource.kind === "function") {
    return [...graph.from(resource, "publishes"), ...graph.from(resource, "writes")].filter(sends);
  }
  const onwards = graph.from(resource, "publishes").filter(({ to }) => to.kind === "queue" || to.kind === "topic");
  const starts = graph
    .from(resource, "triggers")
    .filter((trigger) => LOOPING.has(trigger.event) && trigger.to.kind === "function" && causes(arrived, trigger));
  return [...onwards, ...starts];
}

const MADE: Readonly<Record<string, readonly string[]>> = {
  queue: ["sqs:SendMessage"],
  topic: ["sns:Publish"],
  stream: ["kinesis:PutRecord", "kinesis:PutRecords"],
  table: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"],
  bucket: ["s3:PutObject"],
};

/** Whether an access makes something new in its target, rather than deleting a message for example. */
function sends({ to, actions, statement }: Edge<"publishes"> | Edge<"writes">): boolean {
  const made = MADE[to.kind];
  return (
    statement !== undefined &&
    made !== undefined &&
    actions.some((action) => isExplicit(action) && made.some(pattern(action)))
  );
}

/** A statement that allows everything says nothing about what a function does. */
function isExplicit(action: string): boolean {
  return action !== "*" && accessKinds(action).length > 0;
}

/** Whether what was written can be what the trigger waits for: an object under the prefix of its filter. */
function causes(arrived: Hop | undefined, trigger: Edge<"triggers">): boolean {
  if (trigger.event !== "s3") return true;
  if (trigger.detail !== undefined && trigger.detail !== "" && !trigger.detail.includes("ObjectCreated")) return false;
  const statement = arrived && "statement" in arrived ? arrived.statement : undefined;
  const { prefix = "", suffix = "" } = trigger.keys ?? {};
  const written = statement ? objectKeys(statement) : [];
  return written.length === 0 || written.some((key) => mayMatch(key, prefix, suffix));
}

/** The object keys that a statement names, with wildcards: `out/*`. */
function objectKeys({ resources }: Statement): readonly string[] {
  return resources.flatMap((text) => {
    if (literalText(text) === "*") return ["*"];
    const last = text.at(-1);
    const slash = typeof last === "string" ? last.indexOf("/") : -1;
    return typeof last === "string" && slash >= 0 ? [last.slice(slash + 1)] : [];
  });
}

/** A filter between a source and its function, which may let nothing of the function's own through. */
function filterOn(loop: readonly Hop[]): Resource | undefined {
  const connections = loop.flatMap((hop) => (hop.kind === "triggers" && hop.via ? [hop.via] : []));
  return connections.find(({ properties }) =>
    [readPresence(properties, "FilterCriteria"), readPresence(properties, "FilterPolicy")].some((value) =>
      value.some(({ state }) => state !== "absent"),
    ),
  );
}

/** Whether a key with wildcards can begin with a prefix and end with a suffix. */
function mayMatch(key: string, prefix: string, suffix: string): boolean {
  const [head = ""] = key.split("*");
  const tail = key.includes("*") ? (key.split("*").at(-1) ?? "") : key;
  const begins = key.includes("*") ? head.startsWith(prefix) || prefix.startsWith(head) : key.startsWith(prefix);
  return begins && (tail.endsWith(suffix) || suffix.endsWith(tail));
}

function example(target: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Done:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: worker.handler
      CodeUri: src/
      Policies: [{ SQSSendMessagePolicy: { QueueName: !GetAtt ${target}.QueueName } }]
      Events:
        Jobs: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn } }
`;
}
