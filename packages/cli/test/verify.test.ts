import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Assessment } from "@assay/rules";
import { browserUrl, blobId, readGit } from "../src/git.js";
import { permalink } from "../src/permalink.js";
import { template, workFolder } from "./work-folder.js";

const EVIDENCE = `version: 1
answers:
  customer: { value: Example Retail AG, by: Erika Muster, date: "2026-11-20" }
  partner: { value: Muster Consulting, by: Erika Muster, date: "2026-11-20" }
  accountId: { value: "123456789012", by: Erika Muster, date: "2026-11-20" }
  microsite: { value: "https://muster.example/lambda", by: Erika Muster, date: "2026-11-20" }
`;
const files = { "template.yaml": template("A", "B"), "evidence.yaml": EVIDENCE };

describe("verify", () => {
  it("the same input gives the same bytes", async () => {
    const folder = workFolder(files);
    await folder.run("report", "-f", "json", "--stage", "prod", "-o", "out/report.json");
    const { code, out } = await folder.run("verify", "out/report.json");
    expect(out).toContain("Made again, it is the same to the byte.");
    expect(code).toBe(0);
  });

  it("tells a changed input", async () => {
    const folder = workFolder(files);
    await folder.run("report", "-f", "json", "-o", "report.json");
    folder.write("template.yaml", template("A"));
    const { code, out } = await folder.run("verify", "report.json");
    expect(out).toContain("FAIL  1 of 2 inputs differ: template.yaml.");
    expect(out).toContain("FAIL  Made again, it differs at functions.1.");
    expect(code).toBe(1);
  });

  it("tells a changed report", async () => {
    const folder = workFolder(files);
    await folder.run("report", "-f", "json", "-o", "report.json");
    folder.write("report.json", folder.read("report.json").replace('"verdict": "not-met"', '"verdict": "met"'));
    const { code, out } = await folder.run("verify", "report.json");
    expect(out).toContain("FAIL  The digest of the content");
    expect(code).toBe(1);
  });

  it("refuses what is no report", async () => {
    expect((await workFolder(files).run("verify", "template.yaml")).code).toBe(2);
  });

  it("does not follow paths out of the root, nor run modules that a report names", async () => {
    const folder = workFolder(files);
    await folder.run("report", "-f", "json", "-o", "report.json");
    const report = JSON.parse(folder.read("report.json")) as Assessment & {
      provenance: { inputs: unknown[]; options: Record<string, unknown> };
    };
    report.provenance.inputs.push({
      path: "../../../../etc/passwd",
      bytes: 1,
      sha256: createHash("sha256").update("").digest("hex"),
    });
    report.provenance.options["rules"] = ["evil.mjs"];
    folder.write("report.json", JSON.stringify(report));
    folder.write("evil.mjs", "globalThis.ran = true; export const rules = [];");
    const { out } = await folder.run("verify", "report.json");
    expect(out).toContain("1 of 3 inputs differ: ../../../../etc/passwd.");
    expect((globalThis as { ran?: boolean }).ran).toBeUndefined();
  });
});

describe("--redact", () => {
  it("leaves no account, name or address, and can still be verified", async () => {
    const folder = workFolder(files);
    await folder.run("report", "-f", "json", "--redact", "accounts,names,urls", "-o", "report.json");
    const text = folder.read("report.json");
    for (const secret of ["123456789012", "Example Retail", "Muster", "muster.example"])
      expect(text).not.toContain(secret);
    expect(text).toContain("[account 1]");
    expect((await folder.run("verify", "report.json")).code).toBe(0);
  });

  it("leaves nothing in Markdown either", async () => {
    const { out } = await workFolder(files).run("report", "--redact", "accounts,names,urls");
    for (const secret of ["123456789012", "Example Retail", "Muster", "muster.example"])
      expect(out).not.toContain(secret);
  });

  it("knows three words", async () => {
    const { code, err } = await workFolder(files).run("report", "--redact", "people");
    expect([code, err]).toEqual([2, "assay: --redact knows accounts, names, urls, not 'people'.\n"]);
  });
});

