import { problem } from "../source/problem.js";
import { folderOf } from "../source/repository.js";
import type { LowerContext } from "./context.js";
import type { Environment, ParameterValue } from "./template.js";

/** What samconfig.toml says about the deployment of a template. */
export interface SamConfig {
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly environment: Environment;
}

const NOTHING: SamConfig = { parameters: new Map(), environment: {} };
const DEFAULT_ENVIRONMENT = "default";

/**
 * The deployment settings beside a template. As in the SAM CLI the environment `default` is used without being asked
 * for; its values count as assumed, those of an environment chosen with `--config-env` as given.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export async function readSamConfig(template: string, context: LowerContext): Promise<SamConfig> {
  const folder = folderOf(template);
  const path = folder ? `${folder}/samconfig.toml` : "samconfig.toml";
  if (!context.sources.exists(path)) return NOTHING;
  const file = context.sources.read(path);
  if ("unreadable" in file) return NOTHING;
  const { parse, TomlError } = await import("smol-toml");
  let document: Table;
  try {
    document = parse(file.text);
  } catch (error) {
    const start = error instanceof TomlError ? lineOffset(file.text, error.line) : 0;
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    context.report(problem("toml-syntax", { file, start, end: start + 1 }, { reason }));
    return NOTHING;
  }
  const name = context.settings.configEnv ?? DEFAULT_ENVIRONMENT;
  const environment = table(document[name]);
  const settings = { ...parametersOf(environment, "global"), ...parametersOf(environment, "deploy") };
  const certainty = context.settings.configEnv === undefined ? "assumed" : "given";
  const source = `${path} [${name}]`;
  const parameters = new Map<string, ParameterValue>();
  for (const [key, value] of overrides(settings["parameter_overrides"]))
    parameters.set(key, { value, certainty, source });
  return { parameters, environment: { region: text(settings["region"]), stackName: text(settings["stack_name"]) } };
}

type Table = Record<string, unknown>;

function table(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

function parametersOf(environment: Table, command: string): Table {
  return table(table(environment[command])["parameters"]);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** `"A=1 B=\"two words\""`, the older `ParameterKey=A,ParameterValue=1`, or a list of either. */
function overrides(value: unknown): [string, string][] {
  if (Array.isArray(value)) return value.flatMap(overrides);
  if (typeof value === "object" && value !== null) return Object.entries(value).map(([key, v]) => [key, String(v)]);
  if (typeof value !== "string") return [];
  const pairs: [string, string][] = [];
  const pattern = /(?:ParameterKey=)?([A-Za-z0-9]+)(?:,ParameterValue)?=("(?:\\.|[^"\\])*"|'[^']*'|\S*)/g;
  for (const [, key = "", raw = ""] of value.matchAll(pattern))
    pairs.push([key, raw.replace(/^(["'])(.*)\1$/s, "$2").replaceAll('\\"', '"')]);
  return pairs;
}

function lineOffset(source: string, line: number): number {
  let offset = 0;
  for (let i = 1; i < line; i++) offset = source.indexOf("\n", offset) + 1;
  return offset;
}
