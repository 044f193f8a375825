import process from "node:process";
import { createConnection } from "vscode-languageserver/node";
import { exitCode, type Io } from "../io.js";
import { serve } from "../lsp/server.js";

/** `assay lsp`: the language server. It runs until the editor ends it or closes the stream. */
export async function lsp(io: Io, version: string): Promise<number> {
  const connection = createConnection(process.stdin, process.stdout);
  await serve(connection, io, version);
  return exitCode.ok;
}
