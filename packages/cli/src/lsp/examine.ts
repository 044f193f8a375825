import { analyze, type Analysis, type Region } from "@assay/analyzer";
import { assess, type Assessment, type Rule } from "@assay/rules";
import { rulesOf } from "../assessment.js";
import type { Configuration } from "../configuration.js";
import { openInputs, type Inputs } from "../inputs.js";
import type { Io } from "../io.js";
import { limitedTo, overlayRepository } from "./overlay.js";

/** A position of the editor: line and character from 0, characters in UTF-16 code units as Assay counts them. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly character: number;
}

/** What is known of a workspace, or of a part of it. */
export interface Examined {
  readonly analysis: Analysis;
  readonly assessment: Assessment;
}

/** What stays the same from one analysis of a workspace to the next. */
export interface Opened extends Inputs {
  readonly rules: readonly Rule[];
}

/** Reads the list of files and the configuration of a folder, or takes a single file of it. */
export async function openFolder(folder: string, file: string | undefined, io: Io): Promise<Opened> {
  const here = { ...io, cwd: folder };
  const inputs = await openInputs([file ?? "."], { gitignore: true }, here);
  return { ...inputs, rules: await rulesOf({ gitignore: true }, inputs.configuration, here) };
}

/** Analyses with the texts of the editor; `only` names the files that may be templates. */
export async function examine(
  { repository, settings, configuration, rules }: Opened,
  open: ReadonlyMap<string, string>,
  how: {
    readonly only?: ReadonlySet<string> | undefined;
    readonly signal: AbortSignal;
    readonly io: Io;
    readonly version: string;
  },
): Promise<Examined> {
  const { only, signal, io, version } = how;
  const overlay = overlayRepository(repository, open);
  const analysis = await analyze(only ? limitedTo(overlay, only) : overlay, { ...settings, signal });
  const profile = configuration.profile ?? "recommended";
  const judged: Configuration = { ...configuration, profile };
  const assessment = assess(analysis, { rules, packs: [], version, configuration: judged, today: io.today, signal });
  return { analysis, assessment };
}

/** Whether a place lies in a region; its end counts, so that a cursor behind the last letter is still there. */
export function isWithin({ file, line, character }: Place, region: Region): boolean {
  const [here, column] = [line + 1, character + 1];
  if (file !== region.file || here < region.startLine || here > region.endLine) return false;
  return (
    !(here === region.startLine && column < region.startColumn) &&
    !(here === region.endLine && column > region.endColumn)
  );
}
