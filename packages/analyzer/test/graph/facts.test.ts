import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { analyze, memoryRepository } from "@assay/analyzer";
import { filesBelow, hasShared, shared } from "../shared.js";

interface Trigger {
  readonly fact: string;
  readonly kind: string;
  readonly target?: string;
  readonly targetType?: string;
  readonly method?: string;
  readonly path?: string;
  readonly route?: string;
}

/** What the facts call an event that the graph calls otherwise. */
const EVENTS: Readonly<Record<string, string>> = {
  "apigw-rest": "api",
  "apigw-http": "api",
  websocket: "api",
  scheduler: "schedule",
  stream: "kinesis",
  docdb: "documentdb",
  stepfunctions: "step-functions",
  "cfn-macro": "cloudformation-macro",
  "alexa-skill": "alexa",
  "alexa-smart-home": "alexa",
};

async function triggersOfGraph(text: string): Promise<ReadonlySet<string>> {
  const { graph } = await analyze(memoryRepository({ "template.json": text }), { parameters: new Map() });
  return new Set(
    graph
      .edges("triggers")
      .map((edge) =>
        `${edge.event} ${edge.to.stack ? edge.to.logicalId : "external"} ${edge.event === "api" ? (edge.detail ?? "") : ""}`.trim(),
      ),
  );
}

function triggersOfFacts(facts: readonly Trigger[]): ReadonlySet<string> {
  return new Set(
    facts
      .filter(({ fact }) => fact === "trigger")
      .map(({ kind, target, targetType, method, path, route }) => {
        const event = EVENTS[kind] ?? kind;
        const where = path === undefined ? (route ?? "") : path === "$default" ? path : `${method ?? ""} ${path}`;
        const detail = event === "api" ? where : "";
        return `${event} ${targetType === "external" ? "external" : (target ?? "")} ${detail}`.trim();
      }),
  );
}

describe.runIf(hasShared)("triggers in templates that the official compilers made", () => {
  it("are those that were extracted without a graph", { timeout: 300_000 }, async () => {
    const { Facts } = (await import(pathToFileURL(shared("oracle/facts.mjs")).href)) as {
      Facts: new (template: unknown) => { run(): { facts: readonly Trigger[] } };
    };
    const missing: string[] = [];
    let expected = 0;
    for (const file of filesBelow(shared("oracle/cases"))) {
      if (!file.endsWith("expected.json")) continue;
      const text = fs.readFileSync(file, "utf8");
      const found = await triggersOfGraph(text);
      for (const trigger of triggersOfFacts(new Facts(JSON.parse(text)).run().facts)) {
        expected++;
        if (!found.has(trigger)) missing.push(`${file}: ${trigger}`);
      }
    }
    expect(expected).toBeGreaterThan(1000);
    // What is left stands under a condition that no deployment makes true, or below a path of another stack.
    expect(missing.length / expected, missing.join("\n")).toBeLessThan(0.03);
  });
});
