import { authoredFunctions, functionFacts, type Alternative, type Resource, nameOf } from "@assay/analyzer";
import data from "../data/runtimes.json" with { type: "json" };
import { defineRule, fail, notApplicable, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

interface Lifecycle {
  readonly deprecated: string | null;
  readonly createBlocked: string | null;
  readonly updateBlocked: string | null;
  readonly successor?: string;
}

const runtimes = data.runtimes as Readonly<Record<string, Lifecycle>>;

export const runtimeDeprecated = defineRule({
  id: "runtime-deprecated",
  title: "The runtime is no longer supported",
  topic: "management",
  severity: "high",
  why: "A deprecated runtime gets no security patches and no support; some weeks later functions can no longer be created with it, and then no longer be updated, not even to fix an outage.",
  remedy: {
    sam: "Change `Runtime` of the function or in `Globals` to a supported version.",
    serverless: "Change `runtime` of the function or under `provider` to a supported version.",
    cdk: "Change `runtime` to a supported version such as `Runtime.NODEJS_24_X`.",
    cloudformation: "Change `Runtime` of the function to a supported version.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
  aliases: [
    "cfn-lint:W2531",
    "cfn-lint:E2531",
    "cfn-lint:E2533",
    "checkov:CKV_AWS_363",
    "prowler:awslambda_function_using_supported_runtimes",
    "securityhub:Lambda.2",
    "sls-mentor:no-deprecated-runtime",
  ],
  differs: `The dates are those of ${data.date}, not of the day of the analysis, so that the same input gives the same result.`,
  covers: ["S11"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Old:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs16.x, Handler: old.handler, CodeUri: src/ }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  New:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs24.x, Handler: new.handler, CodeUri: src/ }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const found = worst(functionFacts(fn).runtime.map((runtime) => judge(fn, runtime)));
      if (found) yield found;
    }
  },
});

function judge(fn: Resource, runtime: Alternative<string>): Finding {
  const said = {
    when: runtime.when,
    evidence: [valueAt(runtime, "runtime")] as const,
  };
  if (runtime.state === "absent")
    return notApplicable(fn, {
      ...said,
      message: `${nameOf(fn)} names no runtime: it is a container image, or its definition is incomplete.`,
    });
  if (runtime.state === "unknown")
    return unknown(fn, { ...said, message: `The runtime of ${nameOf(fn)} is not known: ${runtime.because}.` });
  const lifecycle = runtimes[runtime.value];
  if (!lifecycle)
    return unknown(fn, {
      ...said,
      message: `The runtime ${runtime.value} of ${nameOf(fn)} is not in the table of ${data.date}.`,
    });
  const { deprecated, updateBlocked, successor } = lifecycle;
  if (deprecated === null || deprecated > data.date) {
    return pass(fn, {
      ...said,
      message: `The runtime ${runtime.value} of ${nameOf(fn)} is supported${deprecated === null ? "" : ` until ${deprecated}`}.`,
    });
  }
  const updates = updateBlocked === null ? "" : `; updates are blocked from ${updateBlocked}`;
  const next = successor === undefined ? "" : `; its successor is ${successor}`;
  return fail(fn, {
    ...said,
    message: `The runtime ${runtime.value} of ${nameOf(fn)} is deprecated since ${deprecated}${updates}${next}.`,
  });
}
