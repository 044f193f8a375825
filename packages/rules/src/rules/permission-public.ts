import { permission } from "../iam/example.js";
import { isGiven, judgePermissions } from "../iam/permissions.js";
import { at, defineRule, fail, pass } from "../rule.js";

export const permissionPublic = defineRule({
  id: "permission-public",
  title: "Anybody can invoke the function",
  topic: "iam",
  severity: "critical",
  why: 'A permission with `Principal: "*"` lets every account in AWS invoke the function: with any event, at your cost.',
  remedy: {
    sam: "Name the service (`sns.amazonaws.com`) or account in `Principal`, or use an event of the function, which makes the permission.",
    serverless:
      "Name the service or account in `Principal`, or use an event of the function, which makes the permission.",
    cdk: "Use `fn.grantInvoke(...)`, or `new ServicePrincipal(...)` in `addPermission`.",
    cloudformation: "Name the service or account in `Principal`; for an organisation set `PrincipalOrgID`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1",
  ],
  aliases: [
    "cfn_nag:F13",
    "kics:1d6e16f1",
    "guard:LAMBDA_NO_WILDCARD_PRINCIPALS",
    "guard:LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
    "cdk-nag:HIPAA.Security-LambdaFunctionPublicAccessProhibited",
    "cdk-nag:NIST.800.53.R5-LambdaFunctionPublicAccessProhibited",
    "cdk-nag:PCI.DSS.321-LambdaFunctionPublicAccessProhibited",
    "prowler:awslambda_function_not_publicly_accessible",
    "securityhub:Lambda.1",
  ],
  differs:
    "A permission for a function URL is judged with the URL (function-url-public), and one that `PrincipalOrgID` limits to an organisation passes.",
  covers: ["I17"],
  examples: [
    {
      framework: "cloudformation",
      bad: permission('FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: "*"'),
      good: permission(
        "FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: sns.amazonaws.com\nSourceArn: !Ref Uploads",
      ),
    },
  ],
  check: (analysis) =>
    judgePermissions(analysis, ({ resource, name, principal }, who) => {
      const said = {
        evidence: [
          { origin: principal[0]?.origin ?? resource.origin, says: `principal ${who}` },
          at(resource, name),
        ] as const,
      };
      if (who !== "*") return pass(resource, { ...said, message: `${name} lets ${who} invoke the function.` });
      if (isGiven(resource, "PrincipalOrgID") === true)
        return pass(resource, { ...said, message: `${name} lets one organisation invoke the function.` });
      if (isGiven(resource, "FunctionUrlAuthType") === true || isGiven(resource, "InvokedViaFunctionUrl") === true)
        return pass(resource, { ...said, message: `${name} lets everybody use the function's URL, and nothing else.` });
      return fail(resource, { ...said, message: `${name} lets everybody invoke the function.` });
    }),
});
