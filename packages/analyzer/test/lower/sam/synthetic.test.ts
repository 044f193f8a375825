import { readFileSync } from "node:fs";
import { lowerRepository, memoryRepository, toJson, type Json } from "@assay/analyzer";
import { expect, it } from "vitest";

const read = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

/** The hashes of content at the end of ids, which are ours to choose. */
const HASH = /[0-9a-f]{10}\b/g;

/** The same template with hashes left out, keys and lists in order: neither means anything to CloudFormation here. */
function comparable(value: Json): Json {
  if (typeof value === "string") return value.replace(HASH, "").replace(/^(RestApi deployment id:).*/, "$1");
  if (Array.isArray(value))
    return (value as Json[]).map(comparable).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [key.replace(HASH, ""), comparable(item)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

it("expands a template with every event as the official translator does", async () => {
  const { projects, problems } = await lowerRepository(memoryRepository({ "template.yaml": read("all-events.yaml") }), {
    region: "us-east-1",
    parameters: new Map(),
  });
  expect(problems).toEqual([]);
  const root = projects[0]?.templates[0]?.root;
  if (!root) throw new Error("nothing was expanded");
  expect(comparable(toJson(root))).toEqual(comparable(JSON.parse(read("all-events.expected.json")) as Json));
});
