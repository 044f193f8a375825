import { authoredFunctions, nameOf, readString } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { defineRule } from "../rule.js";

export const logFormatText = defineRule({
  id: "log-format-text",
  title: "The function logs plain text",
  topic: "monitoring",
  severity: "info",
  profile: "strict",
  why: "A log of JSON objects can be searched by field, request and level in CloudWatch Logs Insights without a pattern, and Lambda can leave out what is below a level.",
  remedy: {
    sam: "Set `LoggingConfig: { LogFormat: JSON }` on the function or in `Globals`.",
    serverless: "Set `provider.logs.lambda.logFormat: JSON`.",
    cdk: "Set `loggingFormat: LoggingFormat.JSON`.",
    cloudformation: "Set `LoggingConfig: { LogFormat: JSON }`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html"],
  aliases: [],
  covers: ["O8"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
`,
      good: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      LoggingConfig: { LogFormat: JSON }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const found = judgeSetting(fn, readString(fn.properties, "LoggingConfig", "LogFormat"), {
        name: "log format",
        question: `How ${nameOf(fn)} logs`,
        isGood: (format) => format === "JSON",
        good: () => `Lambda writes the log of ${nameOf(fn)} as JSON.`,
        bad: () => `Lambda writes the log of ${nameOf(fn)} as plain text.`,
      });
      if (found) yield found;
    }
  },
});
