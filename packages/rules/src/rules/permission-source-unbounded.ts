import { permission } from "../iam/example.js";
import { isGiven, judgePermissions } from "../iam/permissions.js";
import { at, defineRule, fail, notApplicable, pass, unknown } from "../rule.js";

export const permissionSourceUnbounded = defineRule({
  id: "permission-source-unbounded",
  title: "A service may invoke the function for any account",
  topic: "iam",
  severity: "high",
  why: "A permission for `s3.amazonaws.com` without a source is one for every bucket in AWS: somebody else's bucket, topic or rule can invoke the function with events of its choice.",
  remedy: {
    sam: "Add `SourceArn` or `SourceAccount`, or use an event of the function, which adds them.",
    serverless: "Add `SourceArn` or `SourceAccount`, or use an event of the function, which adds them.",
    cdk: "Pass `sourceArn` or `sourceAccount` to `addPermission`.",
    cloudformation: "Add `SourceArn` or `SourceAccount`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  ],
  aliases: ["checkov:CKV_AWS_364", "trivy:AWS-0067"],
  differs: "`PrincipalOrgID` and the `EventSourceToken` of an Alexa skill limit the source as well.",
  covers: ["I19"],
  examples: [
    {
      framework: "cloudformation",
      bad: permission("FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: sns.amazonaws.com"),
      good: permission(
        "FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: sns.amazonaws.com\nSourceArn: !Ref Uploads",
      ),
    },
  ],
  check: (analysis) =>
    judgePermissions(analysis, ({ resource, name, principal }, who) => {
      const place = at(resource, name);
      if (!/\.amazon(aws)?\.com(\.cn)?$/.test(who))
        return notApplicable(resource, { message: `${name} is for ${who}, which is no service.`, evidence: [place] });
      const bounds = ["SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken"];
      const given = bounds.filter((property) => isGiven(resource, property) === true);
      if (given.length > 0)
        return pass(resource, { message: `${name} limits ${who} by ${given.join(" and ")}.`, evidence: [place] });
      const perhaps = bounds.find((property) => isGiven(resource, property) === undefined);
      if (perhaps)
        return unknown(resource, {
          message: `Whether ${name} limits ${who} depends on the deployment: ${perhaps}.`,
          evidence: [place],
        });
      return fail(resource, {
        message: `${name} lets ${who} invoke the function for any account.`,
        evidence: [{ origin: principal[0]?.origin ?? resource.origin, says: `principal ${who}` }, place],
      });
    }),
});
