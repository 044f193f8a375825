import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lowerInputs, settingsOf } from "../src/inputs.js";
import { UsageError, type Io } from "../src/io.js";

const io = (cwd = "/", env: Io["env"] = {}): Io => ({
  cwd,
  isTerminal: false,
  env,
  out: () => undefined,
  err: () => undefined,
});

describe("the settings of the Serverless Framework", () => {
  it("are taken from the options", () => {
    const settings = settingsOf(
      { gitignore: true, param: ["a=1", "b=x=y"], option: ["color=red"], allStages: true },
      io("/", { HOME: "/me" }),
    );
    expect(settings.params).toEqual(
      new Map([
        ["a", "1"],
        ["b", "x=y"],
      ]),
    );
    expect(settings.options).toEqual(new Map([["color", "red"]]));
    expect(settings.allStages).toBe(true);
    expect(settings.env).toBeUndefined();
  });
  it("have the process environment only with --env", () => {
    const settings = settingsOf({ gitignore: true, env: true }, io("/", { HOME: "/me", NONE: undefined }));
    expect(settings.env).toEqual(new Map([["HOME", "/me"]]));
  });
  it.each([["param"], ["option"], ["parameter"]] as const)("want a name and a value with --%s", (option) => {
    expect(() => settingsOf({ gitignore: true, [option]: ["x"] }, io())).toThrow(UsageError);
  });
});

describe("--config", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-"));
  const service = (name: string) => `service: ${name}\nprovider: {name: aws}\n`;
  fs.writeFileSync(path.join(folder, "serverless.yml"), service("usual"));
  fs.writeFileSync(path.join(folder, "special.yml"), service("special"));
  it("is read instead of the usual file", async () => {
    const { projects } = await lowerInputs([], { gitignore: true, config: "special.yml" }, io(folder));
    expect(projects.map(({ entry }) => entry)).toEqual(["special.yml"]);
  });
  it("has to be there", async () => {
    await expect(lowerInputs([], { gitignore: true, config: "nope.yml" }, io(folder))).rejects.toThrow(UsageError);
  });
});
