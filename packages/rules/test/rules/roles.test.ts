import { describe, expect, it } from "vitest";
import { roleShared } from "../../src/rules/role-shared.js";
import { roleWildcardAction } from "../../src/rules/role-wildcard-action.js";
import { check, resources } from "../check-rule.js";

const fn = (id: string, role: string) => `  ${id}: { Type: AWS::Lambda::Function, Properties: { Role: ${role} } }\n`;
const role = (statement: string) =>
  `  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [${statement}] } }] } }\n`;

describe("role-shared", () => {
  it.each([
    [
      "two functions",
      resources(fn("A", "!GetAtt R.Arn") + fn("B", "!GetAtt R.Arn") + role("")),
      ["fail 4:3 2 functions share the role R: A, B."],
    ],
    [
      "two functions and a role elsewhere",
      resources(fn("A", "'arn:aws:iam::1:role/x'") + fn("B", "'arn:aws:iam::1:role/x'")),
      ["fail 2:57 2 functions share the role arn:aws:iam::1:role/x: A, B."],
    ],
    ["one function", resources(fn("A", "!GetAtt R.Arn") + role("")), ["pass 3:3 The role R belongs to A alone."]],
    [
      "a role that is not known",
      resources("  A: { Type: AWS::Lambda::Function }\n"),
      ["not-applicable 2:3 The execution role of A is not known in the scanned inputs."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(roleShared, text)).toEqual(expected);
  });
});

describe("role-wildcard-action", () => {
  it.each([
    [
      "every action of a service",
      resources(role("{ Effect: Allow, Action: ['a4b:*', s3:GetObject], Resource: x }")),
      ["fail 2:87 R allows a4b:*."],
    ],
    ["every action", resources(role("{ Effect: Allow, Action: '*', Resource: x }")), ["fail 2:87 R allows *."]],
    [
      "a denial",
      resources(role("{ Effect: Deny, Action: 's3:*', Resource: x }")),
      ["pass 2:3 The 1 statement of R name their actions."],
    ],
    [
      "named actions",
      resources(fn("A", "!GetAtt R.Arn") + role("{ Effect: Allow, Action: s3:Get*, Resource: x }")),
      ["pass 3:3 The 1 statement of R name their actions."],
    ],
    [
      "a role elsewhere",
      resources(fn("A", "'arn:aws:iam::1:role/x'")),
      [
        "unknown 2:3 What the role of A allows is not known: arn:aws:iam::1:role/x is not declared in the scanned inputs.",
      ],
    ],
    ["no role", resources("  A: { Type: AWS::Lambda::Function }\n"), ["not-applicable 2:3 A names no role."]],
  ])("%s", async (_, text, expected) => {
    expect(await check(roleWildcardAction, text)).toEqual(expected);
  });

  it("says how much a wildcard changes", async () => {
    const [line] = await check(roleWildcardAction, resources(role("{ Effect: Allow, Action: 'sqs:*', Resource: x }")));
    expect(line).toMatch(/^fail 2:87 R allows sqs:\* \(of its actions \d+ write and \d+ change permissions\)\.$/);
  });
});
