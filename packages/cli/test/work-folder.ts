import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Io } from "../src/io.js";
import { main } from "../src/main.js";

/** A folder with files, in which commands are run; what they print is kept. */
export function workFolder(files: Readonly<Record<string, string>>) {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "assay-")));
  const write = (name: string, text: string | Uint8Array) => {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    root,
    write,
    read: (name: string) => fs.readFileSync(path.join(root, name), "utf8"),
    async run(...argv: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
      let out = "";
      let err = "";
      const io: Io = {
        cwd: root,
        isTerminal: false,
        today: "2026-11-21",
        env: {},
        out: (text) => void (out += text),
        err: (text) => void (err += text),
      };
      const code = await main(argv, io, "0.0.0");
      return { code, out, err };
    },
  };
}

const FUNCTION = (name: string) => `  ${name}:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, Handler: a.b, CodeUri: ., MemorySize: 512, Timeout: 10 }
`;

/** A SAM template with functions. */
export const template = (...names: readonly string[]) =>
  `Transform: AWS::Serverless-2016-10-31\nResources:\n${names.map(FUNCTION).join("")}`;
