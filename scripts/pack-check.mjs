// Packs every package as it would be published and checks the tarballs with publint and arethetypeswrong.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const out = fs.mkdtempSync(path.join(os.tmpdir(), "assay-pack-"));
const bin = (name) => path.join(root, "node_modules/.bin", name);
for (const name of fs.readdirSync(path.join(root, "packages"))) {
  const folder = path.join(root, "packages", name);
  execFileSync("npx", ["--yes", "pnpm@10.34.9", "pack", "--pack-destination", out], { cwd: folder, stdio: "inherit" });
}
for (const file of fs.readdirSync(out)) {
  const tarball = path.join(out, file);
  console.log(`\n${file}: ${(fs.statSync(tarball).size / 1024).toFixed(0)} KB`);
  execFileSync(bin("publint"), [tarball, "--strict"], { stdio: "inherit" });
  // The packages are ES modules only, so the profile leaves CommonJS out.
  execFileSync(bin("attw"), [tarball, "--profile", "esm-only"], { stdio: "inherit" });
}
fs.rmSync(out, { recursive: true });
