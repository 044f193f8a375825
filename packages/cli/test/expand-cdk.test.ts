import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { main } from "../src/main.js";

const fixtures = resolve(import.meta.dirname, "../../../fixtures");

test("expand writes one file a stack, with the content of its template", async () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "assay-expand-"));
  try {
    const io = {
      cwd: fixtures,
      isTerminal: false,
      today: "2026-01-01",
      env: {},
      out: () => undefined,
      err: () => undefined,
    };
    expect(await main(["expand", "cdk-orders", "-o", folder], io, "0")).toBe(0);
    const assembly = join(fixtures, "cdk-orders/cdk.out");
    const templates = readdirSync(assembly, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(".template.json"),
    );
    const written = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
    expect(written.sort()).toEqual(templates.map((path) => `cdk.out/${path}.json`).sort());
    expect(templates).toHaveLength(9);
    for (const path of templates)
      expect(JSON.parse(readFileSync(join(folder, `cdk.out/${path}.json`), "utf8"))).toEqual(
        JSON.parse(readFileSync(join(assembly, path), "utf8")),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
