import { authoredFunctions, nameOf } from "@assay/analyzer";
import { at, defineRule, fail, pass, type EvidenceList } from "../rule.js";

export const triggerNotFound = defineRule({
  id: "trigger-not-found",
  title: "Nothing in the scanned inputs starts the function",
  topic: "management",
  severity: "info",
  why: "A function that nothing starts is either dead code that still has permissions, or it is started by something outside the scanned inputs, which a reviewer has to be told.",
  remedy: {
    sam: "Add an event, remove the function, or scan the repository that invokes it as well.",
    serverless: "Add an event, remove the function, or scan the service that invokes it as well.",
    cdk: "Add an event source, remove the function, or scan the app that invokes it as well.",
    cloudformation: "Add a trigger, remove the function, or scan the template that invokes it as well.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html"],
  aliases: [],
  covers: ["N9", "B14"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Alone:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: alone.handler, CodeUri: src/ }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Daily:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: daily.handler
      CodeUri: src/
      Events:
        Daily: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const triggers = graph.to(fn, "triggers");
      const callers = graph.to(fn, "invokes");
      const evidence: EvidenceList = [
        at(fn, `function ${nameOf(fn)}`),
        ...[...triggers, ...callers].slice(0, 3).map(({ origin, from }) => ({ origin, says: nameOf(from) })),
      ];
      const said = { evidence };
      if (triggers.length > 0)
        yield pass(fn, {
          ...said,
          message: `${nameOf(fn)} has ${triggers.length} trigger${triggers.length > 1 ? "s" : ""}.`,
        });
      else if (callers.length > 0)
        yield pass(fn, {
          ...said,
          message: `${nameOf(fn)} may be invoked by ${callers.map(({ from }) => nameOf(from)).join(", ")}.`,
        });
      else yield fail(fn, { ...said, message: `No trigger of ${nameOf(fn)} was found in the scanned inputs.` });
    }
  },
});
