import {
  at as child,
  dependenciesOf,
  nameOf,
  readItems,
  referencesIn,
  resourceId,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { authored } from "../judge.js";
import { at, defineRule, fail, pass, unknown } from "../rule.js";

export const topicWithoutSubscriber = defineRule({
  id: "topic-without-subscriber",
  title: "Nobody subscribes to a topic in the scanned inputs",
  topic: "integrations",
  severity: "info",
  profile: "strict",
  why: "A message to a topic without subscribers is lost without a trace. Either the subscriber was forgotten, or it is declared elsewhere, which a reviewer has to be told.",
  remedy: {
    sam: "Add an `AWS::SNS::Subscription` or an `SNS` event, or scan the repository of the subscriber as well.",
    serverless:
      "Add an `sns` event or a subscription under `resources`, or scan the service of the subscriber as well.",
    cdk: "Call `topic.addSubscription(…)`, or scan the app of the subscriber as well.",
    cloudformation: "Add an `AWS::SNS::Subscription`, or scan the template of the subscriber as well.",
  },
  references: ["https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html"],
  aliases: [],
  covers: ["N1"],
  examples: [
    {
      framework: "cloudformation",
      bad: example(""),
      good: example("\n    Properties: { Subscription: [{ Protocol: email, Endpoint: oncall@example.com }] }"),
    },
  ],
  *check({ graph }) {
    const subscriptions = authored(graph, "AWS::SNS::Subscription");
    const named = new Map(
      subscriptions.flatMap((found) => dependenciesOf(found, graph).map(({ to }) => [to, found] as const)),
    );
    const handedOut = new Set([...outputs(graph), ...parameters(graph)]);
    for (const topic of authored(graph, "AWS::SNS::Topic")) {
      const edges = [...graph.from(topic, "triggers"), ...graph.from(topic, "publishes")];
      const own = readItems(topic.properties, "Subscription").length;
      const by = named.get(topic);
      const place = at(topic, `topic ${nameOf(topic)}`);
      if (edges.length > 0 || own > 0 || by)
        yield pass(topic, {
          message: `${[...new Set(edges.map(({ to }) => nameOf(to)))].join(", ") || "Somebody"} subscribes to ${nameOf(topic)}.`,
          evidence: [
            place,
            ...edges.map(({ origin, to }) => ({ origin, says: nameOf(to) })),
            ...(by ? [at(by, nameOf(by))] : []),
          ],
        });
      else if (handedOut.has(topic))
        yield unknown(topic, {
          message: `Nobody subscribes to ${nameOf(topic)} in the scanned inputs, which hand it to others.`,
          evidence: [place],
        });
      else
        yield fail(topic, {
          message: `Nobody subscribes to ${nameOf(topic)} in the scanned inputs.`,
          evidence: [place],
          confidence: "likely",
        });
    }
  },
});

/** What stacks name in their outputs. */
function outputs(graph: ResourceGraph): readonly (Resource | undefined)[] {
  return graph.world.stacks.flatMap((stack) =>
    referencesIn(child(stack.template.root, "Outputs"), stack).map(({ logicalId }) =>
      graph.resource(resourceId(stack, logicalId)),
    ),
  );
}

/** What SSM parameters hold. */
function parameters(graph: ResourceGraph): readonly Resource[] {
  return authored(graph, "AWS::SSM::Parameter").flatMap((parameter) =>
    dependenciesOf(parameter, graph).map(({ to }) => to),
  );
}

function example(more: string): string {
  return `Resources:
  News:
    Type: AWS::SNS::Topic${more}
`;
}
