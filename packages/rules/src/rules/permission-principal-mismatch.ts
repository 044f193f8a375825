import { nameOf } from "@assay/analyzer";
import data from "../data/iam.json" with { type: "json" };
import { permission } from "../iam/example.js";
import { judgePermissions, sourcesOf } from "../iam/permissions.js";
import { at, defineRule, fail, notApplicable, pass } from "../rule.js";

const PRINCIPALS: Readonly<Record<string, string>> = data.permissionPrincipals;

export const permissionPrincipalMismatch = defineRule({
  id: "permission-principal-mismatch",
  title: "A permission names another service than its source belongs to",
  topic: "iam",
  severity: "high",
  why: "The service of the source is the one that invokes the function. When another one is named as the principal, the invocation is refused, and nothing at deployment says so.",
  remedy: {
    sam: "Name the service of the source in `Principal`, or use an event of the function, which does.",
    serverless: "Name the service of the source in `Principal`, or use an event of the function, which does.",
    cdk: "Name the service of the source in `new ServicePrincipal(...)`.",
    cloudformation: "Name the service of the source in `Principal`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html"],
  aliases: ["cfn-lint:W3664"],
  covers: ["I20"],
  examples: [
    {
      framework: "cloudformation",
      bad: permission(
        "FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: events.amazonaws.com\nSourceArn: !Ref Uploads",
      ),
      good: permission(
        "FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: sns.amazonaws.com\nSourceArn: !Ref Uploads",
      ),
    },
  ],
  check: (analysis) =>
    judgePermissions(analysis, ({ resource, name, principal }, who) => {
      const place = at(resource, name);
      for (const { resource: source, origin } of sourcesOf(resource, analysis)) {
        const service = source && PRINCIPALS[source.type];
        if (!source || service === undefined) continue;
        const evidence = [
          { origin: principal[0]?.origin ?? resource.origin, says: `principal ${who}` },
          { origin, says: `source ${nameOf(source)}` },
          place,
        ] as const;
        if (new RegExp(`^${service}(\\.[a-z0-9-]+)?\\.amazonaws\\.com(\\.cn)?$`).test(who))
          return pass(resource, { message: `${name} names ${who} for ${nameOf(source)}.`, evidence });
        return fail(resource, {
          message: `${name} names ${who}, but ${nameOf(source)} invokes functions as ${service}.amazonaws.com.`,
          evidence,
        });
      }
      return notApplicable(resource, { message: `${name} names no source that is declared here.`, evidence: [place] });
    }),
});
