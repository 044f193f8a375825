import { authoredFunctions, nameOf, pattern, type Analysis, type Resource } from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

const ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents"];

const template = (policies: string) => `Resources:
  Report:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: report.handler, Code: { ZipFile: "" }, Role: !GetAtt Worker.Arn }
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }]
${policies}`;

export const roleCannotWriteLogs = defineRule({
  id: "role-cannot-write-logs",
  title: "A function cannot write its logs",
  topic: "iam",
  severity: "medium",
  why: "Lambda writes the logs of a function with the function's own role. When the role does not allow it, the logs are lost without a word, errors included.",
  remedy: {
    sam: "Leave out `Role`, or attach `service-role/AWSLambdaBasicExecutionRole` to it.",
    serverless: "Leave out `role`, or attach `service-role/AWSLambdaBasicExecutionRole` to it.",
    cdk: "Attach `ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')` to the role that you pass.",
    cloudformation: "Add `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole` to `ManagedPolicyArns`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html"],
  aliases: ["cfn_nag:W58"],
  differs:
    "A role that is not declared in the scanned inputs leaves the answer open instead of failing; policies of every form count, `logs:CreateLogGroup` is not asked for, since the log group may be declared.",
  covers: ["I16"],
  examples: [
    {
      framework: "cloudformation",
      bad: template(""),
      good: template("      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]\n"),
    },
  ],
  *check(analysis) {
    const open = openRoles(analysis);
    for (const fn of authoredFunctions(analysis.graph)) yield judge(fn, open, analysis);
  },
});

function judge(fn: Resource, open: ReadonlyMap<Resource, string>, { graph, statements }: Analysis): Finding {
  const name = nameOf(fn);
  const place = at(fn, `function ${name}`);
  const roles = graph.from(fn, "assumes").map((edge) => edge.to);
  if (roles.length === 0) return notApplicable(fn, { message: `${name} names no role.`, evidence: [place] });
  const outside = roles.find((role) => !role.stack);
  if (outside)
    return unknown(fn, {
      message: `Whether ${name} can write its logs is not known: the role ${nameOf(outside)} is not declared in the scanned inputs.`,
      evidence: [place],
    });
  for (const role of roles) {
    const allowed = (statements.get(role.id) ?? []).filter(({ effect }) => effect === "Allow");
    const missing = ACTIONS.filter(
      (action) =>
        !allowed.some(
          (statement) =>
            statement.actions.some((written) => pattern(written)(action)) ||
            (statement.notActions.length > 0 && !statement.notActions.some((written) => pattern(written)(action))),
        ),
    );
    if (missing.length === 0) continue;
    const because =
      open.get(role) ??
      allowed.find(({ unknown: causes }) => causes.some((cause) => cause.startsWith("Action")))?.unknown[0];
    const evidence = [at(role, `role ${nameOf(role)}`), place] as const;
    if (because !== undefined)
      return unknown(fn, { message: `Whether ${name} can write its logs is not known: ${because}.`, evidence });
    return fail(fn, {
      message: `${name} cannot write its logs: its role ${nameOf(role)} does not allow ${missing.join(" and ")}.`,
      evidence,
    });
  }
  return pass(fn, { message: `The role of ${name} allows it to write its logs.`, evidence: [place] });
}

/** Roles with a policy whose statements are not known, and why. */
function openRoles({ policies }: Analysis): ReadonlyMap<Resource, string> {
  const found = new Map<Resource, string>();
  for (const { kind, attachedTo, unknown: because } of policies)
    if (kind === "identity" && because !== undefined) for (const role of attachedTo) found.set(role, because);
  return found;
}
