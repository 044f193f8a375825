import { authoredFunctions, nameOf, showText, type Statement } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { cite, functionsWithUnknownRole } from "../iam/judge.js";
import { conditionKeys } from "../iam/resources.js";
import { count, list } from "../iam/words.js";
import { at, defineRule, fail, pass } from "../rule.js";

export const roleGrants = defineRule({
  id: "role-grants",
  title: "What a function is allowed",
  topic: "iam",
  severity: "info",
  profile: "evidence",
  why: "A reviewer of least privilege has to see, for each function, every action with its resources and conditions and who put it there: the author, an AWS managed policy or the framework. A function whose role allows nothing at all is most likely one whose policies were forgotten.",
  remedy: {
    sam: "Give the function the `Policies` that it needs.",
    serverless: "Give the functions the statements that they need under `provider.iam.role.statements`.",
    cdk: "Use `grant…` methods of what the function uses.",
    cloudformation: "Give the role of the function the policies that it needs.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"],
  aliases: [],
  covers: ["B8"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Report:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: report.handler, Code: { ZipFile: "" }, Role: !GetAtt Worker.Arn }
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }]
`,
      good: samPolicy("Effect: Allow\nAction: s3:PutObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  *check(analysis) {
    const { graph, statements } = analysis;
    for (const fn of authoredFunctions(graph)) {
      const roles = graph.from(fn, "assumes").map((edge) => edge.to);
      if (!roles.some((role) => role.stack)) continue;
      const held = roles.flatMap((role) => statements.get(role.id) ?? []);
      const place = at(fn, `function ${nameOf(fn)}`);
      const own = held.filter(({ addedBy, managedPolicy }) => addedBy === undefined && managedPolicy === undefined);
      const managed = new Set(
        held.filter(({ addedBy }) => addedBy === undefined).flatMap(({ managedPolicy }) => managedPolicy ?? []),
      );
      const added = new Set(held.flatMap(({ addedBy }) => addedBy ?? []));
      if (held.length === 0) {
        yield fail(fn, {
          message: `The role of ${nameOf(fn)} allows nothing.`,
          evidence: [place, ...roles.map((role) => at(role, `role ${nameOf(role)}`))],
        });
        continue;
      }
      const parts = [
        own.length > 0
          ? `${count(own.length, "statement")} of the author: ${own.map(told).join("; ")}`
          : "no statement of the author",
        ...(managed.size > 0 ? [`AWS managed policies ${list(managed)}`] : []),
        ...(added.size > 0 ? [`added by ${list(added)}`] : []),
      ];
      yield pass(fn, {
        message: `${nameOf(fn)} is allowed ${parts.join("; ")}.`,
        evidence: [place, ...held.map(cite)],
      });
    }
    yield* functionsWithUnknownRole(analysis);
  },
});

/** A statement in words: `s3:GetObject on ${Reports.Arn}/* (if aws:sourceaccount)`. */
function told(statement: Statement): string {
  const { effect, actions, notActions, resources, notResources } = statement;
  const what = list([...actions, ...notActions.map((action) => `everything but ${action}`)]);
  const where = list(
    [...resources.map(showText), ...notResources.map((text) => `everything but ${showText(text)}`)],
    3,
  );
  const keys = conditionKeys(statement);
  return `${effect === "Deny" ? "not " : ""}${what} on ${where || "nothing"}${keys.length > 0 ? ` (if ${keys.join(", ")})` : ""}`;
}
