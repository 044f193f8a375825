import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { analyze, graphDocument, memoryRepository } from "@assay/analyzer";
import { assess, packs, rules } from "@assay/rules";
import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { unzipSync, strFromU8 } from "fflate";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { findChromium } from "../../src/chromium.js";
import { docx } from "../../src/office/docx.js";
import { xlsx } from "../../src/office/xlsx.js";
import { htmlReport } from "../../src/report/html.js";
import { evidenceReport } from "../../src/report/report.js";
import { sheetsOf } from "../../src/report/sheets.js";

const orders = path.resolve(import.meta.dirname, "../../../../fixtures/orders");

function files(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    found[path.relative(folder, file)] = fs.readFileSync(file, "utf8");
  }
  return found;
}

async function assessed(repository: Record<string, string>) {
  const analysis = await analyze(memoryRepository(repository), { parameters: new Map() });
  const assessment = assess(analysis, { rules, packs, version: "0.0.0", today: "2026-01-01" });
  return { assessment, graph: graphDocument(analysis.graph) };
}

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: { "void-style": ["error", { style: "omit" }] },
});

async function problemsOf(page: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(page);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`),
  );
}

describe("the HTML report", async () => {
  const { assessment, graph } = await assessed(files(orders));
  const page = htmlReport(evidenceReport(assessment, graph));

  it("is valid HTML", async () => {
    expect(await problemsOf(page.replace("<tbody>", "<tbody><p>"))).not.toEqual([]);
    expect(await problemsOf(page)).toEqual([]);
  });

  it("needs nothing from outside and no script", () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(| on\w+=/);
  });

  it("is the same from a saved assessment", () => {
    const saved = JSON.parse(JSON.stringify({ assessment, graph })) as {
      assessment: typeof assessment;
      graph: typeof graph;
    };
    expect(htmlReport(evidenceReport(saved.assessment, saved.graph))).toBe(page);
  });

  it("leads every link to a part that is there", () => {
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    expect([...page.matchAll(/ id="/g)].length).toBe(ids.size);
  });

  it("says the gaps before the criteria, and every verdict in words", () => {
    const order = [
      "summary",
      "gaps",
      "open",
      "functions",
      "diagrams",
      "event-sources",
      "iam",
      "accepted",
      "provenance",
    ];
    const places = order.map((id) => page.indexOf(`id="${id}"`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    for (const { criteria } of assessment.checklists) for (const { id } of criteria) expect(page).toContain(`${id} `);
  });

  it("points at the lines of a known commit", () => {
    const commit = {
      id: "0123456789abcdef0123456789abcdef01234567",
      url: "https://github.com/example/shop",
      prefix: "infra/",
    };
    const input = { path: "template.yaml", bytes: 1, sha256: "0", state: "tracked" as const };
    const provenance = {
      commit,
      inputs: [input],
      leftOut: [],
      options: {},
      paths: ["."],
      packs: [],
      rules: { count: 0, sha256: "0" },
      redacted: [],
      digest: "0",
    };
    const known = htmlReport(evidenceReport({ ...assessment, provenance }, graph));
    expect(known).toContain(`href="https://github.com/example/shop/blob/${commit.id}/infra/template.yaml#L`);
    const strange = { ...provenance, commit: { ...commit, url: "javascript://x.github.com/%0aalert(1)" } };
    expect(htmlReport(evidenceReport({ ...assessment, provenance: strange }, graph))).not.toContain('="javascript:');
  });
});

const chromium = findChromium(process.env);
if (chromium === undefined) process.stdout.write("accessibility: no Chromium is installed, axe is not run\n");

