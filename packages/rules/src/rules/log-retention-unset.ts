import { authoredFunctions, logGroupOf, nameOf } from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, valueAt, worst } from "../rule.js";

export const logRetentionUnset = defineRule({
  id: "log-retention-unset",
  title: "The function's logs are kept for ever",
  topic: "monitoring",
  severity: "low",
  why: "Logs without a retention are never deleted: they cost more every month and keep personal data longer than anybody has agreed to. Lambda makes the log group without one unless the template declares it.",
  remedy: {
    sam: "Declare an `AWS::Logs::LogGroup` with `RetentionInDays` and name it in `LoggingConfig.LogGroup`, or call it `/aws/lambda/<function name>`.",
    serverless: "Set `provider.logRetentionInDays`.",
    cdk: "Give the function a `logGroup: new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH })`.",
    cloudformation: "Declare an `AWS::Logs::LogGroup` with `RetentionInDays` and name it in `LoggingConfig.LogGroup`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html"],
  aliases: [
    "serverless-rules:WS1004",
    "sls-mentor:defined-logs-retention-duration",
    "checkov:CKV_AWS_66",
    "cfn_nag:W86",
    "cdk-nag:Serverless-CloudWatchLogGroupRetentionPeriod",
  ],
  differs:
    "Checkov, cfn_nag and cdk-nag look at declared log groups only; this rule also knows the group that Lambda makes when none is declared. Other log groups are judged by log-group-retention-unset.",
  covers: ["O7"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: hello.handler, CodeUri: src/ }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: hello.handler, CodeUri: src/ }
  HelloLogs:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /aws/lambda/\${Hello}
      RetentionInDays: 30
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const place = at(fn, `function ${nameOf(fn)}`);
      const logs = logGroupOf(fn, graph);
      if (!logs) {
        yield fail(fn, {
          message: `No log group of ${nameOf(fn)} is declared: Lambda makes one that never expires.`,
          evidence: [place],
        });
        continue;
      }
      const { group, retention } = logs;
      if (!group.stack) {
        yield unknown(fn, {
          message: `How long the logs of ${nameOf(fn)} are kept is not known: ${nameOf(group)} is not declared in the scanned inputs.`,
          evidence: [place],
        });
        continue;
      }
      const found = worst(
        retention.map((days) => {
          const said = {
            when: days.when,
            evidence: [
              days.state === "absent" ? at(group, "no retention") : valueAt(days, "retention", "days"),
              place,
            ] as const,
          };
          if (days.state === "known")
            return pass(fn, { ...said, message: `The logs of ${nameOf(fn)} are kept for ${days.value} days.` });
          if (days.state === "unknown")
            return unknown(fn, {
              ...said,
              message: `How long the logs of ${nameOf(fn)} are kept is not known: ${days.because}.`,
            });
          return fail(fn, { ...said, message: `The log group ${nameOf(group)} of ${nameOf(fn)} has no retention.` });
        }),
      );
      if (found) yield found;
    }
  },
});
