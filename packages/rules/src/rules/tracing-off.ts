import { authoredFunctions, functionFacts, nameOf } from "@assay/analyzer";
import { defineRule, fail, pass, unknown, valueAt, worst } from "../rule.js";

export const tracingOff = defineRule({
  id: "tracing-off",
  title: "The function is not traced",
  topic: "monitoring",
  severity: "low",
  why: "Without active tracing a request cannot be followed through the functions and services that it passes, and a slow or failing one among them is hard to find.",
  remedy: {
    sam: "Set `Tracing: Active` on the function or in `Globals`.",
    serverless: "Set `provider.tracing.lambda: true`, or `tracing: Active` on the function.",
    cdk: "Set `tracing: Tracing.ACTIVE`.",
    cloudformation: "Set `TracingConfig: { Mode: Active }`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html"],
  aliases: [
    "serverless-rules:WS1000",
    "cdk-nag:Serverless-LambdaTracing",
    "trivy:AWS-0066",
    "kics:9488c451",
    "securityhub:Lambda.7",
  ],
  covers: ["O1"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Quiet:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: quiet.handler, CodeUri: src/ }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Tracing: Active }
Resources:
  Traced:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: traced.handler, CodeUri: src/ }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const found = worst(
        functionFacts(fn).tracing.map((tracing) => {
          const said = {
            when: tracing.when,
            evidence: [valueAt(tracing, "tracing")] as const,
          };
          if (tracing.state !== "known")
            return unknown(fn, {
              ...said,
              message: `Whether ${nameOf(fn)} is traced is not known: ${tracing.state === "unknown" ? tracing.because : "nothing is set"}.`,
            });
          if (tracing.value === "Active") return pass(fn, { ...said, message: `${nameOf(fn)} is traced.` });
          return fail(fn, { ...said, message: `Tracing of ${nameOf(fn)} is ${tracing.value}, not Active.` });
        }),
      );
      if (found) yield found;
    }
  },
});
