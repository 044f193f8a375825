import { authoredFunctions, known, nameOf, readString } from "@assay/analyzer";
import { permission } from "../iam/example.js";
import { permissionsByFunction } from "../iam/permissions.js";
import { at, defineRule, fail, notApplicable, pass, type Evidence } from "../rule.js";

export const permissionSeveralPrincipals = defineRule({
  id: "permission-several-principals",
  title: "Several services may invoke the function",
  topic: "iam",
  severity: "info",
  profile: "strict",
  why: "A function that several services invoke has to tell their events apart, and can neither be sized nor allowed what only one of them needs.",
  remedy: {
    sam: "Give each kind of event a function of its own, and share code through a layer or module.",
    serverless: "Give each kind of event a function of its own, and share code through a module.",
    cdk: "Give each kind of event a function of its own, and share code through a module.",
    cloudformation: "Give each kind of event a function of its own, and share code through a layer.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/concepts-application-design.html"],
  aliases: ["serverless-rules:WS1002"],
  differs:
    "Permissions for aliases and versions count for their function, and those that frameworks make count as well.",
  covers: ["I21"],
  examples: [
    {
      framework: "cloudformation",
      bad: `${permission("FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: sns.amazonaws.com\nSourceArn: !Ref Uploads")}  Other:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Report
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceAccount: !Ref AWS::AccountId
`,
      good: permission(
        "FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: sns.amazonaws.com\nSourceArn: !Ref Uploads",
      ),
    },
  ],
  *check(analysis) {
    const permissions = permissionsByFunction(analysis);
    for (const fn of authoredFunctions(analysis.graph)) {
      const name = nameOf(fn);
      const place = at(fn, `function ${name}`);
      const principals = new Map<string, Evidence>();
      for (const { properties } of permissions.get(fn) ?? []) {
        for (const { value, origin } of known(readString(properties, "Principal")))
          if (!principals.has(value)) principals.set(value, { origin, says: `principal ${value}` });
      }
      const said = { evidence: [place, ...principals.values()] as const };
      const names = [...principals.keys()].join(", ");
      if (principals.size === 0)
        yield notApplicable(fn, { ...said, message: `No permission lets anybody invoke ${name}.` });
      else if (principals.size === 1) yield pass(fn, { ...said, message: `${names} alone may invoke ${name}.` });
      else yield fail(fn, { ...said, message: `${principals.size} principals may invoke ${name}: ${names}.` });
    }
  },
});
