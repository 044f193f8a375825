import fs from "node:fs";
import path from "node:path";
import { analyze, memoryRepository, type Repository } from "@assay/analyzer";
import { assess, rules } from "@assay/rules";
import { describe, expect, it } from "vitest";
import { functions, mistakes, places } from "./embedding/analyse.js";
import { assessment, log } from "./embedding/assess.js";
import { newest } from "./embedding/cancel.js";
import { frameworks } from "./embedding/disk.js";
import { template } from "./work-folder.js";

const root = path.resolve(import.meta.dirname, "../../..");

describe("docs/embedding.md", () => {
  const guide = fs.readFileSync(path.join(root, "docs/embedding.md"), "utf8");
  const shown = [...guide.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text]) => text);

  it("shows the examples that run here", () => {
    const folder = path.join(import.meta.dirname, "embedding");
    const run = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
    expect([...shown].sort()).toEqual(run.sort());
  });

  it("analyses a repository in memory", () => {
    expect(functions).toEqual([["Charge", 30]]);
    expect(places).toEqual([4]);
    expect(mistakes).toEqual([]);
  });

  it("assesses and renders", () => {
    expect(assessment.findings.filter(({ outcome }) => outcome === "fail").map(({ rule }) => rule)).toContain(
      "dead-letter-queue-unwatched",
    );
    expect(assessment.checklists).toHaveLength(1);
    expect(log).toContain('"version": "2.1.0"');
  });

  it("cancels what is superseded", async () => {
    const repository = memoryRepository({ "template.yaml": template("A") });
    const first = newest(repository);
    const second = newest(repository);
    await expect(first).rejects.toThrow("superseded");
    expect((await second).projects).toHaveLength(1);
  });

  it("reads a folder", async () => {
    expect((await frameworks(path.join(root, "fixtures/orders"))).get("sam")).toBe(1);
  });
});

describe("cancellation", () => {
  const many = memoryRepository(
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i}/template.yaml`, template(`F${i}`)])),
  );
  const settings = { parameters: new Map<string, string>() };

  it("rejects with the reason of a signal that is aborted already", async () => {
    const reason = { why: "not wanted" };
    await expect(analyze(many, { ...settings, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("happens between two projects", async () => {
    const control = new AbortController();
    const read: string[] = [];
    const watched: Repository = {
      ...many,
      exists(file) {
        if (file === "p3/samconfig.toml") setImmediate(() => control.abort("enough"));
        read.push(file);
        return many.exists(file);
      },
    };
    await expect(analyze(watched, { ...settings, signal: control.signal })).rejects.toBe("enough");
    expect(read.some((file) => file.startsWith("p3/"))).toBe(true);
    expect(read.some((file) => file.startsWith("p9/"))).toBe(false);
  });

  it("happens between two rules", async () => {
    const analysis = await analyze(many, settings);
    const control = new AbortController();
    const [first, second, ...rest] = rules;
    if (!first || !second) throw new Error("no rules");
    const ran: string[] = [];
    const aborting = { ...first, check: () => (control.abort("enough"), []) };
    const after = { ...second, check: () => (ran.push(second.id), []) };
    const options = {
      packs: [],
      version: "1.0.0",
      today: "2026-11-22",
      configuration: { profile: "evidence" },
    } as const;
    expect(() => assess(analysis, { ...options, rules: [aborting, after, ...rest], signal: control.signal })).toThrow(
      "enough",
    );
    expect(ran).toEqual([]);
  });
});

describe("two analyses in one process", () => {
  const state = async (repository: Repository, region: string) => {
    const analysis = await analyze(repository, { region, parameters: new Map(), signal: new AbortController().signal });
    const options = { rules, packs: [], version: "1.0.0", today: "2026-11-22" };
    return JSON.stringify(assess(analysis, options));
  };
  const repositories = [
    memoryRepository({ "template.yaml": template("A", "B"), "broken.yaml": "Resources: { A: { Type: AWS::SQS::Queue" }),
    memoryRepository({ "template.yaml": template("A", "C"), "samconfig.toml": "version = 0.1\n" }),
    memoryRepository({
      "serverless.yml":
        "service: s\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions: { a: { handler: a.b, events: [{ schedule: rate(1 day) }] } }\n",
    }),
  ];

  it("say the same as each alone, also when one of them is cancelled", async () => {
    const alone: string[] = [];
    for (const [i, repository] of repositories.entries()) alone.push(await state(repository, `eu-west-${i + 1}`));
    const control = new AbortController();
    const cancelled = analyze(repositories[0] ?? memoryRepository({}), {
      parameters: new Map(),
      signal: control.signal,
    });
    const together = Promise.all(repositories.map((repository, i) => state(repository, `eu-west-${i + 1}`)));
    control.abort("gone");
    await expect(cancelled).rejects.toBe("gone");
    expect(await together).toEqual(alone);
  });
});
