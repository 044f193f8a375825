import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { main } from "../src/main.js";

const root = path.resolve(import.meta.dirname, "../../..");

it("the README shows what assay prints", async () => {
  const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");
  const shown = /```console\n\$ assay (.*)\n([^]*?)```/.exec(readme);
  let out = "";
  const io = { cwd: root, isTerminal: false, env: {}, today: "2026-11-22", out: (text: string) => void (out += text) };
  await main((shown?.[1] ?? "").split(" "), { ...io, err: () => undefined }, "0");
  const lines = (shown?.[2] ?? "").split("\n").filter((line) => line !== "" && line !== "…");
  expect(lines.length).toBeGreaterThan(10);
  const printed = out.split("\n");
  for (const line of lines) expect(printed).toContain(line);
});
