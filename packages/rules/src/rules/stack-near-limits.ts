import { mappingAt, nameOf, stackResource, type Stack } from "@assay/analyzer";
import data from "../data/stack-limits.json" with { type: "json" };
import { at, defineRule, fail, pass } from "../rule.js";

export const stackNearLimits = defineRule({
  id: "stack-near-limits",
  title: "The stack is about to hit a limit of CloudFormation",
  topic: "management",
  severity: "medium",
  why: "CloudFormation takes at most 500 resources and 1 MB per template. A stack of functions grows by five to ten resources per function; at the limit the next function cannot be deployed until somebody has split the stack, which means replacing resources in production.",
  remedy: {
    sam: "Split the application into nested stacks (`AWS::Serverless::Application`) or several applications along its domains.",
    serverless: "Split the service into several services (Serverless Compose), or use serverless-plugin-split-stacks.",
    cdk: "Split the stack into several stacks or `NestedStack`s along its domains.",
    cloudformation: "Split the stack into nested stacks or several stacks along its domains.",
  },
  references: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"],
  aliases: ["cfn-lint:E3010", "cfn-lint:I3010"],
  differs: "Resources that the framework generates are counted, since CloudFormation counts them.",
  options: { share: { default: 80, describes: "percent of a limit from which on it is reported" } },
  covers: ["M5", "B14"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Parameters:
${Array.from({ length: 165 }, (_, i) => `  P${i}: { Type: String, Default: a }`).join("\n")}
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      good: `Parameters:
  P1: { Type: String, Default: a }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
    },
  ],
  *check({ graph }, options) {
    const share = options.number("share") / 100;
    for (const stack of graph.world.stacks) {
      const subject = stackResource(stack, graph);
      const counts = measured(stack);
      const near = counts.filter(({ count, limit }) => count >= share * limit);
      const said = { evidence: [at(subject, stack.id)] as const };
      const text = (shown: typeof counts) =>
        shown.map(({ what, count, limit }) => `${count} of at most ${limit} ${what}`).join(", ");
      if (near.length > 0) yield fail(subject, { ...said, message: `${nameOf(subject)} has ${text(near)}.` });
      else yield pass(subject, { ...said, message: `${nameOf(subject)} has ${text(counts.slice(0, 1))}.` });
    }
  },
});

function measured({ template, resources }: Stack) {
  const { root, framework } = template;
  const entries = (section: string) => mappingAt(root, section)?.entries.size ?? 0;
  const { limits } = data;
  // Only a template that is deployed as it is written has the size of its file.
  const isWhole = framework === "cloudformation" || framework === "cdk";
  const { file } = root.origin.span;
  return [
    { what: "resources", count: resources.size, limit: limits.resources },
    { what: "parameters", count: entries("Parameters"), limit: limits.parameters },
    { what: "outputs", count: entries("Outputs"), limit: limits.outputs },
    { what: "mappings", count: entries("Mappings"), limit: limits.mappings },
    ...(isWhole ? [{ what: "bytes", count: file.text.length, limit: limits.templateBytes }] : []),
  ];
}
