import { test } from "vitest";
import { diskRepository } from "../src/source/disk-repository.js";
import { lowerRepository } from "../src/analyze.js";
import { regionOf } from "../src/source/span.js";
test("show", async () => {
  const c = process.cpuUsage();
  const repo = await diskRepository(process.env["SHOW"]!, {});
  const { projects, problems } = await lowerRepository(repo, { parameters: new Map() });
  const d = process.cpuUsage(c);
  const out: string[] = [];
  for (const p of projects) {
    if (p.framework !== "cdk") continue;
    out.push(`## ${p.entry}`);
    for (const t of p.templates) {
      out.push(`# ${t.path} ${JSON.stringify(t.environment)} ${JSON.stringify([...(t.nested ?? [])])}`);
      for (const [id, i] of t.constructs ?? []) {
        const r = regionOf(i.source);
        out.push(
          `${i.path}\n      [${i.authoredPath}] ${i.owner ? `OWNER ${i.owner.name}` : ""} ${i.sourceKind} ${r.file}:${r.startLine}  ${i.source.file.text.slice(i.source.start, i.source.end).slice(0, 80).replace(/\n/g, " ")}`,
        );
      }
    }
    for (const e of p.evidence ?? [])
      out.push(JSON.stringify({ ...e, span: `${regionOf(e.span).file}:${regionOf(e.span).startLine}` }));
  }
  for (const p of problems) out.push(`${p.level} ${regionOf(p.span).file}:${regionOf(p.span).startLine} ${p.message}`);
  const fs = await import("node:fs");
  fs.writeFileSync("/tmp/show.txt", out.join("\n"));
  console.log((d.user + d.system) / 1000, "ms cpu");
});
