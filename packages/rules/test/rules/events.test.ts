import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { flaws, parsePattern, pathsWith, topKeys } from "../../src/events/pattern.js";
import { scheduleFlaw } from "../../src/events/schedule.js";
import { eventPatternInvalid } from "../../src/rules/event-pattern-invalid.js";
import { filterCriteriaUnmatched } from "../../src/rules/filter-criteria-unmatched.js";
import { scheduleExpressionInvalid } from "../../src/rules/schedule-expression-invalid.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const rule = (properties: string) => resources(`  R: { Type: AWS::Events::Rule, Properties: { ${properties} } }\n`);
saysOf(scheduleExpressionInvalid, [
  ["a rate", rule("ScheduleExpression: rate(5 minutes)"), ["pass 2:67 The schedule of R is rate(5 minutes)."]],
  [
    "a rate in the wrong number",
    rule("ScheduleExpression: rate(1 minutes)"),
    ["fail 2:67 The schedule rate(1 minutes) of R is not valid: it has to be minute after 1."],
  ],
  [
    "five fields",
    rule("ScheduleExpression: cron(0 12 * * *)"),
    ["fail 2:67 The schedule cron(0 12 * * *) of R is not valid: cron needs 6 fields and has 5."],
  ],
  [
    "both days",
    rule("ScheduleExpression: cron(0 12 * * * *)"),
    [
      "fail 2:67 The schedule cron(0 12 * * * *) of R is not valid: day of month and day of week are both given; one of them has to be ?.",
    ],
  ],
  [
    "an impossible hour",
    rule("ScheduleExpression: cron(0 24 * * ? *)"),
    ["fail 2:67 The schedule cron(0 24 * * ? *) of R is not valid: 24 is not possible for hours."],
  ],
  [
    "not known",
    resources("  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: !Ref Stage } }\n", STAGES),
    ["unknown 4:72 R cannot be judged: schedule unknown, because parameter Stage has no default."],
  ],
  [
    "a schedule in one scenario",
    resources(
      "  R: { Type: AWS::Events::Rule, Condition: IsProd, Properties: { ScheduleExpression: !If [IsProd, !Ref AWS::NoValue, x] } }\n",
      STAGES,
    ),
    ["not-applicable 4:104 R has no schedule. (when IsProd)"],
  ],
  [
    "a time for a rule",
    rule("ScheduleExpression: at(2030-01-01T00:00:00)"),
    ["fail 2:67 The schedule at(2030-01-01T00:00:00) of R is not valid: it is neither rate(…) nor cron(…)."],
  ],
  [
    "a time for a schedule",
    resources("  S: { Type: AWS::Scheduler::Schedule, Properties: { ScheduleExpression: at(2030-01-01T00:00:00) } }\n"),
    ["pass 2:74 The schedule of S is at(2030-01-01T00:00:00)."],
  ],
  [
    "a rate of a schedule",
    resources("  S: { Type: AWS::Scheduler::Schedule, Properties: { ScheduleExpression: rate(1 minutes) } }\n"),
    ["pass 2:74 The schedule of S is rate(1 minutes)."],
  ],
  ["no schedule", rule("EventPattern: { source: [a] }"), []],
]);

describe("schedule expressions", () => {
  it.each([
    "rate(1 day)",
    "rate(12 hours)",
    "cron(0/15 8-17 ? * MON-FRI *)",
    "cron(0 8 1,15 * ? 2030-2035)",
    "cron(0 18 L * ? *)",
    "cron(0 18 L-2 * ? *)",
    "cron(0 9 15W * ? *)",
    "cron(0 9 LW * ? *)",
    "cron(0 9 ? * 2#1 *)",
    "cron(0 9 ? * 6L *)",
    "cron(0 9 ? JAN,JUL FRIL *)",
    "cron(*/5 * * * ? *)",
  ])("%s is valid", (expression) => {
    expect(scheduleFlaw(expression, "rule")).toBeUndefined();
  });
  it.each([
    "rate(0 days)",
    "rate(2 weeks)",
    "rate(5)",
    "cron()",
    "cron(60 * * * ? *)",
    "cron(a * * * ? *)",
    "every day",
    "cron(0 9 ? * 8 *)",
    "cron(1-2-3 * * * ? *)",
    "cron(*/0 * * * ? *)",
  ])("%s is not valid", (expression) => {
    expect(scheduleFlaw(expression, "rule")).toBeDefined();
  });
});

