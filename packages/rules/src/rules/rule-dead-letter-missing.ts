import { both, known, nameOf, readItems, readPresence, readText, showText } from "@assay/analyzer";
import { judgePresence } from "../failures/judge.js";
import { authored } from "../failures/mapping.js";
import { namedIn } from "../named.js";
import { at, defineRule, notApplicable } from "../rule.js";

export const ruleDeadLetterMissing = defineRule({
  id: "rule-dead-letter-missing",
  title: "Events that EventBridge cannot deliver are dropped",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "EventBridge drops an event at once when the target cannot be invoked for good (a deleted function, a missing permission), and after 24 hours or 185 attempts otherwise. The dead-letter queue of the target keeps it. What the function then does with the event is another matter.",
  remedy: {
    sam: "Set `DeadLetterConfig` of the event, or of the rule's target.",
    serverless: "Set `deadLetterQueueArn` of the eventBridge event.",
    cdk: "Give the target a `deadLetterQueue`.",
    cloudformation: "Set `DeadLetterConfig.Arn` of each of the rule's `Targets`.",
  },
  references: ["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html"],
  aliases: ["serverless-rules:ES4000", "cdk-nag:Serverless-EventBusDLQ", "sls-mentor:specify-dlq-on-eventbridge-rule"],
  covers: ["F7", "B1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Placed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [orders] }
      Targets: [{ Id: fn, Arn: "arn:aws:lambda:eu-west-1:123456789012:function:orders" }]
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Placed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [orders] }
      Targets:
        - Id: fn
          Arn: arn:aws:lambda:eu-west-1:123456789012:function:orders
          DeadLetterConfig: { Arn: !GetAtt Failed.Arn }
`,
    },
  ],
  *check({ graph }) {
    for (const rule of authored(graph, "AWS::Events::Rule")) {
      const name = nameOf(rule);
      const targets = readItems(rule.properties, "Targets");
      if (targets.length === 0)
        yield notApplicable(rule, {
          message: `${name} has no targets that are known here.`,
          evidence: [at(rule, `rule ${name}`)],
        });
      for (const { view, when, key: position } of targets) {
        const [arn] = known(readText(view, "Arn"));
        const [id] = known(readText(view, "Id"));
        const [declared] = namedIn(view, graph, "Arn");
        const target = declared ? nameOf(declared) : arn ? showText(arn.value) : `target ${position}`;
        yield* judgePresence(
          graph,
          rule,
          both(rule.when, when) ?? when,
          readPresence(view, "DeadLetterConfig", "Arn"),
          {
            key: id ? showText(id.value) : position,
            thing: "dead-letter queue",
            present: `Events that ${name} cannot deliver to ${target} go to a dead-letter queue.`,
            missing: `Events that ${name} cannot deliver to ${target} are dropped: the target has no dead-letter queue.`,
            whether: `Whether ${target} of ${name} has a dead-letter queue`,
            places: [
              arn ? { origin: arn.origin, says: `target ${target}` } : at(rule, `rule ${name}`),
              at(rule, `rule ${name}`),
            ],
          },
        );
      }
    }
  },
});
