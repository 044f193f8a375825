import { describe, expect, it } from "vitest";
import { analyze, memoryRepository } from "@assay/analyzer";
import { assess, compareAssessment, knownFindings, rules, type Assessment } from "../src/index.js";

const fn = (name: string) =>
  `  ${name}: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: a.b, CodeUri: src/ } }\n`;
const sam = (...names: string[]) => `Transform: AWS::Serverless-2016-10-31\nResources:\n${names.map(fn).join("")}`;
const alarms = rules.filter(({ id }) => id === "alarm-missing");

async function assessed(files: Readonly<Record<string, string>>): Promise<Assessment> {
  const analysis = await analyze(memoryRepository(files), { parameters: new Map() });
  return assess(analysis, { rules: alarms, packs: [], version: "0", today: "2026-11-22" });
}

async function compared(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const known = knownFindings(await assessed(before));
  const { findings, compared: result } = compareAssessment(await assessed(after), { with: "x", findings: known });
  const of = (change: string) => findings.filter((one) => one.change === change).map(({ subject }) => subject.id);
  return { new: of("new"), unchanged: of("unchanged"), fixed: result?.fixed.map(({ subject }) => subject) };
}

describe("fingerprints", () => {
  it("are the same in another file, and different for namesakes in one repository", async () => {
    const names = async (files: Readonly<Record<string, string>>) =>
      (await assessed(files)).findings.map(({ fingerprint }) => fingerprint);
    const [alone] = await names({ "a.yaml": sam("A") });
    expect(await names({ "other/b.yaml": sam("A") })).toEqual([alone]);
    const both = await names({ "a.yaml": sam("A"), "b.yaml": sam("A") });
    expect(new Set(both).size).toBe(2);
    for (const one of both) expect(one.startsWith(`${alone}-`)).toBe(true);
  });
});

describe("a comparison", () => {
  it("takes each known finding once", async () => {
    expect(
      await compared({ "a.yaml": sam("A") }, { "a.yaml": sam("A"), "b.yaml": sam("A"), "c.yaml": sam("A") }),
    ).toEqual({
      new: ["b.yaml#A", "c.yaml#A"],
      unchanged: ["a.yaml#A"],
      fixed: [],
    });
  });
  it("says which of several namesakes is gone", async () => {
    expect(await compared({ "a.yaml": sam("A"), "b.yaml": sam("A") }, { "b.yaml": sam("A") })).toEqual({
      new: [],
      unchanged: ["b.yaml#A"],
      fixed: ["a.yaml#A"],
    });
  });
  it("follows namesakes whose files are renamed", async () => {
    expect(
      await compared({ "a.yaml": sam("A"), "b.yaml": sam("A") }, { "c.yaml": sam("A"), "b.yaml": sam("A", "B") }),
    ).toEqual({ new: ["b.yaml#B"], unchanged: ["b.yaml#A", "c.yaml#A"], fixed: [] });
  });
});
