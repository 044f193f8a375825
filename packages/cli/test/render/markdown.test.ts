import path from "node:path";
import { expect, it } from "vitest";
import { main } from "../../src/main.js";

const root = path.resolve(import.meta.dirname, "../../../..");

it("gaps: the gravest first, those of one rule together once they are many", async () => {
  let out = "";
  const io = { cwd: root, isTerminal: false, env: {}, today: "2026-11-22", out: (text: string) => void (out += text) };
  await main(["report", "fixtures/orders"], { ...io, err: () => undefined }, "0");
  const gaps = out.slice(out.indexOf("### Gaps"), out.indexOf("### To be supplied"));
  const monitoring = gaps.slice(gaps.indexOf("**2.1.mon")).split("\n").slice(1);
  const severities = monitoring.flatMap((line) => /^- (\w+):/.exec(line)?.[1] ?? []);
  const order = ["critical", "high", "medium", "low", "info"];
  expect(severities).toEqual([...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  const alarms = monitoring.filter((line) => line.includes("[alarm-missing]"));
  expect(alarms).toHaveLength(1);
  expect(alarms[0]).toContain("6 times: CreateOrder `fixtures/orders/template.yaml:47` (when not IsProd), GetOrder");
});
