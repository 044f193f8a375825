import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const workspace = path.resolve(import.meta.dirname, "../../../../..");
const shared = process.env["ASSAY_SHARED"] ?? path.resolve(workspace, "../shared");
const score = path.join(shared, "oracle/score.mjs");
const bundle = path.join(workspace, "packages/cli/dist");
const isReady = fs.existsSync(score) && fs.existsSync(bundle);
if (!isReady) process.stderr.write(`Skipping the comparison with official results: it needs ${score} and a build.\n`);

interface Suite {
  readonly suite: string;
  readonly exact: number;
  readonly found: number;
  readonly precision: number;
  readonly failed: number;
}

const LINE = /^(\S+): (\d+) of (\d+) cases exact .*facts found ([\d.]+)%, precision ([\d.]+)%.*no output (\d+)/gm;

describe.runIf(isReady)("services whose templates are known", () => {
  it("are expanded as the framework expands them", { timeout: 600_000 }, () => {
    const suites = ["sls-synthetic", "sls-real", "sls-fixtures"];
    const args = [score, ...suites.flatMap((suite) => ["--suite", suite])];
    const { stdout } = spawnSync(process.execPath, args, { cwd: workspace, encoding: "utf8", maxBuffer: 1 << 28 });
    const results = new Map(
      [...stdout.matchAll(LINE)].map(([, suite = "", exact, all, found, precision, failed]): [string, Suite] => [
        suite,
        {
          suite,
          exact: (100 * Number(exact)) / Number(all),
          found: Number(found),
          precision: Number(precision),
          failed: Number(failed),
        },
      ]),
    );
    expect([...results.keys()].sort()).toEqual([...suites].sort());
    expect(results.get("sls-synthetic")?.exact).toBe(100);
    expect(results.get("sls-fixtures")?.exact).toBeGreaterThanOrEqual(95);
    const real = results.get("sls-real");
    expect(real?.exact).toBeGreaterThanOrEqual(95);
    expect(real?.found).toBeGreaterThanOrEqual(99.5);
    expect(real?.precision).toBeGreaterThanOrEqual(99.5);
    expect([...results.values()].map(({ failed }) => failed)).toEqual([0, 0, 0]);
  });
});
