import { expect, it } from "vitest";
import { criterion } from "../assess-one.js";

const sam = (names: readonly string[]) =>
  `Transform: AWS::Serverless-2016-10-31\nResources:\n${names
    .map(
      (name) =>
        `  ${name}: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: a.b, CodeUri: . } }\n`,
    )
    .join("")}`;
const serverless = (names: readonly string[]) =>
  `service: shop\nframeworkVersion: "3"\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions:\n${names.map((name) => `  ${name}: { handler: a.b }\n`).join("")}`;

const count = async (files: Readonly<Record<string, string>>) => criterion(files, { measure: "function-count" });

it.each<[string, Readonly<Record<string, string>>, number]>([
  ["one framework", { "template.yaml": sam(["CreateFunction", "WorkFunction"]) }, 2],
  [
    "the same application in two frameworks",
    {
      "sam/template.yaml": sam(["CreateFunction", "WorkFunction"]),
      "sls/serverless.yml": serverless(["create", "work", "extra"]),
    },
    3,
  ],
  [
    "two applications in two frameworks",
    {
      "sam/template.yaml": sam(["CreateFunction", "WorkFunction"]),
      "sls/serverless.yml": serverless(["list", "work", "extra"]),
    },
    5,
  ],
  [
    "samples of one framework with the same names",
    {
      "a/template.yaml": sam(["HelloFunction", "ByeFunction"]),
      "b/template.yaml": sam(["HelloFunction", "ByeFunction"]),
    },
    4,
  ],
])("%s", async (_, files, expected) => {
  expect((await count(files)).count?.satisfied).toBe(expected);
});

it("names what is not counted again", async () => {
  const files = {
    "sam/template.yaml": sam(["CreateFunction", "WorkFunction"]),
    "sls/serverless.yml": serverless(["create", "work", "extra"]),
  };
  expect((await count(files)).statement).toBe(
    "The workload has 3 Lambda functions in 1 stack. 2 functions of sam/template.yaml are not counted again: by their names they are those of sls/serverless.yml.",
  );
});

it("an alias is no function", async () => {
  const template = `${sam(["CreateFunction"])}  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref CreateFunction, FunctionVersion: "1", Name: live } }\n`;
  expect((await count({ "template.yaml": template })).count?.satisfied).toBe(1);
});
