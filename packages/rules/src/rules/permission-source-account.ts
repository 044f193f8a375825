import { isGiven, judgePermissions, sourcesOf } from "../iam/permissions.js";
import { at, defineRule, fail, notApplicable, pass, unknown } from "../rule.js";

const bucket = (more: string) => `Resources:
  Uploads:
    Type: AWS::S3::Bucket
  Report:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: report.handler, Code: { ZipFile: "" }, Role: arn:aws:iam::123456789012:role/report }
  Allowed:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Report
      Action: lambda:InvokeFunction
      Principal: s3.amazonaws.com
      SourceArn: !GetAtt Uploads.Arn
${more}`;

export const permissionSourceAccount = defineRule({
  id: "permission-source-account",
  title: "A permission for a bucket does not name its account",
  topic: "iam",
  severity: "medium",
  why: "The ARN of a bucket has no account. When the bucket is deleted, somebody else can create one with its name and invoke the function.",
  remedy: {
    sam: "Add `SourceAccount: !Ref AWS::AccountId`, or use an `S3` event, which does.",
    serverless: "Add `SourceAccount`, or use an `s3` event, which does.",
    cdk: "Pass `sourceAccount: this.account` to `addPermission`, or use `bucket.addEventNotification`, which does.",
    cloudformation: "Add `SourceAccount: !Ref AWS::AccountId`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html#cfn-lambda-permission-sourceaccount",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1",
  ],
  aliases: ["cfn-lint:W3663"],
  covers: ["I19"],
  examples: [
    { framework: "cloudformation", bad: bucket(""), good: bucket("      SourceAccount: !Ref AWS::AccountId\n") },
  ],
  check: (analysis) =>
    judgePermissions(analysis, ({ resource, name }) => {
      const place = at(resource, name);
      const source = sourcesOf(resource, analysis).find(
        (each) => each.resource?.type === "AWS::S3::Bucket" || /^arn:[^:]*:s3:::/.test(each.shown),
      );
      if (!source) return notApplicable(resource, { message: `${name} is not for a bucket.`, evidence: [place] });
      const { shown } = source;
      const evidence = [{ origin: source.origin, says: `source ${shown}` }, place] as const;
      const isNamed = isGiven(resource, "SourceAccount");
      if (isNamed === true) return pass(resource, { message: `${name} names the account of ${shown}.`, evidence });
      if (isNamed === undefined)
        return unknown(resource, {
          message: `Whether ${name} names the account of ${shown} depends on the deployment.`,
          evidence,
        });
      return fail(resource, { message: `${name} names ${shown} but not its account.`, evidence });
    }),
});
