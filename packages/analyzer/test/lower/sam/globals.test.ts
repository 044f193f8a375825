import { describe, expect, it } from "vitest";
import { expand, fn, told } from "./expand.js";

const globals = `Globals:
  Function:
    Timeout: 7
    MemorySize: 512
    Environment:
      Variables: { A: one, B: two }
    Layers: [global]
    Tags: { team: blue }
`;

describe("Globals", () => {
  it("are merged: maps by key, lists one after the other, the function's own values first", async () => {
    const { value } = await expand(
      globals + fn("MemorySize: 128\nEnvironment: { Variables: { B: own, C: three } }\nLayers: [own]"),
    );
    expect(value("Fn.Properties.Timeout")).toBe(7);
    expect(value("Fn.Properties.MemorySize")).toBe(128);
    expect(value("Fn.Properties.Environment.Variables")).toEqual({ A: "one", B: "own", C: "three" });
    expect(value("Fn.Properties.Layers")).toEqual(["global", "own"]);
  });

  it("are named as the reason of what comes from them", async () => {
    const { origin } = await expand(globals + fn("MemorySize: 128"));
    expect(origin("Fn.Properties.Timeout")).toBe("globals (SAM Globals): Timeout: 7");
    expect(origin("Fn.Properties.Environment.Variables.A")).toMatch(/^globals \(SAM Globals\): Variables/);
    expect(origin("Fn.Properties.MemorySize")).toBe("authored: MemorySize: 128");
  });

  it.each([
    ["IgnoreGlobals: '*'", undefined, undefined],
    ["IgnoreGlobals: [Timeout]", undefined, 512],
  ])("are left out by %s", async (attribute, timeout, memory) => {
    const { value } = await expand(globals + fn("", attribute));
    expect(value("Fn.Properties.Timeout")).toBe(timeout);
    expect(value("Fn.Properties.MemorySize")).toBe(memory);
    expect(value("Fn.IgnoreGlobals")).toBeUndefined();
  });

  it("apply to implicit APIs", async () => {
    const { value, origin } = await expand(
      `Globals:\n  Api:\n    TracingEnabled: true\n${fn("Events: { Get: { Type: Api, Properties: { Path: /x, Method: get } } }")}`,
    );
    expect(value("ServerlessRestApiProdStage.Properties.TracingEnabled")).toBe(true);
    expect(origin("ServerlessRestApiProdStage.Properties.TracingEnabled")).toBe(
      "globals (SAM Globals): TracingEnabled: true",
    );
  });

  it.each([
    ["Functions: { Timeout: 1 }", "Functions"],
    ["Function: { Role: x }", "Role"],
    ["Function: [1]", "Function"],
  ])("are checked: %s", async (section, word) => {
    const found = told(await expand(`Globals:\n  ${section}\n${fn()}`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(word);
    expect(found[0]).toContain(`@ ${section}`);
  });
});
