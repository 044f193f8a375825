import fs from "node:fs";
import path from "node:path";
import { toJson } from "@assay/analyzer";
import { validateDocument, type DeclaredRule, type RuleConfiguration, type Severity } from "@assay/rules";
import { configurationSchema } from "./configuration-schema.generated.js";
import { readDocument, refuse } from "./document.js";

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

/** The configuration file that is named, or the one of a folder. */
export function findConfiguration(root: string, named: string | undefined): string | undefined {
  return named ?? FILES.map((name) => path.join(root, name)).find((candidate) => fs.existsSync(candidate));
}

/** Reads a configuration; a mistake in it is a usage error with its place. */
export async function readConfiguration(root: string, file: string | undefined): Promise<Configuration> {
  const tree = file === undefined ? undefined : readDocument(file, root);
  if (!tree) return { version: 1 };
  refuse(await validateDocument(tree, configurationSchema));
  return toJson(tree) as unknown as Configuration;
}
