import { nameOf, readNumber } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { defineRule } from "../rule.js";

export const logGroupRetentionUnset = defineRule({
  id: "log-group-retention-unset",
  title: "A log group never expires",
  topic: "monitoring",
  severity: "low",
  why: "A log group without a retention keeps everything for ever: it costs more every month, and keeps personal data of access logs and executions longer than anybody has agreed to.",
  remedy: {
    sam: "Set `RetentionInDays` of the `AWS::Logs::LogGroup`.",
    serverless: "Set `provider.logRetentionInDays`, or `RetentionInDays` of the log group under `resources`.",
    cdk: "Set `retention: RetentionDays.ONE_MONTH` of the `LogGroup`.",
    cloudformation: "Set `RetentionInDays` of the `AWS::Logs::LogGroup`.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"],
  aliases: [
    "checkov:CKV_AWS_66",
    "cfn_nag:W86",
    "cdk-nag:Serverless-CloudWatchLogGroupRetentionPeriod",
    "cdk-nag:NIST.800.53.R5-CloudWatchLogGroupRetentionPeriod",
    "guard:CW_LOGGROUP_RETENTION_PERIOD_CHECK",
    "cloudburn:CLDBRN-AWS-CLOUDWATCH-1",
  ],
  differs:
    "Peers look at the group alone. The log group of a function is judged with the function, by log-retention-unset, so that one mistake is reported once.",
  covers: ["O7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Access:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: /shop/access
`,
      good: `Resources:
  Access:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: /shop/access
      RetentionInDays: 30
`,
    },
  ],
  *check({ graph }) {
    for (const group of graph.ofType("AWS::Logs::LogGroup")) {
      const writers = graph.to(group, "logs-to").map(({ from }) => from);
      // What a function of the author logs to is spoken of with the function.
      if (group.owner !== undefined || writers.some(({ kind, owner }) => kind === "function" && owner === undefined))
        continue;
      const [writer] = writers.map(nameOf);
      const name = `The log group ${nameOf(group)}${writer === undefined ? "" : ` of ${writer}`}`;
      const found = judgeSetting(group, readNumber(group.properties, "RetentionInDays"), {
        name: "retention",
        unit: "days",
        question: `How long the log group ${nameOf(group)} is kept`,
        isGood: () => true,
        good: (days) => `${name} is kept for ${days} days.`,
        bad: () => `${name} has no retention.`,
      });
      if (found) yield found;
    }
  },
});
