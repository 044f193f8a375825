import { nameOf, readString } from "@assay/analyzer";
import { at, because, defineRule, fail, pass, unknown, worst, type Finding } from "../rule.js";

const url = (auth: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Webhook:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: webhook.handler
      CodeUri: src/
      FunctionUrlConfig:
        AuthType: ${auth}
`;

export const functionUrlPublic = defineRule({
  id: "function-url-public",
  title: "A function URL is open to everybody",
  topic: "iam",
  severity: "medium",
  why: "With `AuthType: NONE` anybody who knows the URL invokes the function, as often as they like and at your cost; nothing stands before it that limits the rate. The function has to authenticate its callers itself.",
  remedy: {
    sam: "Set `FunctionUrlConfig: { AuthType: AWS_IAM }`, or put CloudFront or an API with an authorizer before the function.",
    serverless: "Set `url: { authorizer: aws_iam }`, or use an `httpApi` event with an authorizer.",
    cdk: "Pass `authType: FunctionUrlAuthType.AWS_IAM` to `addFunctionUrl`.",
    cloudformation: "Set `AuthType: AWS_IAM`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"],
  aliases: ["checkov:CKV_AWS_258", "cdk-nag:Serverless-LambdaFunctionUrlAuth", "prowler:awslambda_function_url_public"],
  covers: ["I22"],
  examples: [{ framework: "sam", bad: url("NONE"), good: url("AWS_IAM") }],
  *check({ graph }) {
    for (const resource of graph.ofType("AWS::Lambda::Url")) {
      if (!resource.stack || resource.owner !== undefined) continue;
      const fn = graph.from(resource, "triggers")[0]?.to;
      const name = fn ? `The URL of ${nameOf(fn)}` : nameOf(resource);
      const place = at(resource, nameOf(resource));
      const found = worst(
        readString(resource.properties, "AuthType").map((value): Finding => {
          const said = {
            evidence: [{ origin: value.origin, says: "authentication" }, place] as const,
            when: value.when,
          };
          if (value.state === "known" && value.value === "NONE")
            return fail(resource, { ...said, message: `${name} is open to everybody: its authentication is NONE.` });
          if (value.state === "known")
            return pass(resource, { ...said, message: `${name} asks its callers for ${value.value} authentication.` });
          return unknown(resource, {
            ...said,
            message: `Who may use ${name.replace(/^The/, "the")} is not known: ${because(value)}.`,
          });
        }),
      );
      if (found) yield found;
    }
  },
});
