import { nameOf, readString } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { mappingsOf, SHARDED } from "../failures/mapping.js";
import { at, because, defineRule, fail, notApplicable, pass, unknown, valueAt } from "../rule.js";

export const streamStartsAtLatest = defineRule({
  id: "stream-starts-at-latest",
  title: "Records written while the mapping is made are never read",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "Lambda takes up to several minutes to begin reading a stream. A mapping that starts at `LATEST` never sees what was written meanwhile, at its creation and whenever it is replaced.",
  remedy: {
    sam: "Set `StartingPosition: TRIM_HORIZON` of the stream event.",
    serverless: "Set `startingPosition: TRIM_HORIZON` of the stream event.",
    cdk: "Give the event source `startingPosition: StartingPosition.TRIM_HORIZON`.",
    cloudformation: "Set `StartingPosition: TRIM_HORIZON` of the `AWS::Lambda::EventSourceMapping`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html",
  ],
  aliases: [],
  covers: ["B5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: orders, EventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders", StartingPosition: LATEST }
`,
      good: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: orders, EventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders", StartingPosition: TRIM_HORIZON }
`,
    },
  ],
  *check({ graph }) {
    for (const { mapping, source, fn, trigger } of mappingsOf(graph, SHARDED)) {
      const positions = readString(mapping.properties, "StartingPosition");
      yield* worstOf<[string]>(graph, trigger.when, [positions], ([position], when) => {
        const reader = `${nameOf(fn)} reads ${nameOf(source)}`;
        const evidence = [valueAt(position, "starting position"), at(mapping, reader)] as const;
        const said = { key: source.id, when, evidence };
        if (position.state === "absent")
          return notApplicable(mapping, { ...said, message: `${reader} without a starting position.` });
        if (position.state === "unknown")
          return unknown(mapping, { ...said, message: `From where ${reader} is not known: ${because(position)}.` });
        return position.value === "LATEST"
          ? fail(mapping, { ...said, message: `${reader} from LATEST: what is written until it begins is never read.` })
          : pass(mapping, { ...said, message: `${reader} from ${position.value}.` });
      });
    }
  },
});
