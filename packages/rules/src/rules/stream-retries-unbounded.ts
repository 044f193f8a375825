import {
  defaultOrigin,
  nameOf,
  readEntries,
  readNumber,
  type Alternative,
  type Resource,
  type ResourceGraph,
  type Scenario,
  type View,
} from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { authored, mappingsOf, SHARDED } from "../failures/mapping.js";
import { at, because, defineRule, fail, pass, unknown, valueAt, type Evidence, type Finding } from "../rule.js";

/** The value by which Lambda and Pipes mean "without limit", which is also what they take where none is set. */
const UNLIMITED = -1;

export const streamRetriesUnbounded = defineRule({
  id: "stream-retries-unbounded",
  title: "One bad record blocks its shard until it expires",
  topic: "failures",
  severity: "medium",
  why: "A batch of a Kinesis or DynamoDB stream is tried again until it succeeds or its records expire, after 24 hours or as long as the stream keeps them. Nothing behind it in the shard is processed meanwhile. A limit on attempts or on the age of records lets the reader go on.",
  remedy: {
    sam: "Set `MaximumRetryAttempts` or `MaximumRecordAgeInSeconds` of the stream event.",
    serverless: "Set `maximumRetryAttempts` or `maximumRecordAgeInSeconds` of the stream event.",
    cdk: "Give the event source `retryAttempts` or `maxRecordAge`.",
    cloudformation:
      "Set `MaximumRetryAttempts` or `MaximumRecordAgeInSeconds` of the `AWS::Lambda::EventSourceMapping`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
  ],
  aliases: [],
  covers: ["F10", "B5", "F15"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: orders
      EventSourceArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      StartingPosition: TRIM_HORIZON
`,
      good: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: orders
      EventSourceArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      StartingPosition: TRIM_HORIZON
      MaximumRetryAttempts: 5
`,
    },
  ],
  *check({ graph }) {
    for (const { mapping, source, fn, trigger } of mappingsOf(graph, SHARDED)) {
      const reader = `${nameOf(fn)} of records of ${nameOf(source)}`;
      yield* judge(graph, mapping, { key: source.id, when: trigger.when, reader, view: mapping.properties });
    }
    for (const pipe of authored(graph, "AWS::Pipes::Pipe")) {
      for (const { key, view } of readEntries(pipe.properties, "SourceParameters")) {
        if (!/^(Kinesis|DynamoDB)StreamParameters$/.test(key)) continue;
        yield* judge(graph, pipe, { key, when: pipe.when, reader: `the pipe ${nameOf(pipe)}`, view });
      }
    }
  },
});

interface Reader {
  readonly key: string;
  readonly when: Scenario;
  readonly reader: string;
  readonly view: View;
}

function judge(
  graph: ResourceGraph,
  subject: Resource,
  { key, when: given, reader, view }: Reader,
): readonly Finding[] {
  const attempts = readNumber(view, "MaximumRetryAttempts");
  const ages = readNumber(view, "MaximumRecordAgeInSeconds");
  return worstOf<[number, number]>(graph, given, [attempts, ages], ([retries, age], when) => {
    const evidence = [
      at(subject, reader),
      shown(retries, "retries", "", subject),
      shown(age, "record age", "s", subject),
    ] as const;
    const said = { key, when, evidence };
    const limits = [
      ...(isLimit(retries) ? [`${retries.value} retries`] : []),
      ...(isLimit(age) ? [`a record age of ${age.value} s`] : []),
    ];
    if (limits.length > 0)
      return pass(subject, { ...said, message: `The retries by ${reader} end after ${limits.join(" or ")}.` });
    if (retries.state === "unknown" || age.state === "unknown") {
      const causes = because(...[retries, age].filter((value) => value.state === "unknown"));
      return unknown(subject, { ...said, message: `When the retries by ${reader} end is not known: ${causes}.` });
    }
    return fail(subject, {
      ...said,
      message: `The retries by ${reader} end when the records expire: neither attempts nor record age are limited.`,
    });
  });
}

function isLimit(value: Alternative<number>): value is Alternative<number> & { readonly state: "known" } {
  return value.state === "known" && value.value !== UNLIMITED;
}

function shown(value: Alternative<number>, name: string, unit: string, subject: Resource): Evidence {
  if (value.state === "absent")
    return { origin: defaultOrigin(subject, "Lambda default"), says: `${name} unlimited (default)` };
  return valueAt(value, name, unit);
}
