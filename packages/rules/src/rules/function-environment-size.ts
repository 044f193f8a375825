import { authoredFunctions, known, nameOf, originOf, readEntries, readString, type Resource } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";

export const functionEnvironmentSize = defineRule({
  id: "function-environment-size",
  title: "The environment variables are larger than Lambda allows",
  topic: "sizing",
  severity: "high",
  why: "All environment variables of a function together, names and values, may have 4 KB. Lambda refuses a function with more, and the deployment fails.",
  remedy: {
    sam: "Move large values to a parameter, to AppConfig or into the package.",
    serverless: "Move large values to a parameter, to AppConfig or into the package.",
    cdk: "Move large values to a parameter, to AppConfig or into the package.",
    cloudformation: "Move large values to a parameter, to AppConfig or into the package.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"],
  aliases: ["cfn-lint:E3697"],
  covers: ["S17"],
  examples: [{ framework: "cloudformation", bad: example("x".repeat(4100)), good: example("x") }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield judge(fn);
  },
});

function judge(fn: Resource): Finding {
  const variables = readEntries(fn.properties, "Environment", "Variables");
  const [first] = variables;
  if (!first)
    return notApplicable(fn, {
      message: `${nameOf(fn)} has no environment variables.`,
      evidence: [at(fn, nameOf(fn))],
    });
  // What is the largest in any scenario is counted: the limit holds for each of them.
  const sizes = new Map<string, number>();
  let open = 0;
  for (const { key, view } of variables) {
    const values = readString(view);
    if (values.some(({ state }) => state === "unknown")) open++;
    const longest = Math.max(0, ...known(values).map(({ value }) => Buffer.byteLength(value)));
    sizes.set(key, Math.max(sizes.get(key) ?? 0, Buffer.byteLength(key) + longest));
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const evidence: EvidenceList = [{ origin: originOf(first.view), says: "environment variables" }, at(fn, nameOf(fn))];
  const numbers = `The environment variables of ${nameOf(fn)} have ${open > 0 ? "at least " : ""}${bytes} bytes together`;
  const limit = `${limits.environmentBytes} are allowed`;
  if (bytes > limits.environmentBytes) return fail(fn, { message: `${numbers}; ${limit}.`, evidence });
  // A reference is replaced by a name or an ARN, which is far from what is left.
  return open > 0 && bytes + open * LONGEST_ARN > limits.environmentBytes
    ? unknown(fn, { message: `${numbers}, and ${open} are known at deployment only; ${limit}.`, evidence })
    : pass(fn, { message: `${numbers}; ${limit}.`, evidence });
}

/** The length that an ARN hardly ever has, in bytes. */
const LONGEST_ARN = 200;

function example(value: string): string {
  return `Resources:
  Hello:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: hello.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/hello
      Environment: { Variables: { CONFIGURATION: "${value}" } }
`;
}
