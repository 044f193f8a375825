import { execFileSync } from "node:child_process";
import { severities } from "@assay/rules";
import { describe, expect, it } from "vitest";
import { folderOf, served, write } from "./served.js";
import { many, ORDERS } from "./templates.js";

const orders = () => served(folderOf({ "template.yaml": ORDERS }));

describe("the server", () => {
  it("offers read-only tools with schemas of what they take and give", async () => {
    const { client } = await orders();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "scan",
      "list_findings",
      "explain_rule",
      "function_facts",
      "trace_event",
      "criterion_evidence",
      "diagram",
      "diff",
    ]);
    for (const { annotations, inputSchema, outputSchema, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema?.required).toContain("notes");
      expect(description).toBeTruthy();
    }
    expect(client.getServerVersion()).toMatchObject({ name: "assay", version: "1.2.3" });
    expect(client.getInstructions()).toContain("never instructions");
  });

  it.each([
    ["scan", { path: 1 }],
    ["scan", { pth: "." }],
    ["list_findings", { limit: 0 }],
    ["list_findings", { severity: "awful" }],
    ["trace_event", {}],
  ])("refuses %s with %j", async (name, args) => {
    const { call } = await orders();
    expect(await call(name, args)).toMatchObject({ isError: true, data: undefined });
  });
});

describe("scan", () => {
  it("counts findings by severity and rule", async () => {
    const { call } = await orders();
    const { data, text } = await call("scan");
    expect(data).toMatchObject({
      complete: true,
      functionCount: 3,
      projects: [{ framework: "sam", entry: "template.yaml" }],
    });
    expect(data.byRule).toContainEqual({ rule: "queue-visibility-timeout", severity: "medium", findings: 1 });
    expect(Object.values(data.bySeverity).reduce((a, b) => a + b, 0)).toBe(data.findingCount);
    expect(text).toMatch(/^3 functions in 1 projects: \d+ findings/);
  });

  it("tells what could not be read, and that nothing was found", async () => {
    const broken = await served(folderOf({ "template.yaml": "Transform: AWS::Serverless-2016-10-31\nResources: [" }));
    const { data } = await broken.call("scan");
    expect(data).toMatchObject({ complete: false });
    expect(data.problemCount).toBeGreaterThan(0);
    const empty = await served(folderOf({ "a.txt": "" }));
    expect((await empty.call("scan")).text).toBe("Nothing to analyse was found.");
  });

  it("analyses again only when a file changes", async () => {
    const folder = folderOf({ "template.yaml": ORDERS });
    const { call } = await served(folder);
    const first = await call("scan");
    write(folder, "template.yaml", ORDERS.replace("VisibilityTimeout: 30", "VisibilityTimeout: 300"));
    const second = await call("scan");
    expect(second.data.findingCount).toBeLessThan(first.data.findingCount);
    write(folder, "assay.config.yaml", 'version: 1\nrules: { "*": off }\n');
    expect((await call("scan")).data.findingCount).toBe(0);
    write(folder, "more/template.yaml", many(1));
    expect((await call("scan")).data.functionCount).toBe(4);
  });
});

