import { authoredFunctions, functionFacts, type Value, nameOf } from "@assay/analyzer";
import { at, defineRule, describeValue, fail, pass, unknown, valueAt, type EvidenceList } from "../rule.js";

export const functionSizeUnset = defineRule({
  id: "function-size-unset",
  title: "Memory or timeout was left to the default",
  topic: "sizing",
  severity: "low",
  why: "Memory also decides how much CPU a function gets, and the timeout how long a stuck call is paid for. A default shows that nobody measured: Lambda's are 128 MB and 3 s, the Serverless Framework's 1024 MB and 6 s.",
  remedy: {
    sam: "Set `MemorySize` and `Timeout` on the function or in `Globals`, from a load test or AWS Lambda Power Tuning.",
    serverless: "Set `memorySize` and `timeout` on the function or under `provider`.",
    cdk: "Set `memorySize` and `timeout` of the function.",
    cloudformation: "Set `MemorySize` and `Timeout` of the `AWS::Lambda::Function`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
  ],
  aliases: [
    "serverless-rules:ES1005",
    "serverless-rules:ES1006",
    "cdk-nag:Serverless-LambdaDefaultMemorySize",
    "cdk-nag:Serverless-LambdaDefaultTimeout",
  ],
  covers: ["S1", "S5"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: hello.handler
      CodeUri: src/
      Timeout: 10
`,
      good: `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    MemorySize: 512
    Timeout: 10
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: hello.handler
      CodeUri: src/
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const { memory, timeout } = functionFacts(fn);
      const sizes = [describe(memory, "memory", "MB"), describe(timeout, "timeout", "s")];
      const evidence: EvidenceList = [at(fn, `function ${nameOf(fn)}`), ...sizes.flatMap((size) => size.evidence)];
      const said = { evidence };
      const left = sizes.filter((size) => size.isDefault);
      const open = sizes.filter((size) => size.isUnknown).map((size) => size.text);
      const all = sizes.map((size) => size.text).join(", ");
      if (left.length > 0)
        yield fail(fn, {
          ...said,
          message: `${nameOf(fn)} does not set its ${left.map(({ name }) => name).join(" and ")}: ${left.map(({ values }) => values).join(", ")}.`,
        });
      else if (open.length > 0)
        yield unknown(fn, { ...said, message: `The size of ${nameOf(fn)} is not known: ${open.join("; ")}.` });
      else yield pass(fn, { ...said, message: `The size of ${nameOf(fn)} is chosen: ${all}.` });
    }
  },
});

function describe(value: Value<number>, name: string, unit: string) {
  const values = value.map((alternative) => describeValue(alternative, unit)).join(" or ");
  return {
    name,
    values,
    isDefault: value.some((alternative) => alternative.state === "known" && alternative.origin.why === "default"),
    isUnknown: value.some((alternative) => alternative.state === "unknown"),
    text: `${name} ${values}`,
    evidence: value.map((alternative) => valueAt(alternative, name, unit)),
  };
}
