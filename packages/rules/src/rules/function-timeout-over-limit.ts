import { authoredFunctions, functionFacts, nameOf, readPresence } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const functionTimeoutOverLimit = defineRule({
  id: "function-timeout-over-limit",
  title: "The timeout is longer than Lambda allows",
  topic: "sizing",
  severity: "high",
  why: "Lambda refuses a function whose timeout is longer than 900 s, and the deployment fails. Only a function on Lambda Managed Instances, with a capacity provider, may run up to 5400 s.",
  remedy: {
    sam: "Set `Timeout` to 900 at most, or give the function a `CapacityProviderConfig`; longer work belongs into Step Functions or a durable function.",
    serverless: "Set `timeout` to 900 at most; longer work belongs into Step Functions or a durable function.",
    cdk: "Set `timeout` to `Duration.minutes(15)` at most, or give the function a capacity provider.",
    cloudformation: "Set `Timeout` to 900 at most, or give the function a `CapacityProviderConfig`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html",
  ],
  aliases: ["cfn-lint:E3717"],
  covers: ["S8", "B10", "B17"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("Timeout: 1800"),
      good: example(
        "Timeout: 1800\n      CapacityProviderConfig:\n        LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: !GetAtt Fleet.Arn }",
      ),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const timeout = { name: "timeout", unit: "s", value: functionFacts(fn).timeout };
      const provider = { name: "capacity provider", value: readPresence(fn.properties, "CapacityProviderConfig") };
      yield* judge<[number, boolean]>(fn, graph.world, [timeout, provider], (seconds = 0, isManaged) => {
        const longest = isManaged === true ? limits.managedInstancesTimeoutSeconds : limits.timeoutSeconds;
        const where = isManaged === true ? "with a capacity provider" : "without a capacity provider";
        const numbers = `The timeout of ${nameOf(fn)} is ${seconds} s; ${where} at most ${longest} s are allowed.`;
        return seconds > longest ? fails(numbers) : passes(numbers);
      });
    }
  },
});

function example(properties: string): string {
  return `Resources:
  Fleet:
    Type: AWS::Lambda::CapacityProvider
  Convert:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: convert.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/convert
      ${properties}
`;
}
