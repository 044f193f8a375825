import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { FunctionRow } from "@assay/analyzer";
import type { AssessedCriterion, Severity } from "@assay/rules";
import { onTestFinished } from "vitest";
import { createServer } from "../src/server.js";
import type { Step } from "../src/trace.js";

/** The structured content of every tool, as far as tests look into it. */
export interface Data {
  readonly notes: readonly string[];
  readonly total: number;
  readonly nextCursor?: string;
  readonly findingCount: number;
  readonly functionCount: number;
  readonly problemCount: number;
  readonly bySeverity: Readonly<Record<string, number>>;
  readonly byRule: readonly object[];
  readonly findings: readonly { readonly fingerprint: string; readonly severity: Severity; readonly remedy?: string }[];
  readonly rules: readonly { readonly id: string }[];
  readonly remedy: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
  readonly functions: readonly FunctionRow[];
  readonly start: { readonly id: string };
  readonly arrivals: readonly object[];
  readonly steps: readonly Step[];
  readonly criteria: readonly Pick<AssessedCriterion, "id" | "verdict" | "basis" | "evidence" | "table">[];
  readonly mermaid: string;
}

/** A tool's answer. */
export interface Answered {
  readonly isError: boolean;
  readonly text: string;
  readonly data: Data;
}

/** A folder with files; removed after the test. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "assay-mcp-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) write(folder, file, text);
  return folder;
}

export function write(folder: string, file: string, text: string): void {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}

/** A client of a server over a folder, joined in this process. */
export async function served(root: string, env: Readonly<Record<string, string | undefined>> = {}) {
  const server = createServer({ root, version: "1.2.3", env, today: () => "2026-11-22" });
  const client = new Client({ name: "test", version: "0.0.0" });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(there), client.connect(here)]);
  onTestFinished(() => client.close());
  // The client checks every answer against the tool's output schema once it knows the tools.
  await client.listTools();
  return { client, call: (name: string, args: Record<string, unknown> = {}) => callOn(client, name, args) };
}

export async function callOn(client: Client, name: string, args: Record<string, unknown>): Promise<Answered> {
  const { content, isError, structuredContent } = await client.callTool({ name, arguments: args });
  const [first] = content as readonly { readonly text: string }[];
  return { isError: isError === true, text: first?.text ?? "", data: structuredContent as Data };
}
