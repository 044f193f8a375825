import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { lowerRepository } from "../../../src/analyze.js";
import { toJson, type Json } from "../../../src/parse/node.js";
import { resourcesOf } from "../../../src/lower/template.js";
import { diskRepository } from "../../../src/source/disk-repository.js";
import { workspace } from "./assembly-files.js";

const shared = process.env["ASSAY_SHARED"] ?? resolve(workspace, "../shared");
const corpus = join(shared, "corpus/cdk");
const found = existsSync(corpus);

describe.runIf(found)("assemblies of real repositories", () => {
  test("every template carries the facts of the file", { timeout: 120_000 }, async () => {
    const { extract } = (await import(pathToFileURL(join(shared, "oracle/facts.mjs")).href)) as {
      extract: (template: unknown) => unknown;
    };
    const repository = await diskRepository(corpus);
    const { projects } = await lowerRepository(repository, { parameters: new Map() });
    const assemblies = projects.filter(({ framework }) => framework === "cdk");
    const templates = assemblies.flatMap((project) => project.templates);
    const written = repository.files.filter((path) => /cdk\.out\/.*\.template\.json$/.test(path));
    expect(templates.map(({ path }) => path).sort()).toEqual(written);
    for (const template of templates) {
      const read = repository.read(template.path);
      const text = read.ok ? new TextDecoder().decode(read.bytes) : "";
      if (text.includes("AWS::Serverless::")) continue; // the SAM expansion adds to what the file says
      const original = JSON.parse(text) as Json;
      expect(extract(toJson(template.root)), template.path).toEqual(extract(original));
    }
    const constructs = templates.flatMap((template) => [...(template.constructs?.values() ?? [])]);
    const resources = templates.flatMap((template) => [...resourcesOf(template.root)]);
    // Every resource of the CDK has a construct path; templates that a stack only includes have none.
    expect(constructs.length / resources.length).toBeGreaterThan(0.95);
    expect(assemblies).toHaveLength(10);
  });
});

test.skipIf(found)(`the corpus of real assemblies is not here: ${corpus}`, () => undefined);
