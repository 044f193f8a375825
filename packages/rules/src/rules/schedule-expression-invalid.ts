import { nameOf, readString } from "@assay/analyzer";
import { scheduleFlaw } from "../events/schedule.js";
import { authored, doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const scheduleExpressionInvalid = defineRule({
  id: "schedule-expression-invalid",
  title: "A schedule has no valid expression",
  topic: "integrations",
  severity: "high",
  why: "EventBridge accepts `rate(5 minutes)` and `cron` with six fields, of which day of month or day of week is `?`. Anything else, such as the five fields of Unix, fails at deployment.",
  remedy: {
    sam: "Write `rate(1 day)`, or `cron(0 12 * * ? *)` with minutes, hours, day of month, month, day of week and year.",
    serverless: "Write `rate(1 day)`, or `cron(0 12 * * ? *)` with six fields.",
    cdk: "Use `Schedule.rate(…)` and `Schedule.cron({ … })`, which write the expression.",
    cloudformation: "Write `rate(1 day)`, or `cron(0 12 * * ? *)` with six fields.",
  },
  references: [
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
  ],
  aliases: ["cfn-lint:E3027"],
  differs: "The values of the fields are looked at as well, and schedules of EventBridge Scheduler.",
  covers: ["N3"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("cron(0 12 * * *)"),
      good: example("cron(0 12 * * ? *)"),
    },
  ],
  *check({ graph }) {
    for (const rule of authored(graph, "AWS::Events::Rule", "AWS::Scheduler::Schedule")) {
      const expression = { name: "schedule", value: readString(rule.properties, "ScheduleExpression") };
      if (expression.value.every(({ state }) => state === "absent")) continue;
      const kind = rule.type === "AWS::Events::Rule" ? "rule" : "scheduler";
      yield* judge<[string]>(rule, graph.world, [expression], (text) => {
        if (text === undefined) return doesNotApply(`${nameOf(rule)} has no schedule.`);
        const flaw = scheduleFlaw(text, kind);
        return flaw === undefined
          ? passes(`The schedule of ${nameOf(rule)} is ${text}.`)
          : fails(`The schedule ${text} of ${nameOf(rule)} is not valid: ${flaw}.`);
      });
    }
  },
});

function example(expression: string): string {
  return `Resources:
  Daily:
    Type: AWS::Events::Rule
    Properties: { ScheduleExpression: ${expression} }
`;
}
