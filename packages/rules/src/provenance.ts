/** A file that was read. */
export interface ReadInput {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Against git's index, where there is one: the same, changed since it was added, or not in it. */
  readonly state?: "tracked" | "modified" | "untracked";
}

/** The commit that was checked out, as git's own files say. */
export interface Commit {
  readonly id: string;
  readonly branch?: string;
  /** The address of the repository in a browser, without credentials: `https://github.com/owner/name`. */
  readonly url?: string;
  /** The path of the scanned folder inside the work tree, with a `/` at the end; empty for its root. */
  readonly prefix: string;
}

/** What a report was made from and with: all that is needed to make it again. */
export interface Provenance {
  readonly commit?: Commit;
  readonly inputs: readonly ReadInput[];
  /** Files and folders that were in scope and not read, with the reason. */
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
  /** What the person chose, by option: `{ "stage": "prod" }`. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** The paths given, relative to the root. */
  readonly paths: readonly string[];
  /** SHA-256 of the configuration and of evidence.yaml, where there are such files. */
  readonly configuration?: ReadInput;
  readonly answers?: ReadInput;
  /** The checklists that were answered, each with the digest of its content. */
  readonly packs: readonly { readonly id: string; readonly version: string; readonly sha256: string }[];
  /** The rules that were at hand: how many, and the digest of their ids, severities and titles. */
  readonly rules: { readonly count: number; readonly sha256: string };
  /** The day by which suppressions and validity were judged; missing when nothing depends on it. */
  readonly asOf?: string;
  /** What was blanked. */
  readonly redacted: readonly string[];
  /** SHA-256 of this document without this field. */
  readonly digest: string;
}
