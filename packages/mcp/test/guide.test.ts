import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { served } from "./served.js";

const workspace = path.resolve(import.meta.dirname, "../../..");
const guide = fs.readFileSync(path.join(workspace, "docs/mcp.md"), "utf8");

it.each([
  ["list_findings", { severity: "high" }],
  ["trace_event", { from: "POST /orders" }],
])("docs/mcp.md shows what %s %j answers", async (name, args) => {
  const { call } = await served(path.join(workspace, "fixtures/orders"));
  expect(guide).toContain(`\n${(await call(name, args)).text}\n`);
});

it("docs/mcp.md names every tool", async () => {
  const { client } = await served(path.join(workspace, "fixtures/orders"));
  for (const { name } of (await client.listTools()).tools) expect(guide).toContain(`| \`${name}\``);
});
