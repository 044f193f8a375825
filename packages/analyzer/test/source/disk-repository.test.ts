import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { diskRepository, type DiskRepositoryOptions } from "@assay/analyzer";

const base = fs.mkdtempSync(path.join(os.tmpdir(), "assay-disk-"));
afterAll(() => fs.rmSync(base, { recursive: true }));

let count = 0;
let root: string;
beforeEach(() => {
  root = path.join(base, String(count++));
  fs.mkdirSync(root);
});

const write = (file: string, text = "x") => {
  const target = path.join(root, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
};
const open = (options?: DiskRepositoryOptions) => diskRepository(root, options);

describe("what is in scope", () => {
  it("is sorted, and leaves out what never holds an author's templates", async () => {
    for (const file of [
      "b.yaml",
      "a.yaml",
      "node_modules/x/template.yaml",
      ".git/config",
      ".aws-sam/build/template.yaml",
      ".serverless/x.json",
      "sub/c.yaml",
    ])
      write(file);
    const { files, leftOut } = await open();
    expect(files).toEqual(["a.yaml", "b.yaml", "sub/c.yaml"]);
    expect(leftOut.map(({ path: file }) => file)).toEqual([".aws-sam", ".git", ".serverless", "node_modules"]);
  });
  it("follows nested ignore files, with exceptions, but never hides a cloud assembly", async () => {
    write(".gitignore", "*.log.yaml\ncdk.out\nbuild/\n");
    write("sub/.gitignore", "!keep.log.yaml\n/local.yaml\n");
    for (const file of [
      "a.log.yaml",
      "sub/keep.log.yaml",
      "sub/local.yaml",
      "sub/deep/local.yaml",
      "build/x.yaml",
      "cdk.out/manifest.json",
    ])
      write(file);
    expect((await open()).files.filter((file) => !file.endsWith(".gitignore"))).toEqual([
      "cdk.out/manifest.json",
      "sub/deep/local.yaml",
      "sub/keep.log.yaml",
    ]);
    expect((await open({ gitignore: false })).files).toContain("build/x.yaml");
  });
  it("obeys ignore files above the root inside a git work tree, and only there", async () => {
    write(".gitignore", "/app/made/\n");
    write("app/made/t.yaml");
    write("app/t.yaml");
    const below = () => diskRepository(path.join(root, "app"));
    expect((await below()).files).toEqual(["made/t.yaml", "t.yaml"]);
    write(".git/HEAD");
    expect((await below()).files).toEqual(["t.yaml"]);
  });
  it("can be narrowed to paths and globs, and says what a glob left out", async () => {
    for (const file of ["a/t.yaml", "a/u.yaml", "b/t.yaml"]) write(file);
    expect((await open({ paths: ["a"] })).files).toEqual(["a/t.yaml", "a/u.yaml"]);
    expect((await open({ paths: ["a/u.yaml"] })).files).toEqual(["a/u.yaml"]);
    const { files, leftOut } = await open({ include: ["**/t.yaml"], exclude: ["b/**"] });
    expect(files).toEqual(["a/t.yaml"]);
    expect(leftOut).toEqual([
      { path: "a/u.yaml", reason: "not in --include" },
      { path: "b/t.yaml", reason: "--exclude" },
    ]);
  });
});

describe("the boundary", () => {
  it("refuses links and paths that leave the root", async () => {
    write("inside/t.yaml");
    fs.writeFileSync(path.join(base, `secret-${count}`), "secret");
    fs.symlinkSync(path.join(base, `secret-${count}`), path.join(root, "link.yaml"));
    fs.symlinkSync(base, path.join(root, "up"));
    fs.symlinkSync(path.join(root, "inside/t.yaml"), path.join(root, "same.yaml"));
    const repository = await open();
    expect(repository.files).toEqual(["inside/t.yaml", "same.yaml"]);
    for (const file of ["link.yaml", `../secret-${count}`, `up/secret-${count}`]) {
      expect(repository.read(file)).toEqual({ ok: false, reason: "it is not a file inside the repository" });
      expect(repository.exists(file)).toBe(false);
    }
    expect(repository.read("same.yaml").ok).toBe(true);
  });
  it("says why a file cannot be read", async () => {
    write("big.yaml");
    fs.truncateSync(path.join(root, "big.yaml"), 21 * 1024 * 1024);
    const repository = await open();
    expect(repository.read("big.yaml")).toEqual({
      ok: false,
      reason: "it has 22020096 bytes, more than the limit of 20971520",
    });
    expect(repository.read("missing.yaml")).toEqual({ ok: false, reason: "no such file" });
    fs.rmSync(path.join(root, "big.yaml"));
    expect(repository.read("big.yaml")).toEqual({ ok: false, reason: "ENOENT" });
  });
});
