import { known, readString } from "@assay/analyzer";
import { permission } from "../iam/example.js";
import { judgePermissions } from "../iam/permissions.js";
import { at, defineRule, fail, pass, unknown } from "../rule.js";

const INVOKING = ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"];

export const permissionAction = defineRule({
  id: "permission-action",
  title: "A permission allows more than invoking the function",
  topic: "iam",
  severity: "medium",
  why: "A trigger only has to invoke the function. `lambda:*` also lets its principal read the function's code and settings, change or delete it.",
  remedy: {
    sam: "Set `Action: lambda:InvokeFunction`, or use an event of the function.",
    serverless: "Set `Action: lambda:InvokeFunction`, or use an event of the function.",
    cdk: "Leave out `action` in `addPermission`, or use `grantInvoke`.",
    cloudformation: "Set `Action: lambda:InvokeFunction`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"],
  aliases: ["cfn_nag:W24", "kics:9b83114b", "guard:LAMBDA_PERMISSION_INVOKE_FUNCTION_ACTION"],
  differs: "`lambda:InvokeFunctionUrl`, which function URLs need and which is newer than these peers, passes.",
  covers: ["I18"],
  examples: [
    {
      framework: "cloudformation",
      bad: permission(
        "FunctionName: !Ref Report\nAction: lambda:*\nPrincipal: sns.amazonaws.com\nSourceArn: !Ref Uploads",
      ),
      good: permission(
        "FunctionName: !Ref Report\nAction: lambda:InvokeFunction\nPrincipal: sns.amazonaws.com\nSourceArn: !Ref Uploads",
      ),
    },
  ],
  check: (analysis) =>
    judgePermissions(analysis, ({ resource, name }, who) => {
      const [value] = readString(resource.properties, "Action");
      const actions = known(readString(resource.properties, "Action"));
      const other = actions.find(({ value: action }) => !INVOKING.includes(action));
      const place = at(resource, name);
      if (other)
        return fail(resource, {
          message: `${name} allows ${who} ${other.value}.`,
          evidence: [{ origin: other.origin, says: other.value }, place],
        });
      if (!value || value.state !== "known")
        return unknown(resource, { message: `What ${name} allows ${who} is not known.`, evidence: [place] });
      return pass(resource, { message: `${name} allows ${who} ${value.value}.`, evidence: [place] });
    }),
});
