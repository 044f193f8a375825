import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lowerRepository } from "@assay/analyzer";
import { openInputs, type InputOptions } from "../src/inputs.js";
import { UsageError, type Io } from "../src/io.js";
import { invoke } from "./invoke.js";

const io = (cwd = "/", env: Io["env"] = {}): Io => ({
  cwd,
  isTerminal: false,
  today: "2026-01-01",
  env,
  out: () => undefined,
  err: () => undefined,
});

async function settingsOf(options: InputOptions, { cwd, env }: Io) {
  return (await openInputs([], { ...options, config: false }, io(cwd, env))).settings;
}

async function lower(options: InputOptions, { cwd }: Io) {
  const { repository, settings } = await openInputs([], options, io(cwd));
  return lowerRepository(repository, settings);
}

const empty = fs.mkdtempSync(path.join(os.tmpdir(), "assay-"));

describe("the settings of the Serverless Framework", () => {
  it("are taken from the options", async () => {
    const settings = await settingsOf(
      { gitignore: true, param: ["a=1", "b=x=y"], option: ["color=red"], allStages: true },
      io(empty, { HOME: "/me" }),
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
  it("have the process environment only with --env", async () => {
    const settings = await settingsOf({ gitignore: true, env: true }, io(empty, { HOME: "/me", NONE: undefined }));
    expect(settings.env).toEqual(new Map([["HOME", "/me"]]));
  });
  it.each([["param"], ["option"], ["parameter"]] as const)("want a name and a value with --%s", async (option) => {
    await expect(settingsOf({ gitignore: true, [option]: ["x"] }, io(empty))).rejects.toThrow(UsageError);
  });
});

describe("--serverless-config", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-"));
  const service = (name: string) => `service: ${name}\nprovider: {name: aws}\n`;
  fs.writeFileSync(path.join(folder, "serverless.yml"), service("usual"));
  fs.writeFileSync(path.join(folder, "special.yml"), service("special"));
  it("is read instead of the usual file", async () => {
    const { projects } = await lower({ gitignore: true, serverlessConfig: "special.yml" }, io(folder));
    expect(projects.map(({ entry }) => entry)).toEqual(["special.yml"]);
  });
  it("has to be there", async () => {
    await expect(lower({ gitignore: true, serverlessConfig: "nope.yml" }, io(folder))).rejects.toThrow(UsageError);
  });
});

describe("paths with nothing to read", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-"));
  fs.writeFileSync(path.join(folder, "package.json"), "{}");
  it.each(["scan", "inventory", "graph", "report", "expand"])("are said to be so by %s", async (command) => {
    const { code, out, err } = await invoke(folder, [command]);
    expect(code).toBe(3);
    expect(out + err).toMatch(/^Nothing to (analyse|expand): no template, service or cloud assembly was found\./m);
  });
  it("are told apart from templates without functions", async () => {
    const other = fs.mkdtempSync(path.join(os.tmpdir(), "assay-"));
    fs.writeFileSync(path.join(other, "template.yaml"), "Resources: { T: { Type: AWS::SNS::Topic } }\n");
    const { code, err } = await invoke(other, ["inventory"]);
    expect([code, err]).toEqual([3, "The templates that were found declare no function.\n"]);
  });
});