describe("git's own files", () => {
  const commit = "a".repeat(40);
  const bytes = (text: string) => new TextEncoder().encode(text);

  it("say commit, branch, address and what is tracked, without running git", async () => {
    const folder = workFolder({
      "app/template.yaml": template("A"),
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/packed-refs": `# pack-refs with: peeled\n${commit} refs/heads/main\n`,
      ".git/config":
        '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://user:secret@github.com/owner/name.git\n',
    });
    folder.write(".git/index", index([["app/template.yaml", blobId(bytes(template("A")))]]));
    const { out } = await folder.run("report", "app", "-f", "json");
    const { provenance } = JSON.parse(out) as Assessment;
    expect(provenance?.commit).toEqual({
      id: commit,
      branch: "main",
      url: "https://github.com/owner/name",
      prefix: "",
    });
    expect(provenance?.inputs.map(({ path, state }) => [path, state])).toEqual([["app/template.yaml", "tracked"]]);
    expect(permalink(provenance, { file: "app/template.yaml", startLine: 3 })).toBe(
      `https://github.com/owner/name/blob/${commit}/app/template.yaml#L3`,
    );
    folder.write("app/template.yaml", template("A", "B"));
    const changed = JSON.parse((await folder.run("report", "app", "-f", "json")).out) as Assessment;
    expect(changed.provenance?.inputs[0]?.state).toBe("modified");
    expect(permalink(changed.provenance, { file: "app/template.yaml", startLine: 3 })).toBeUndefined();
  });

  it("may be missing or broken", () => {
    expect(readGit(workFolder({ ".git/HEAD": "ref: refs/heads/none\n" }).root)).toBeUndefined();
    expect(readGit(workFolder({ ".git/HEAD": "ref: refs/../../x\n" }).root)).toBeUndefined();
    expect(readGit(workFolder({ ".git/HEAD": commit, ".git/index": "DIRC" }).root)?.index).toBeUndefined();
  });

  it.each([
    ["git@github.com:owner/name.git", "https://github.com/owner/name"],
    ["https://token@gitlab.example.com/group/sub/name.git", "https://gitlab.example.com/group/sub/name"],
    ["ssh://git@bitbucket.org:22/owner/name", "https://bitbucket.org/owner/name"],
    ["/srv/git/name.git", undefined],
    ["javascript:alert(1)", undefined],
  ])("%s", (remote, url) => {
    expect(browserUrl(remote)).toBe(url);
  });

  /** An index of version 2. */
  function index(entries: readonly (readonly [string, string])[]): Uint8Array {
    const head = Buffer.alloc(12);
    head.write("DIRC");
    head.writeUInt32BE(2, 4);
    head.writeUInt32BE(entries.length, 8);
    const parts = entries.map(([name, blob]) => {
      const entry = Buffer.alloc(Math.ceil((62 + name.length + 1) / 8) * 8);
      Buffer.from(blob, "hex").copy(entry, 40);
      entry.writeUInt16BE(name.length, 60);
      entry.write(name, 62);
      return entry;
    });
    return Buffer.concat([head, ...parts]);
  }
});

it("an in-toto statement names the report by its bytes, and passes nothing that is open", async () => {
  const folder = workFolder(files);
  await folder.run("report", "-f", "json", "-o", "out/report.json");
  const { out } = await folder.run("report", "-f", "in-toto");
  const statement = JSON.parse(out) as {
    readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
    readonly predicate: { readonly result: string; readonly passedTests: string[]; readonly failedTests: string[] };
  };
  const report = createHash("sha256").update(folder.read("out/report.json")).digest("hex");
  expect(statement.subject.find(({ name }) => name === "report.json")?.digest.sha256).toBe(report);
  expect(statement.predicate.result).toBe("FAILED");
  expect(statement.predicate.passedTests).toContain("aws-lambda-sdp-2018-v2.0 pre.2.1.a");
  expect(statement.predicate.failedTests).toContain("aws-lambda-sdp-2018-v2.0 2.1.perf");
});
