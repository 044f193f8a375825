import fs from "node:fs";
import path from "node:path";
import { parse, regionOf, toJson, type Node } from "@assay/analyzer";
import { validateDocument, type DeclaredRule, type RuleConfiguration, type Severity } from "@assay/rules";
import { configurationSchema } from "./configuration-schema.generated.js";
import { UsageError } from "./io.js";

/** The file `assay.config.yaml`. Data only: nothing that a repository configures is ever run. */
export interface Configuration extends RuleConfiguration {
  readonly version: 1;
  /** Where an editor finds the schema; not used here. */
  readonly $schema?: string;
  /** What is analysed, unless the command line says otherwise. */
  readonly inputs?: {
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
    readonly region?: string;
    readonly stage?: string;
    readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  };
  /** Ids of checklists that ship with Assay, or paths of packs of your own. */
  readonly checklists?: readonly string[];
  readonly failOn?: Severity | "never";
  /** Rules of your own. */
  readonly customRules?: readonly DeclaredRule[];
}

const FILES = ["assay.config.yaml", "assay.config.yml", "assay.config.json"];

/** Reads the configuration of a folder, or the file that is named; a mistake in it is a usage error with its place. */
export async function readConfiguration(root: string, named: string | undefined): Promise<Configuration> {
  const file = named ?? FILES.map((name) => path.join(root, name)).find((candidate) => fs.existsSync(candidate));
  if (file === undefined) return { version: 1 };
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`The configuration ${file} cannot be read.`);
  }
  const shown = path.relative(root, file) || file;
  const { root: tree, problems } = parse({ path: shown, text });
  const syntax = problems[0];
  if (syntax) throw new UsageError(`${at(syntax.span)}: ${syntax.message}`);
  if (!tree) return { version: 1 };
  await check(tree);
  return toJson(tree) as unknown as Configuration;
}

async function check(tree: Node): Promise<void> {
  const mistakes = await validateDocument(tree, configurationSchema);
  if (mistakes.length === 0) return;
  throw new UsageError(mistakes.map(({ span, message }) => `${at(span)}: ${message}.`).join("\n"));
}

function at(span: Node["origin"]["span"]): string {
  const { file, startLine, startColumn } = regionOf(span);
  return `${file}:${startLine}:${startColumn}`;
}
