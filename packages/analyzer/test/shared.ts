import fs from "node:fs";
import path from "node:path";

/** The research beside the checkout (real repositories, official results); tests on it run only where it is. */
const root = process.env["ASSAY_SHARED"] ?? path.resolve(import.meta.dirname, "../../../../shared");

export const shared = (...parts: string[]) => path.join(root, ...parts);
export const hasShared = fs.existsSync(shared("oracle"));
if (!hasShared) process.stderr.write(`Skipping tests on real repositories: there is no ${root}.\n`);

/** All files below a folder. */
export function* filesBelow(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else yield file;
  }
}
