import { compareText, type Repository } from "@assay/analyzer";

/** A repository in which open documents have the text that the editor shows: path → text. */
export function overlayRepository(base: Repository, open: ReadonlyMap<string, string>): Repository {
  const encoder = new TextEncoder();
  const listed = new Set(base.files);
  const isLeftOut = (file: string) => base.leftOut.some(({ path }) => file === path || file.startsWith(`${path}/`));
  const added = [...open.keys()].filter((file) => !listed.has(file) && !isLeftOut(file));
  return {
    files: added.length > 0 ? [...base.files, ...added].sort(compareText) : base.files,
    leftOut: base.leftOut,
    read(file) {
      const text = open.get(file);
      return text === undefined ? base.read(file) : { ok: true, bytes: encoder.encode(text) };
    },
    exists: (file) => open.has(file) || base.exists(file),
    modified: (file) => base.modified?.(file),
  };
}

/** What discovery looks into. */
const TEMPLATE = /\.(ya?ml|json|template)$/i;

/** The same repository in which only these files may be templates; all others can still be read by their name. */
export function limitedTo(base: Repository, files: ReadonlySet<string>): Repository {
  return { ...base, files: base.files.filter((file) => files.has(file) || !TEMPLATE.test(file)) };
}
