import { el, type Element } from "../markup/element.js";

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
export const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** What kind of content each part has, as ECMA-376 part 2 asks. */
export function contentTypes(overrides: Readonly<Record<string, string>>): Element {
  const base = "application/vnd.openxmlformats-officedocument.";
  return el(
    "Types",
    { xmlns: `${PACKAGE}/content-types` },
    el("Default", { Extension: "rels", ContentType: "application/vnd.openxmlformats-package.relationships+xml" }),
    el("Default", { Extension: "xml", ContentType: "application/xml" }),
    el("Default", { Extension: "png", ContentType: "image/png" }),
    Object.entries(overrides).map(([part, type]) =>
      el("Override", { PartName: `/${part}`, ContentType: `${base}${type}+xml` }),
    ),
  );
}

export interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly isExternal?: boolean;
}

export function relationships(list: readonly Relationship[]): Element {
  return el(
    "Relationships",
    { xmlns: `${PACKAGE}/relationships` },
    list.map(({ id, type, target, isExternal }) =>
      el("Relationship", {
        Id: id,
        Type: `${OFFICE}/${type}`,
        Target: target,
        TargetMode: isExternal ? "External" : undefined,
      }),
    ),
  );
}
