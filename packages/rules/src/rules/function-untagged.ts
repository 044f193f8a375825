import { known, readString } from "@assay/analyzer";
import { type Expectation } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

/** At least one tag that is not the one by which SAM marks what it makes. */
const tagged: Expectation = {
  holds: (shape) => {
    if (shape.kind === "map") return shape.entries.size > 0;
    if (shape.kind !== "list") return undefined;
    return shape.items.some((tag) => known(readString(tag, "Key"))[0]?.value !== "lambda:createdBy");
  },
  describe: (shape) => (tagged.holds(shape) === false ? "nothing but SAM's lambda:createdBy" : undefined),
};

export const functionUntagged = propertyRule({
  id: "function-untagged",
  title: "The function has no tags",
  topic: "management",
  severity: "info",
  profile: "strict",
  why: "Of hundreds of functions in an account, tags tell which application, team and stage each belongs to: for costs, for alarms, for permissions by attribute, for finding out who is to be called.",
  remedy: {
    sam: "Set `Tags` on the function or in `Globals`.",
    serverless: "Set `provider.tags`.",
    cdk: "Call `Tags.of(app).add('team', 'orders')`.",
    cloudformation: "Set `Tags` on the function, or give the stack tags when it is deployed.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html"],
  aliases: ["kics:8df8e857", "kics:a71ecabe", "kics:f99d3482", "securityhub:Lambda.6"],
  differs:
    "The tag lambda:createdBy that SAM adds by itself does not count. Tags of the stack, which CloudFormation passes on, are known at deployment only.",
  covers: ["M1"],
  good: "is tagged",
  bad: "has no tags",
  checks: [{ type: "AWS::Lambda::Function", require: { property: "Tags", expected: tagged } }],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: pay.handler, CodeUri: src/ }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Tags: { team: payments } }
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: pay.handler, CodeUri: src/ }
`,
    },
  ],
});
