import { authoredFunctions, combine, nameOf, readString, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at, because, defineRule, fail, notApplicable, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

export const logLevelWithoutJson = defineRule({
  id: "log-level-without-json",
  title: "Log levels are set, but the log is plain text",
  topic: "monitoring",
  severity: "medium",
  why: "Lambda filters by level only what it writes as JSON. With the format Text, which is the default, it refuses a level for its own events, and filters nothing of what the function logs.",
  remedy: {
    sam: "Set `LoggingConfig.LogFormat: JSON`, or leave out the levels.",
    serverless: "Set `logs.lambda.logFormat: JSON`, or leave out the levels.",
    cdk: "Set `loggingFormat: LoggingFormat.JSON`, or leave out the levels.",
    cloudformation: "Set `LoggingConfig.LogFormat: JSON`, or leave out the levels.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html"],
  aliases: ["cfn-lint:E3696"],
  differs:
    "cfn-lint knows the level of system logs with a written `Text` only; without a format it is text as well, and the level of application logs needs JSON too.",
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
      LoggingConfig: { LogFormat: Text, SystemLogLevel: WARN }
`,
      good: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      LoggingConfig: { LogFormat: JSON, SystemLogLevel: WARN }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const found = judge(fn, graph);
      if (found) yield found;
    }
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding | undefined {
  const format = readString(fn.properties, "LoggingConfig", "LogFormat");
  const system = readString(fn.properties, "LoggingConfig", "SystemLogLevel");
  const application = readString(fn.properties, "LoggingConfig", "ApplicationLogLevel");
  const findings = combine(graph.world, fn.when, format, system, application).map(
    ({ when, of: [written, ...levels] }) => {
      const [set] = levels.filter(({ state }) => state !== "absent");
      if (!set)
        return notApplicable(fn, { when, message: `${nameOf(fn)} sets no log level.`, evidence: [at(fn, nameOf(fn))] });
      const said = { when, evidence: [valueAt(set, "log level"), valueAt(written, "log format")] as const };
      if (written.state === "unknown")
        return unknown(fn, {
          ...said,
          message: `Whether ${nameOf(fn)} logs as JSON is not known: ${because(written)}.`,
        });
      if (written.state === "known" && written.value === "JSON")
        return pass(fn, { ...said, message: `${nameOf(fn)} logs as JSON and filters by level.` });
      const how = written.state === "known" ? `is ${written.value}` : "is not set, which means Text";
      return fail(fn, { ...said, message: `${nameOf(fn)} sets a log level, but its log format ${how}.` });
    },
  );
  return worst(findings);
}
