import fs from "node:fs";
import process from "node:process";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import packageJson from "../package.json" with { type: "json" };
import { createServer } from "./server.js";

const USAGE = `Usage: assay-mcp <folder>

Serves read-only tools over the serverless infrastructure below the folder, with the Model Context Protocol on standard
input and output. Paths that leave the folder are refused.
`;

/** Runs the server in this process until its client leaves: arguments in, exit code out. */
export async function run(argv: readonly string[]): Promise<number> {
  const [first, ...others] = argv;
  if (first === "--version" || first === "--help") {
    process.stdout.write(first === "--version" ? `${packageJson.version}\n` : USAGE);
    return 0;
  }
  if (first === undefined || first.startsWith("-") || others.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const root = folderOf(first);
  if (root === undefined) {
    process.stderr.write(`assay-mcp: there is no folder ${JSON.stringify(first)}.\n`);
    return 2;
  }
  const { version } = packageJson;
  const today = () => new Date().toISOString().slice(0, 10);
  const server = createServer({ root, version, env: process.env, today });
  const left = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    process.stdin.once("end", resolve);
  });
  await server.connect(new StdioServerTransport());
  await left;
  await server.close();
  return 0;
}

function folderOf(given: string): string | undefined {
  try {
    const root = fs.realpathSync.native(given);
    return fs.statSync(root).isDirectory() ? root : undefined;
  } catch {
    return undefined;
  }
}