describe.runIf(chromium !== undefined)("the HTML report in a browser", () => {
  it("passes axe", { timeout: 120_000 }, async () => {
    const { assessment, graph } = await assessed(files(orders));
    const page = htmlReport(evidenceReport(assessment, graph));
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-axe-"));
    const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const run = `axe.run(document,{resultTypes:["violations"]}).then(({violations,passes})=>{document.body.textContent="AXE"+JSON.stringify({passes:passes.length,violations:violations.map(({id,nodes})=>[id,nodes.length,nodes[0].html.slice(0,200)])})+"END"})`;
    const instrumented = page
      .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
      .replace("</body>", () => `<script>${axe}</script><script>${run}</script></body>`);
    fs.writeFileSync(path.join(folder, "page.html"), instrumented);
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    const { stdout } = spawnSync(
      chromium ?? "",
      [
        ...args,
        `--user-data-dir=${folder}/profile`,
        "--virtual-time-budget=60000",
        "--dump-dom",
        pathToFileURL(path.join(folder, "page.html")).href,
      ],
      { encoding: "utf8", maxBuffer: 1 << 27 },
    );
    const found = /AXE(\{.*\})END/s.exec(stdout)?.[1];
    fs.rmSync(folder, { recursive: true, force: true });
    const result = JSON.parse(
      (found ?? "{}").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
    ) as {
      readonly passes: number;
      readonly violations: unknown;
    };
    expect(result.violations).toEqual([]);
    expect(result.passes).toBeGreaterThan(15);
  });
});

/** The texts of the XML parts of an Office file; throws when one is not well-formed. */
function officeTexts(file: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(file)).map(([name, bytes]) => {
      let text = "";
      const parser = new SaxesParser();
      parser.on("error", (error) => {
        throw error;
      });
      parser.on("text", (part) => (text += part));
      parser.write(strFromU8(bytes)).close();
      return [name, text];
    }),
  );
}

describe("hostile names", () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.constantFrom(
      "<script>alert(1)</script>",
      "\u202egnp.exe\u2066",
      '=HYPERLINK("http://x")',
      "+1+cmd|' /C calc'!A0",
      "[x](javascript:alert(1))",
      "x".repeat(300),
      "]]></w:t>",
      "{{7*7}}",
    ),
  );
  // In a template a name can stand as the text of a property, which rules and tables quote.
  const template = (name: string) =>
    JSON.stringify({
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: {
        Fn: {
          Type: "AWS::Lambda::Function",
          Properties: { FunctionName: name, Runtime: name, Handler: name, Role: name, Code: { S3Bucket: name } },
        },
        Alarm: {
          Type: "AWS::CloudWatch::Alarm",
          Properties: {
            AlarmName: name,
            MetricName: name,
            Namespace: "AWS/Lambda",
            Dimensions: [{ Name: "FunctionName", Value: { Ref: "Fn" } }],
          },
        },
        [name.slice(0, 255) || "x"]: { Type: "AWS::SQS::Queue", Properties: { QueueName: name } },
        Map: {
          Type: "AWS::Lambda::EventSourceMapping",
          Properties: {
            FunctionName: { Ref: "Fn" },
            EventSourceArn: { "Fn::GetAtt": [name.slice(0, 255) || "x", "Arn"] },
          },
        },
      },
    });

  it("are inert in HTML, DOCX and XLSX", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const { assessment, graph } = await assessed({
          [`${name.replace(/[^\w<&">=]/g, "_").slice(0, 40)}/template.json`]: template(name),
        });
        const titled = { ...assessment, title: name };
        const report = evidenceReport(titled, graph);
        const page = htmlReport(report);
        expect(page).not.toMatch(/<script|[\u202a-\u202e\u2066-\u2069]/);
        expect(await problemsOf(page)).toEqual([]);
        officeTexts(docx(report, () => undefined));
        const sheets = unzipSync(xlsx(sheetsOf(titled)));
        officeTexts(xlsx(sheetsOf(titled)));
        for (const [part, bytes] of Object.entries(sheets))
          if (part.includes("worksheets")) expect(strFromU8(bytes)).not.toContain("<f>");
      }),
      { numRuns: 25 },
    );
  });
});

describe("Office files", async () => {
  const { assessment, graph } = await assessed(files(orders));

  it("come out the same again", () => {
    const report = evidenceReport(assessment, graph);
    expect(docx(report, () => undefined)).toEqual(docx(report, () => undefined));
    expect(xlsx(sheetsOf(assessment))).toEqual(xlsx(sheetsOf(assessment)));
  });

  it("hold the words of the report", () => {
    const parts = officeTexts(docx(evidenceReport(assessment, graph), () => undefined));
    expect(parts["word/document.xml"]).toContain("At least five Lambda functions");
    const sheets = officeTexts(xlsx(sheetsOf(assessment)));
    expect(Object.keys(sheets).filter((part) => part.includes("worksheets")).length).toBe(7);
    expect(sheets["xl/worksheets/sheet3.xml"]).toContain("CreateOrder");
  });
});
