import fs from "node:fs";
import path from "node:path";
import { diskRepository, type DiskRepositoryOptions, type Repository, type Settings } from "@assay/analyzer";
import type { Command } from "commander";
import { findConfiguration, readConfiguration, type Configuration } from "./configuration.js";
import { UsageError, type Io } from "./io.js";
import { readParameterFile } from "./parameter-file.js";

/** The options by which every command chooses what it analyses. */
export interface InputOptions {
  readonly include?: string[];
  readonly exclude?: string[];
  readonly gitignore: boolean;
  readonly region?: string;
  readonly stage?: string;
  readonly parameter?: string[];
  readonly parameters?: string;
  readonly configEnv?: string;
  readonly synth?: boolean;
  /** A configuration file; `false` for none. */
  readonly config?: string | false;
  readonly serverlessConfig?: string;
  readonly param?: string[];
  readonly option?: string[];
  readonly env?: boolean;
  readonly allStages?: boolean;
}

/** Collects the values of an option that may be given several times. */
export function repeat(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Adds the input options to a command. */
export function withInputs(command: Command): Command {
  return command
    .option("--include <glob>", "only files that match (repeatable)", repeat)
    .option("--exclude <glob>", "no files that match (repeatable)", repeat)
    .option("-c, --config <file>", "the configuration instead of assay.config.yaml")
    .option("--no-config", "read no configuration")
    .option("--no-gitignore", "also look at git-ignored files")
    .option("--region <region>", "the AWS region of the deployment")
    .option("--stage <stage>", "the stage of the deployment")
    .option("--parameter <name=value>", "the value of a template parameter (repeatable)", repeat)
    .option("--parameters <file>", "a JSON or YAML file with parameter values")
    .option("--config-env <name>", "the environment of samconfig.toml whose values apply")
    .option("--serverless-config <file>", "the Serverless configuration to read instead of the usual one of its folder")
    .option("--param <name=value>", "a parameter of a Serverless service (repeatable)", repeat)
    .option("--option <name=value>", "an option of the Serverless command line, for ${opt:name} (repeatable)", repeat)
    .option("--env", "let ${env:NAME} see the environment variables of this process")
    .option("--all-stages", "expand Serverless services for every stage that the repository configures")
    .option("--synth", "run cdk synth in every CDK app first (this executes the repository's code)");
}

/** The folder that paths are relative to: the current one when it contains everything given, else the given path. */
export function rootOf(paths: readonly string[], io: Io): { root: string; inside: string[] } {
  const absolute = (paths.length > 0 ? paths : ["."]).map((given) => path.resolve(io.cwd, given));
  for (const given of absolute) if (!fs.existsSync(given)) throw new UsageError(`There is no file or folder ${given}.`);
  const within = (folder: string) => absolute.every((p) => p === folder || p.startsWith(folder + path.sep));
  const [first = io.cwd] = absolute;
  const own = fs.statSync(first).isDirectory() ? first : path.dirname(first);
  const root = within(io.cwd) ? io.cwd : within(own) ? own : commonFolder(absolute);
  return { root, inside: absolute.map((p) => path.relative(root, p).split(path.sep).join("/")) };
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((p) => p.split(path.sep));
  let length = 0;
  while (length < first.length && rest.every((parts) => parts[length] === first[length])) length++;
  return first.slice(0, length).join(path.sep) || path.sep;
}

/** What a command works on: the repository, how it is to be read, and what the configuration says. */
export interface Inputs {
  /** The folder that paths are relative to. */
  readonly root: string;
  /** What the command line names, relative to the root. */
  readonly inside: readonly string[];
  /** Which of its files were asked for. */
  readonly selection: DiskRepositoryOptions;
  readonly repository: Repository;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly configurationFile: string | undefined;
}

/** Opens what the command line names; what it leaves out the configuration may say. */
export async function openInputs(paths: readonly string[], options: InputOptions, io: Io): Promise<Inputs> {
  const { root, inside } = rootOf(paths, io);
  const named = typeof options.config === "string" ? path.resolve(io.cwd, options.config) : undefined;
  const configurationFile = options.config === false ? undefined : findConfiguration(root, named);
  const configuration = await readConfiguration(root, configurationFile);
  const { inputs = {} } = configuration;
  const selection: DiskRepositoryOptions = {
    paths: inside,
    include: options.include ?? inputs.include ?? [],
    exclude: options.exclude ?? inputs.exclude ?? [],
    gitignore: options.gitignore,
  };
  const open = () => diskRepository(root, selection);
  let repository = await open();
  if (options.synth) {
    const { synthesizeApps } = await import("./synth.js");
    await synthesizeApps(root, repository, io);
    repository = await open();
  }
  const settings = settingsOf(options, configuration, root, io);
  return { root, inside, selection, repository, settings, configuration, configurationFile };
}

function settingsOf(options: InputOptions, { inputs = {} }: Configuration, root: string, io: Io): Settings {
  const fromFile = options.parameters === undefined ? [] : readParameterFile(path.resolve(io.cwd, options.parameters));
  const configured = Object.entries(inputs.parameters ?? {}).map(([name, value]) => [name, String(value)] as const);
  return {
    region: options.region ?? inputs.region,
    stage: options.stage ?? inputs.stage,
    parameters: new Map([...configured, ...fromFile, ...pairs("--parameter", options.parameter)]),
    configEnv: options.configEnv,
    serverlessConfig:
      options.serverlessConfig === undefined ? undefined : pathWithin(root, options.serverlessConfig, io),
    params: pairs("--param", options.param),
    options: pairs("--option", options.option),
    env: options.env ? environment(io) : undefined,
    allStages: options.allStages,
  };
}

/** `["name=value", …]` of an option that may be repeated; the last value of a name wins. */
function pairs(option: string, given: readonly string[] = []): Map<string, string> {
  return new Map(
    given.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals < 1) throw new UsageError(`${option} wants NAME=VALUE, not '${pair}'.`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

function environment({ env }: Io): Map<string, string> {
  return new Map(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** A file of the command line as a path of the repository. */
function pathWithin(root: string, given: string, io: Io): string {
  const absolute = path.resolve(io.cwd, given);
  if (!fs.existsSync(absolute)) throw new UsageError(`There is no file ${absolute}.`);
  return path.relative(root, absolute).split(path.sep).join("/");
}