describe("list_findings", () => {
  it("gives the gravest first, with places and remedies", async () => {
    const { call } = await orders();
    const { data } = await call("list_findings", { rule: "queue-visibility-timeout" });
    expect(data).toMatchObject({
      total: 1,
      findings: [
        {
          severity: "medium",
          subject: { id: "template.yaml#Charges" },
          locations: [{ file: "template.yaml", startLine: 34 }, { startLine: 16 }, { startLine: 18 }],
        },
      ],
    });
    expect(data.findings[0]?.remedy).toBeTruthy();
    const { data: all } = await call("list_findings");
    const ranks = all.findings.map(({ severity }) => severities.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
  });

  it.each([
    [{ severity: "critical" }, 0],
    [{ rule: "queue-visibility-*" }, 1],
    [{ resource: "Charges", rule: "queue-visibility-timeout" }, 1],
    [{ file: "other.yaml" }, 0],
    [{ rule: "queue-visibility-timeout", outcome: "pass" }, 0],
  ])("keeps what %j asks for", async (filter, total) => {
    const { call } = await orders();
    expect((await call("list_findings", filter)).data.total).toBe(total);
  });

  it("gives long lists in parts, each finding once", async () => {
    const { call } = await served(folderOf({ "template.yaml": many(60) }));
    const seen: string[] = [];
    let cursor: string | undefined;
    let total: number;
    do {
      const { data } = await call("list_findings", { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...data.findings.map(({ fingerprint }) => fingerprint));
      expect(JSON.stringify(data).length).toBeLessThan(60_000);
      ({ total, nextCursor: cursor } = data);
    } while (cursor !== undefined);
    expect(total).toBeGreaterThan(100);
    expect(new Set(seen).size).toBe(total);
    expect(seen).toHaveLength(total);
  });

  it("refuses a cursor of another list", async () => {
    const folder = folderOf({ "template.yaml": many(60) });
    const { call } = await served(folder);
    const { data } = await call("list_findings", { limit: 1 });
    write(folder, "template.yaml", many(61));
    expect(await call("list_findings", { limit: 1, cursor: data.nextCursor })).toMatchObject({ isError: true });
    expect((await call("list_findings", { cursor: "bm9uc2Vuc2U" })).text).toBe(
      "The cursor is none that this server gave.",
    );
  });
});

describe("explain_rule", () => {
  it("gives the page of a rule, by its id or a peer's name", async () => {
    const { call } = await orders();
    const { text, data } = await call("explain_rule", { rule: "queue-visibility-timeout" });
    expect(text).toContain("# queue-visibility-timeout");
    expect(data.remedy["sam"]).toBeTruthy();
    const [alias] = data.aliases;
    if (alias !== undefined) expect((await call("explain_rule", { rule: alias })).data.rules[0]?.id).toBeTruthy();
  });

  it("lists all without a name, and refuses a name that there is not", async () => {
    const { call } = await orders();
    const { data } = await call("explain_rule");
    expect(data.total).toBeGreaterThan(100);
    expect(await call("explain_rule", { rule: "nix" })).toMatchObject({ isError: true });
  });
});

describe("function_facts", () => {
  it("says what is written, inherited and a default", async () => {
    const { call } = await orders();
    const { data, text } = await call("function_facts", { function: "Report" });
    const [row] = data.functions;
    expect(row?.memory).toMatchObject([{ state: "known", value: 512, from: "globals" }]);
    expect(row?.timeout).toMatchObject([{ state: "default", value: 3 }]);
    expect(row?.triggers).toMatchObject([{ event: "schedule", failurePath: { state: "kept" } }]);
    expect(text).toContain("timeout `3` s (default)");
  });

  it("names the functions when there is none of the name", async () => {
    const { call } = await orders();
    expect((await call("function_facts", { function: "nix" })).text).toContain("`template.yaml#Charge`");
  });
});

describe("trace_event", () => {
  it("follows an event over a queue, with the way of failed executions", async () => {
    const { call } = await orders();
    const { data } = await call("trace_event", { from: "POST /orders" });
    const hops = data.steps.map(({ from, to, relation, failed }) =>
      [from, relation, to, failed].join(" ").replaceAll("template.yaml#", "").trim(),
    );
    expect(hops).toEqual([
      "ServerlessHttpApi triggers Create",
      "Create publishes Charges",
      "Charges triggers Charge",
      "Charges fails-to Uncharged execution",
    ]);
    expect(data.steps[2]).toMatchObject({ after: 2, failurePath: { state: "kept", because: "Uncharged" } });
  });

  it("tells both ways in which an asynchronous event fails", async () => {
    const { call } = await orders();
    const { data, text } = await call("trace_event", { from: "ReportNightly" });
    expect(data.steps).toMatchObject([
      { relation: "triggers", to: "template.yaml#Report", failurePath: { state: "kept" } },
      { relation: "fails-to", failed: "delivery", to: "template.yaml#Undelivered" },
      { relation: "fails-to", failed: "execution", to: "template.yaml#Unreported" },
    ]);
    expect(text).toContain("when the delivery fails");
  });

  it("says what brings events to where it starts, and stops where it shall", async () => {
    const { call } = await orders();
    const { data } = await call("trace_event", { from: "Charge" });
    expect(data.arrivals).toMatchObject([{ from: "template.yaml#Charges", failurePath: { state: "kept" } }]);
    expect(data.steps).toEqual([]);
    const short = await call("trace_event", { from: "template.yaml#ServerlessHttpApi", depth: 1 });
    expect(short.data.steps).toMatchObject([{ to: "template.yaml#Create", stops: "depth" }]);
  });

  it("ends in a loop", async () => {
    const loop = `Resources:
  A: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt B.Arn, maxReceiveCount: 5 } } }
  B: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt A.Arn, maxReceiveCount: 5 } } }
`;
    const { call } = await served(folderOf({ "template.yaml": loop }));
    const { data } = await call("trace_event", { from: "A" });
    expect(data.steps).toMatchObject([
      { to: "template.yaml#B" },
      { to: "template.yaml#A", stops: "followed elsewhere" },
    ]);
  });
});

describe("criterion_evidence", () => {
  it("gives the verdicts of a checklist, and all of one criterion", async () => {
    const { call } = await orders();
    const { data } = await call("criterion_evidence");
    expect(data.total).toBeGreaterThan(20);
    const measured = data.criteria.find(({ basis }) => basis === "static");
    const one = await call("criterion_evidence", { criterion: measured?.id });
    expect(one.data.criteria[0]).toMatchObject({ id: measured?.id, verdict: measured?.verdict });
    const [{ evidence, table } = { evidence: [] }] = one.data.criteria;
    expect(evidence.length + (table?.rows.length ?? 0)).toBeGreaterThan(0);
  });

  it("hears what people answered", async () => {
    const answers = `version: 1\nanswers:\n  customer: { value: Example Ltd, by: Ada, date: "2026-11-20" }\n`;
    const { call } = await served(folderOf({ "template.yaml": ORDERS, "evidence.yaml": answers }));
    const { data } = await call("criterion_evidence");
    expect(data.criteria.some(({ basis }) => basis === "supplied")).toBe(true);
  });

  it("refuses files and names that there are not", async () => {
    const { call } = await orders();
    expect(await call("criterion_evidence", { checklist: "../../x.yaml" })).toMatchObject({ isError: true });
    expect(await call("criterion_evidence", { checklist: "nix" })).toMatchObject({ isError: true });
    expect((await call("criterion_evidence", { criterion: "nix" })).text).toContain("There is no such criterion.");
  });
});

describe("diagram", () => {
  it("draws a flowchart", async () => {
    const { call } = await orders();
    const { data, text } = await call("diagram");
    expect(data.mermaid).toMatch(/^flowchart LR\n/);
    expect(data.mermaid).toContain("Charge");
    expect(text).toContain("```mermaid\nflowchart LR\n");
    expect((await call("diagram", { chart: 9 })).text).toBe("There are 1 charts.");
  });
});

describe("diff", () => {
  const better = ORDERS.replace("VisibilityTimeout: 30", "VisibilityTimeout: 300");

  it("tells what is new and what is fixed between two folders", async () => {
    const { call } = await served(folderOf({ "old/template.yaml": ORDERS, "new/template.yaml": `# moved\n${better}` }));
    const { data } = await call("diff", { before: "old", after: "new" });
    expect(data).toMatchObject({ newTotal: 0, fixedTotal: 1, fixed: [{ rule: "queue-visibility-timeout" }] });
    const back = await call("diff", { before: "new", after: "old" });
    expect(back.data).toMatchObject({ newTotal: 1, fixedTotal: 0, new: [{ rule: "queue-visibility-timeout" }] });
  });

  it("compares the files with a git ref", async () => {
    const folder = folderOf({ "template.yaml": better });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder, stdio: "pipe" });
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--message=x");
    write(folder, "template.yaml", ORDERS);
    const { call } = await served(folder, { PATH: process.env["PATH"], HOME: folder });
    const { data } = await call("diff", { base: "main" });
    expect(data).toMatchObject({ newTotal: 1, new: [{ rule: "queue-visibility-timeout" }] });
    expect(await call("diff", { base: "--output=x" })).toMatchObject({ isError: true });
  });

  it.each([{}, { before: "." }, { before: ".", after: ".", base: "main" }])("refuses %j", async (args) => {
    const { call } = await orders();
    expect((await call("diff", args)).text).toBe("Give before and after, or base alone.");
  });
});
