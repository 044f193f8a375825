import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Assessment } from "@assay/rules";
import { main } from "../src/main.js";

const root = path.resolve(import.meta.dirname, "../../..");

async function scan(...args: readonly string[]): Promise<Assessment> {
  let out = "";
  const io = { cwd: root, isTerminal: false, env: {}, today: "2026-11-22", out: (text: string) => void (out += text) };
  let errors = "";
  const code = await main(
    ["scan", "fixtures/orders", "-f", "json", "--fail-on", "never", ...args],
    { ...io, err: (text) => void (errors += text) },
    "0",
  );
  expect({ code, errors, failures: (JSON.parse(out) as Assessment).ruleFailures }).toEqual({
    code: 0,
    errors: "",
    failures: [],
  });
  return JSON.parse(out) as Assessment;
}

describe("the examples of docs/custom-rules.md", () => {
  it("a declared rule finds functions without the tag", async () => {
    const { findings } = await scan("--config", "docs/examples/custom-rules/assay.config.yaml");
    const own = findings.filter(({ rule }) => rule === "function-team-tag");
    expect(own).toHaveLength(6);
    expect(own.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => "fail"));
  });

  it("a programmed rule runs when it is named", async () => {
    const { findings } = await scan("--rules", "docs/examples/custom-rules/function-handler-folder.mjs");
    const own = findings.filter(({ rule }) => rule === "function-handler-folder");
    expect(own.map(({ message }) => message)).toContain("The handler of CreateOrder is create-order.handler.");
    const { findings: without } = await scan();
    expect(without.filter(({ rule }) => rule === "function-handler-folder")).toEqual([]);
  });
});