saysOf(eventPatternInvalid, [
  [
    "lists",
    rule("EventPattern: { source: [aws.s3], detail: { size: [{ numeric: ['>', 5] }], name: [{ exists: true }] } }"),
    ["pass 2:61 The event pattern of R is valid."],
  ],
  [
    "a text instead of a list",
    rule("EventPattern: { source: aws.s3 }"),
    ['fail 2:61 The event pattern of R is not valid: source is "aws.s3", not a list.'],
  ],
  [
    "an operator that does not exist",
    rule("EventPattern: { detail: { name: [{ starts-with: a }] } }"),
    ["fail 2:61 The event pattern of R is not valid: detail.name compares with starts-with, which does not exist."],
  ],
  [
    "an empty list",
    rule("EventPattern: { source: [] }"),
    ["fail 2:61 The event pattern of R is not valid: source is an empty list."],
  ],
  [
    "alternatives",
    rule("EventPattern: { $or: [{ source: [a] }, { detail: { b: c } }] }"),
    ['fail 2:61 The event pattern of R is not valid: detail.b is "c", not a list.'],
  ],
  ["a reference", rule("EventPattern: { source: [!Ref R] }"), ["pass 2:61 The event pattern of R is valid."]],
  ["JSON text", rule(`EventPattern: '{"source": ["a"]}'`), ["pass 2:61 The event pattern of R is valid."]],
  [
    "text that is no JSON",
    rule("EventPattern: source"),
    ["fail 2:61 The event pattern of R is not valid: it is no JSON."],
  ],
  [
    "in one scenario",
    resources(
      "  R: { Type: AWS::Events::Rule, Properties: { EventPattern: !If [IsProd, { source: [a] }, { source: a }] } }\n",
      STAGES,
    ),
    ['fail 4:91 The event pattern of R is not valid: source is "a", not a list. (when not IsProd)'],
  ],
  [
    "not known",
    rule("EventPattern: !If [Nobody, 1, 2]"),
    ["unknown 2:65 The event pattern of R is known at deployment only."],
  ],
  [
    "a parameter that is empty",
    resources(
      "  R: { Type: AWS::Events::Rule, Properties: { EventPattern: !Ref P } }\n",
      "Parameters: { P: { Type: String, Default: '' } }\n",
    ),
    [],
  ],
  ["no pattern", rule("ScheduleExpression: rate(1 day)"), []],
]);

const mapping = (source: string, type: string, pattern: string) =>
  resources(`  X: { Type: ${type} }
  Fn: { Type: AWS::Lambda::Function }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: ${source}, FunctionName: !Ref Fn, FilterCriteria: { Filters: [{ Pattern: ${pattern} }] } } }
`);
const sqs = (pattern: string) => mapping("!GetAtt X.Arn", "AWS::SQS::Queue", pattern);
const table = (pattern: string) => mapping("!GetAtt X.StreamArn", "AWS::DynamoDB::Table", pattern);
saysOf(filterCriteriaUnmatched, [
  ["the body of a message", sqs(`'{"body":{"a":["b"]}}'`), ["pass 4:154 A filter of M can match sqs events."]],
  [
    "a field that no message has",
    sqs(`'{"a":["b"]}'`),
    ["fail 4:154 A filter of M lets no sqs event through: such an event has no a."],
  ],
  [
    "the data of a message, as in a stream",
    sqs(`'{"data":{"a":["b"]}}'`),
    ["fail 4:154 A filter of M lets no sqs event through: such an event has no data."],
  ],
  [
    "a text instead of a list",
    sqs(`'{"body":{"a":"b"}}'`),
    ['fail 4:154 A filter of M lets no sqs event through: body.a is "b", not a list.'],
  ],
  ["no JSON", sqs("body"), ["fail 4:154 A filter of M lets no sqs event through: it is no JSON."]],
  [
    "the kind of a change",
    table(`'{"eventName":["INSERT"]}'`),
    ["pass 4:160 A filter of M can match dynamodb events."],
  ],
  [
    "a number of a table",
    table(`'{"dynamodb":{"NewImage":{"age":{"N":[{"numeric":[">",5]}]}}}}'`),
    [
      "fail 4:160 A filter of M lets no dynamodb event through: dynamodb.NewImage.age.N is a text, which numeric does not compare.",
    ],
  ],
  [
    "a number of a table as text",
    table(`'{"dynamodb":{"NewImage":{"age":{"N":["5"]}}}}'`),
    ["pass 4:160 A filter of M can match dynamodb events."],
  ],
  ["not known", sqs("!If [Nobody, 1, 2]"), ["unknown 4:158 A filter of M is not known: there is no condition Nobody."]],
  ["no filter", resources("  Fn: { Type: AWS::Lambda::Function }\n"), []],
]);

describe("patterns", () => {
  it("are looked at whatever they are", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const pattern = parsePattern(text);
        if (pattern === undefined) return;
        expect(flaws(pattern, ["prefix"])).toBeInstanceOf(Array);
        expect(pathsWith("numeric", pattern)).toBeInstanceOf(Array);
        expect(topKeys(pattern)).toBeInstanceOf(Array);
      }),
    );
  });
});
