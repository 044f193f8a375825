import { nameOf, readItems, readPresence, readText, known, showText } from "@assay/analyzer";
import { judgePresence } from "../failures/judge.js";
import { authored } from "../failures/mapping.js";
import { at, defineRule, fail } from "../rule.js";

export const subscriptionRedriveMissing = defineRule({
  id: "subscription-redrive-missing",
  title: "Notifications that cannot be delivered are dropped",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "SNS drops a message at once when the subscriber cannot be reached for good (a deleted function, a missing permission), and after its retries otherwise. A redrive policy of the subscription keeps it in a queue.",
  remedy: {
    sam: "Set `RedrivePolicy` of the SNS event, or of the `AWS::SNS::Subscription`.",
    serverless: "Set `redrivePolicy` of the sns event, or `RedrivePolicy` of the subscription under `resources`.",
    cdk: "Give the subscription a `deadLetterQueue`.",
    cloudformation: "Set `RedrivePolicy` of the `AWS::SNS::Subscription`.",
  },
  references: ["https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html"],
  aliases: ["serverless-rules:ES7000", "cdk-nag:Serverless-SNSRedrivePolicy", "sls-mentor:sns-redrive-policy"],
  differs: "Subscriptions that a topic lists itself are looked at too: they cannot have a redrive policy.",
  covers: ["F6", "B1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Hook:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: "arn:aws:sns:eu-west-1:123456789012:orders", Protocol: https, Endpoint: "https://example.com/" }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Hook:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: arn:aws:sns:eu-west-1:123456789012:orders
      Protocol: https
      Endpoint: https://example.com/
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn }
`,
    },
  ],
  *check({ graph }) {
    for (const subscription of authored(graph, "AWS::SNS::Subscription")) {
      const name = nameOf(subscription);
      yield* judgePresence(
        graph,
        subscription,
        subscription.when,
        readPresence(subscription.properties, "RedrivePolicy"),
        {
          thing: "redrive policy",
          present: `Notifications that ${name} cannot deliver go to a dead-letter queue.`,
          missing: `Notifications that ${name} cannot deliver are dropped: it has no redrive policy.`,
          whether: `Whether ${name} has a redrive policy`,
          places: [at(subscription, `subscription ${name}`)],
        },
      );
    }
    for (const topic of authored(graph, "AWS::SNS::Topic")) {
      for (const item of readItems(topic.properties, "Subscription")) {
        const [endpoint] = known(readText(item.view, "Endpoint"));
        if (!endpoint) continue;
        const to = showText(endpoint.value);
        yield fail(topic, {
          key: to,
          when: item.when,
          message: `Notifications of ${nameOf(topic)} that cannot be delivered to ${to} are dropped: a subscription inside a topic has no redrive policy.`,
          evidence: [{ origin: endpoint.origin, says: `subscription of ${to}` }, at(topic, `topic ${nameOf(topic)}`)],
        });
      }
    }
  },
});
