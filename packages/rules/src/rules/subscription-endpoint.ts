import {
  literalText,
  nameOf,
  originOf,
  readItems,
  readString,
  readText,
  resourceId,
  resourcesIn,
  showText,
  type Resource,
  type ResourceGraph,
  type Text,
  type View,
} from "@assay/analyzer";
import { authored } from "../judge.js";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

/** What the endpoint of a protocol has to be: kinds of resources whose ARN it is, or how the text looks. */
const ENDPOINTS: Readonly<
  Record<string, { readonly kinds?: readonly string[]; readonly looks: RegExp; readonly is: string }>
> = {
  lambda: { kinds: ["function", "alias", "version"], looks: /^arn:[^:]*:lambda:/, is: "the ARN of a function" },
  sqs: { kinds: ["queue"], looks: /^arn:[^:]*:sqs:/, is: "the ARN of a queue" },
  firehose: { kinds: ["delivery-stream"], looks: /^arn:[^:]*:firehose:/, is: "the ARN of a delivery stream" },
  https: { looks: /^https:\/\//, is: "an address that begins with https://" },
  http: { looks: /^http:\/\//, is: "an address that begins with http://" },
  email: { looks: /^[^@\s]+@[^@\s]+$/, is: "an e-mail address" },
  "email-json": { looks: /^[^@\s]+@[^@\s]+$/, is: "an e-mail address" },
};

export const subscriptionEndpoint = defineRule({
  id: "subscription-endpoint",
  title: "The endpoint of a subscription does not fit its protocol",
  topic: "integrations",
  severity: "high",
  why: "SNS refuses a subscription whose endpoint is not what the protocol needs, such as the URL of a queue (`!Ref`) where its ARN is needed, and the deployment fails.",
  remedy: {
    sam: "Use `!GetAtt Queue.Arn` for `sqs` and `!GetAtt Function.Arn` for `lambda`.",
    serverless: "Use `Fn::GetAtt: [Queue, Arn]` for `sqs`, or an `sns` event of the function.",
    cdk: "Use `topic.addSubscription(new SqsSubscription(queue))`.",
    cloudformation: "Use `!GetAtt Queue.Arn` for `sqs` and `!GetAtt Function.Arn` for `lambda`.",
  },
  references: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html"],
  aliases: ["cfn-lint:W3694"],
  differs:
    "Delivery streams, web and e-mail addresses and the subscriptions that a topic lists itself are looked at as well.",
  covers: ["N1"],
  examples: [{ framework: "cloudformation", bad: example("!Ref Jobs"), good: example("!GetAtt Jobs.Arn") }],
  *check({ graph }) {
    for (const subscription of authored(graph, "AWS::SNS::Subscription"))
      yield* judgeEndpoint(subscription, subscription.properties, undefined, graph);
    for (const topic of authored(graph, "AWS::SNS::Topic")) {
      for (const { key, view } of readItems(topic.properties, "Subscription"))
        yield* judgeEndpoint(topic, view, key, graph);
    }
  },
});

function* judgeEndpoint(
  subject: Resource,
  view: View,
  key: string | undefined,
  graph: ResourceGraph,
): Iterable<Finding> {
  const [protocol] = readString(view, "Protocol");
  const wanted = protocol?.state === "known" ? ENDPOINTS[protocol.value] : undefined;
  if (protocol?.state !== "known" || !wanted) return;
  for (const endpoint of readText(view, "Endpoint")) {
    const evidence = [
      { origin: endpoint.origin, says: `endpoint for ${protocol.value}` },
      { origin: originOf(view), says: "subscription" },
      at(subject, nameOf(subject)),
    ] as const;
    const said = { key: key === undefined ? undefined : `subscription ${key}`, when: endpoint.when, evidence };
    if (endpoint.state === "absent") continue;
    if (endpoint.state === "unknown") {
      yield unknown(subject, {
        ...said,
        message: `The endpoint of ${nameOf(subject)} is not known: ${endpoint.because}.`,
      });
      continue;
    }
    const fits = isEndpoint(endpoint.value, wanted, graph);
    const text = shown(endpoint.value);
    if (fits === undefined)
      yield unknown(subject, { ...said, message: `Whether ${text} is ${wanted.is} is known at deployment only.` });
    else if (fits)
      yield pass(subject, { ...said, message: `The endpoint ${text} of ${nameOf(subject)} is ${wanted.is}.` });
    else
      yield fail(subject, {
        ...said,
        message: `The endpoint ${text} of ${nameOf(subject)} is not ${wanted.is}, as ${protocol.value} needs.`,
      });
    if (fits === false) return;
  }
}

function isEndpoint(text: Text, wanted: (typeof ENDPOINTS)[string], graph: ResourceGraph): boolean | undefined {
  const literal = literalText(text);
  if (literal !== undefined) return wanted.looks.test(literal);
  const [first] = text;
  if (typeof first === "string") return wanted.kinds && first.startsWith("arn:") ? wanted.looks.test(first) : undefined;
  const [symbol] = resourcesIn(text);
  if (!symbol || first !== symbol) return undefined;
  const resource = graph.resource(resourceId(symbol.stack, symbol.logicalId));
  if (!wanted.kinds || !resource) return undefined;
  // Attributes of custom resources and nested stacks may be anything; an alias or version refers to itself by its ARN.
  if (resource.kind === "custom-resource" || resource.kind === "stack" || resource.type.startsWith("Custom::"))
    return undefined;
  const isArn =
    symbol.attribute.endsWith("Arn") || (symbol.attribute === "Ref" && /^(alias|version)$/.test(resource.kind));
  return wanted.kinds.includes(resource.kind) && isArn;
}

/** A text as people say it: `Ref Jobs`, which is the URL of a queue, and `Jobs.Arn`. */
function shown(text: Text): string {
  const [symbol] = resourcesIn(text);
  if (!symbol || text.length > 1) return showText(text);
  return symbol.attribute === "Ref" ? `Ref ${symbol.logicalId}` : `${symbol.logicalId}.${symbol.attribute}`;
}

function example(endpoint: string): string {
  return `Resources:
  News:
    Type: AWS::SNS::Topic
  Jobs:
    Type: AWS::SQS::Queue
  ToJobs:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: ${endpoint} }
`;
}
