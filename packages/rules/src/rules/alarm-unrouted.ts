import { both, follow, nameOf, readBoolean, readItems, type Resource, type ResourceGraph } from "@assay/analyzer";
import { namedIn } from "../named.js";
import {
  at,
  defineRule,
  fail,
  notApplicable,
  pass,
  unknown,
  valueAt,
  type EvidenceList,
  type Finding,
} from "../rule.js";

export const alarmUnrouted = defineRule({
  id: "alarm-unrouted",
  title: "An alarm changes state and nobody hears of it",
  topic: "monitoring",
  severity: "medium",
  why: "An alarm without an action only changes colour in the console. One that publishes to a topic without subscribers is no better.",
  remedy: {
    sam: "Give the alarm `AlarmActions` with a topic that has a subscription.",
    serverless:
      "Give the alarm `AlarmActions` with a topic that has a subscription; with serverless-plugin-aws-alerts set `topics.alarm`.",
    cdk: "Call `alarm.addAlarmAction(new SnsAction(topic))` with a topic that has a subscription.",
    cloudformation: "Give the alarm `AlarmActions` with a topic that has a subscription.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"],
  aliases: [
    "cdk-nag:NIST.800.53.R5-CloudWatchAlarmAction",
    "prowler:cloudwatch_alarm_actions_alarm_state_configured",
    "prowler:cloudwatch_alarm_actions_enabled",
  ],
  differs:
    "cdk-nag is content with an action for any state; this rule wants one for ALARM, follows it to a subscriber when the topic is declared in the repository, and knows parts of composite alarms, which need none. The Guard registry has the name of the check only.",
  covers: ["O9", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
`,
      good: `Resources:
  OnCall:
    Type: AWS::SNS::Topic
    Properties:
      Subscription:
        - { Protocol: email, Endpoint: oncall@example.com }
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
      AlarmActions: [!Ref OnCall]
`,
    },
  ],
  *check({ graph }) {
    const members = new Set(
      graph
        .ofType("AWS::CloudWatch::CompositeAlarm")
        .flatMap((alarm) => graph.from(alarm, "contains").map((edge) => edge.to)),
    );
    const guards = deploymentGuards(graph);
    for (const alarm of graph.ofKind("alarm")) {
      if (!alarm.stack) continue;
      const spokenFor = members.has(alarm)
        ? "is part of a composite alarm, which speaks for it"
        : guards.has(alarm)
          ? "stops a deployment, which says so"
          : undefined;
      yield judge(alarm, spokenFor, graph);
    }
  },
});

/** The alarms that roll a gradual deployment back. */
function deploymentGuards(graph: ResourceGraph): ReadonlySet<Resource> {
  const groups = graph.ofType("AWS::CodeDeploy::DeploymentGroup");
  const alarms = groups.flatMap(({ properties }) => readItems(properties, "AlarmConfiguration", "Alarms"));
  return new Set(alarms.flatMap(({ view }) => namedIn(view, graph, "Name")));
}

function judge(alarm: Resource, spokenFor: string | undefined, graph: ResourceGraph): Finding {
  const actions = graph.from(alarm, "notifies").filter((edge) => edge.state === "ALARM");
  const evidence: EvidenceList = [
    at(alarm, `alarm ${nameOf(alarm)}`),
    ...actions.map((edge) => ({ origin: edge.origin, says: `notifies ${nameOf(edge.to)}` })),
  ];
  const said = { evidence };
  const subject = `The alarm ${nameOf(alarm)}`;
  if (actions.length === 0) return withoutAction(alarm, spokenFor, said);
  const targets = [...new Set(actions.map(({ to }) => nameOf(to)))].join(", ");
  const disabled = readBoolean(alarm.properties, "ActionsEnabled").find((one) => one.state === "known" && !one.value);
  if (disabled) {
    const message = `${subject} would notify ${targets}, but its actions are disabled.`;
    const when = both(alarm.when, disabled.when) ?? alarm.when;
    return fail(alarm, { evidence: [valueAt(disabled, "actions enabled"), ...evidence], message, when });
  }
  const gap = graph.world.gap(
    alarm.when,
    actions.map(({ when }) => when),
  );
  if (gap && spokenFor === undefined)
    return fail(alarm, { ...said, when: gap, message: `${subject} notifies nobody in some scenarios.` });
  if (actions.every(({ to }) => isDeaf(to, graph)))
    return fail(alarm, {
      ...said,
      message: `${subject} notifies ${targets}, to which nobody subscribes in the scanned inputs.`,
      confidence: "likely",
    });
  return pass(alarm, { ...said, message: `${subject} notifies ${targets}.` });
}

function withoutAction(alarm: Resource, spokenFor: string | undefined, said: Pick<Finding, "evidence">): Finding {
  const isUnknown = follow(alarm.properties, "AlarmActions").some(
    ({ shape }) => shape.kind === "unknown" || shape.kind === "text",
  );
  if (isUnknown)
    return unknown(alarm, { ...said, message: `Whom the alarm ${nameOf(alarm)} tells is known at deployment only.` });
  if (spokenFor !== undefined)
    return notApplicable(alarm, { ...said, message: `The alarm ${nameOf(alarm)} ${spokenFor}.` });
  return fail(alarm, { ...said, message: `The alarm ${nameOf(alarm)} has no action for the state ALARM.` });
}

/** A topic of the stacks that nobody subscribes to. */
function isDeaf(target: Resource, graph: ResourceGraph): boolean {
  const listeners = graph.from(target, "publishes").length + graph.from(target, "triggers").length;
  return target.kind === "topic" && target.stack !== undefined && listeners === 0;
}
