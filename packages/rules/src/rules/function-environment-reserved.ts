import { authoredFunctions, nameOf, originOf, readEntries } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { at, defineRule, fail, notApplicable, pass } from "../rule.js";

const reserved = new Set(limits.reservedVariables);

export const functionEnvironmentReserved = defineRule({
  id: "function-environment-reserved",
  title: "An environment variable has a name that Lambda sets itself",
  topic: "sizing",
  severity: "high",
  why: "Lambda sets variables such as `AWS_REGION` for every function and refuses a function that sets one of them, and the deployment fails.",
  remedy: {
    sam: "Rename the variable; the function has the reserved one anyway.",
    serverless: "Rename the variable; the function has the reserved one anyway.",
    cdk: "Rename the variable; the function has the reserved one anyway.",
    cloudformation: "Rename the variable; the function has the reserved one anyway.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"],
  aliases: ["cfn-lint:E3663"],
  covers: ["S17"],
  examples: [{ framework: "sam", bad: example("AWS_REGION"), good: example("HOME_REGION") }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const variables = readEntries(fn.properties, "Environment", "Variables");
      const place = at(fn, nameOf(fn));
      const taken = variables.filter(({ key }) => reserved.has(key));
      const [first, ...others] = taken.map(({ key, view }) => ({ origin: originOf(view), says: key }));
      if (first)
        yield fail(fn, {
          message: `${nameOf(fn)} sets ${taken.map(({ key }) => key).join(", ")}, which Lambda sets itself.`,
          evidence: [first, ...others, place],
        });
      else if (variables.length === 0)
        yield notApplicable(fn, { message: `${nameOf(fn)} has no environment variables.`, evidence: [place] });
      else
        yield pass(fn, {
          message: `None of the environment variables of ${nameOf(fn)} has a reserved name.`,
          evidence: [place],
        });
    }
  },
});

function example(name: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: hello.handler
      CodeUri: src/
      Environment: { Variables: { ${name}: eu-west-1 } }
`;
}
