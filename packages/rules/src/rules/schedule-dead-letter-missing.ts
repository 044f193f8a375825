import { nameOf, readPresence } from "@assay/analyzer";
import { judgePresence } from "../failures/judge.js";
import { authored } from "../failures/mapping.js";
import { at, defineRule } from "../rule.js";

export const scheduleDeadLetterMissing = defineRule({
  id: "schedule-dead-letter-missing",
  title: "A schedule that cannot reach its target is skipped without a trace",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "EventBridge Scheduler tries an invocation up to 185 times within 24 hours and then drops it; when the target is gone or the role may not invoke it, at once. The dead-letter queue of the schedule keeps it.",
  remedy: {
    sam: "Set `DeadLetterConfig` of the ScheduleV2 event, or `Target.DeadLetterConfig` of the schedule.",
    serverless: "Declare the schedule under `resources` with `Target.DeadLetterConfig`.",
    cdk: "Give the schedule's target a `deadLetterQueue`.",
    cloudformation: "Set `Target.DeadLetterConfig.Arn` of the `AWS::Scheduler::Schedule`.",
  },
  references: ["https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html"],
  aliases: [],
  covers: ["F15", "B1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Nightly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: { Mode: "OFF" }
      Target: { Arn: "arn:aws:lambda:eu-west-1:123456789012:function:job", RoleArn: "arn:aws:iam::123456789012:role/schedule" }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Nightly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: { Mode: "OFF" }
      Target:
        Arn: arn:aws:lambda:eu-west-1:123456789012:function:job
        RoleArn: arn:aws:iam::123456789012:role/schedule
        DeadLetterConfig: { Arn: !GetAtt Failed.Arn }
`,
    },
  ],
  *check({ graph }) {
    for (const schedule of authored(graph, "AWS::Scheduler::Schedule")) {
      const name = nameOf(schedule);
      yield* judgePresence(
        graph,
        schedule,
        schedule.when,
        readPresence(schedule.properties, "Target", "DeadLetterConfig", "Arn"),
        {
          thing: "dead-letter queue",
          present: `Invocations that ${name} cannot deliver go to a dead-letter queue.`,
          missing: `Invocations that ${name} cannot deliver are dropped: it has no dead-letter queue.`,
          whether: `Whether ${name} has a dead-letter queue`,
          places: [at(schedule, `schedule ${name}`)],
        },
      );
    }
  },
});
