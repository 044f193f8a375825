import type { Region } from "@assay/analyzer";
import type { Assessment } from "@assay/rules";
import { permalink } from "../permalink.js";
import type { Inline } from "./blocks.js";

/** How the report points at lines of files, and at its own parts. */
export interface Links {
  /** `template.yaml:12`, with the address at the repository's host when the commit is known. */
  readonly place: (region: Region | undefined) => Inline;
  /** The anchor of a function's row. */
  readonly fn: (id: string) => string;
  readonly criterion: (pack: string, id: string) => string;
}

export function linksOf({ provenance }: Assessment): Links {
  const addresses = new Map<string, string | undefined>();
  return {
    place: (region) => {
      if (!region) return "";
      const text = `${region.file}:${region.startLine}`;
      if (!addresses.has(text)) addresses.set(text, permalink(provenance, region));
      const href = addresses.get(text);
      return { kind: "code", text, ...(href === undefined ? {} : { href }) };
    },
    fn: (id) => `function-${anchor(id)}`,
    criterion: (pack, id) => `criterion-${anchor(`${pack}-${id}`)}`,
  };
}

/** An id that is the same for the same name and different for different ones. */
function anchor(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, (character) =>
    character === "/" ? "_" : `_${(character.codePointAt(0) ?? 0).toString(16)}`,
  );
}
