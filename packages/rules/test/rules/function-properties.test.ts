import { describe, expect, it } from "vitest";
import { functionSizeUnset } from "../../src/rules/function-size-unset.js";
import { logRetentionUnset } from "../../src/rules/log-retention-unset.js";
import { runtimeDeprecated } from "../../src/rules/runtime-deprecated.js";
import { tracingOff } from "../../src/rules/tracing-off.js";
import { triggerNotFound } from "../../src/rules/trigger-not-found.js";
import { check, FN, resources, STAGES } from "../check-rule.js";

const fn = (properties: string) => `  Fn: { Type: AWS::Lambda::Function, Properties: { ${properties} } }\n`;
const NOTHING = resources("  T: { Type: AWS::SNS::Topic }\n");

describe("function-size-unset", () => {
  it.each([
    [
      "both left out",
      resources(fn("")),
      ["fail 2:3 Fn does not set its memory and timeout: 128 MB (Lambda default), 3 s (Lambda default)."],
    ],
    ["one left out", resources(fn("MemorySize: 512")), ["fail 2:3 Fn does not set its timeout: 3 s (Lambda default)."]],
    [
      "both chosen",
      resources(fn("MemorySize: 512, Timeout: 10")),
      ["pass 2:3 The size of Fn is chosen: memory 512 MB, timeout 10 s."],
    ],
    [
      "not known",
      resources(fn("MemorySize: !Ref Unknown, Timeout: 10"), STAGES),
      ["unknown 4:3 The size of Fn is not known: memory unknown, because parameter Unknown has no default."],
    ],
    ["no function", NOTHING, []],
  ])("%s", async (_, text, expected) => {
    expect(await check(functionSizeUnset, text)).toEqual(expected);
  });
});

describe("runtime-deprecated", () => {
  it.each([
    [
      "deprecated",
      resources(fn("Runtime: nodejs16.x")),
      [
        "fail 2:61 The runtime nodejs16.x of Fn is deprecated since 2024-06-12; updates are blocked from 2027-03-03; its successor is nodejs24.x.",
      ],
    ],
    [
      "supported",
      resources(fn("Runtime: python3.13")),
      ["pass 2:61 The runtime python3.13 of Fn is supported until 2029-06-30."],
    ],
    [
      "an image",
      resources(fn("PackageType: Image")),
      ["not-applicable 2:50 Fn names no runtime: it is a container image, or its definition is incomplete."],
    ],
    [
      "newer than the table",
      resources(fn("Runtime: nodejs99.x")),
      ["unknown 2:61 The runtime nodejs99.x of Fn is not in the table of 2026-11-21."],
    ],
    [
      "not known",
      resources(fn("Runtime: !Ref Stage"), STAGES),
      ["unknown 4:66 The runtime of Fn is not known: parameter Stage has no default."],
    ],
    [
      "deprecated in one scenario",
      resources(fn("Runtime: !If [IsProd, python3.13, python3.8]"), STAGES),
      [
        "fail 4:86 The runtime python3.8 of Fn is deprecated since 2024-10-14; updates are blocked from 2027-03-03; its successor is python3.14. (when not IsProd)",
      ],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(runtimeDeprecated, text)).toEqual(expected);
  });
});

describe("tracing-off", () => {
  it.each([
    ["not set", resources(fn("")), ["fail 2:3 Tracing of Fn is PassThrough, not Active."]],
    ["active", resources(fn("TracingConfig: { Mode: Active }")), ["pass 2:75 Fn is traced."]],
    [
      "not known",
      resources(fn("TracingConfig: { Mode: !Ref Stage }"), STAGES),
      ["unknown 4:80 Whether Fn is traced is not known: parameter Stage has no default."],
    ],
    ["no function", NOTHING, []],
  ])("%s", async (_, text, expected) => {
    expect(await check(tracingOff, text)).toEqual(expected);
  });
});

describe("log-retention-unset", () => {
  const group = (properties: string) =>
    `  L: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub '/aws/lambda/\${Fn}'${properties} } }\n`;
  it.each([
    ["no log group", resources(FN), ["fail 2:3 No log group of Fn is declared: Lambda makes one that never expires."]],
    ["no retention", resources(FN + group("")), ["fail 3:3 The log group L of Fn has no retention."]],
    [
      "a retention",
      resources(FN + group(", RetentionInDays: 30")),
      ["pass 3:106 The logs of Fn are kept for 30 days."],
    ],
    [
      "not known",
      resources(FN + group(", RetentionInDays: !Ref Unknown"), STAGES),
      ["unknown 5:111 How long the logs of Fn are kept is not known: parameter Unknown has no default."],
    ],
    [
      "a log group elsewhere",
      resources(fn("LoggingConfig: { LogGroup: shared }")),
      ["unknown 2:3 How long the logs of Fn are kept is not known: shared is not declared in the scanned inputs."],
    ],
    ["no function", NOTHING, []],
  ])("%s", async (_, text, expected) => {
    expect(await check(logRetentionUnset, text)).toEqual(expected);
  });
});

describe("trigger-not-found", () => {
  it.each([
    ["none", resources(FN), ["fail 2:3 No trigger of Fn was found in the scanned inputs."]],
    [
      "one",
      resources(`${FN}  U: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref Fn } }\n`),
      ["pass 2:3 Fn has 1 trigger."],
    ],
    [
      "a caller",
      resources(
        `${FN}  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt Fn.Arn }] } }] } }\n  G: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt R.Arn } }\n`,
      ),
      ["pass 2:3 Fn may be invoked by G.", "fail 4:3 No trigger of G was found in the scanned inputs."],
    ],
    ["no function", NOTHING, []],
  ])("%s", async (_, text, expected) => {
    expect(await check(triggerNotFound, text)).toEqual(expected);
  });
});
