import type { Region } from "@assay/analyzer";
import type { Assessment } from "@assay/rules";
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
  const commit = provenance?.commit;
  const base = commit?.url === undefined ? undefined : blobAddress(commit.url, commit.id);
  return {
    place: (region) => {
      if (!region) return "";
      const text = `${region.file}:${region.startLine}`;
      if (!base || !commit) return { kind: "code", text };
      const path = `${commit.prefix}${region.file}`.split("/").map(encodeURIComponent).join("/");
      return { kind: "code", text, href: `${base.folder}${path}${base.line}${region.startLine}` };
    },
    fn: (id) => `function-${anchor(id)}`,
    criterion: (pack, id) => `criterion-${anchor(`${pack}-${id}`)}`,
  };
}

/** How the hosts address a line of a file at a commit; no link for a host that is not known. */
function blobAddress(url: string, commit: string): { readonly folder: string; readonly line: string } | undefined {
  if (!/^https:\/\/[\w.-]+(?::\d+)?\/[\w./~%-]+$/.test(url) || !/^[0-9a-f]{7,64}$/.test(commit)) return undefined;
  const { hostname } = new URL(url);
  if (hostname.includes("github")) return { folder: `${url}/blob/${commit}/`, line: "#L" };
  if (hostname.includes("gitlab")) return { folder: `${url}/-/blob/${commit}/`, line: "#L" };
  if (hostname.includes("bitbucket")) return { folder: `${url}/src/${commit}/`, line: "#lines-" };
  return undefined;
}

/** An id that is the same for the same name and different for different ones. */
function anchor(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, (character) =>
    character === "/" ? "_" : `_${(character.codePointAt(0) ?? 0).toString(16)}`,
  );
}
