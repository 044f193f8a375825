import type { Assessment } from "@assay/rules";

/** The text of a line (from 1) of a file, if there is one. */
export type LineOf = (file: string, line: number) => string | undefined;

/** What a renderer may be told besides the assessment. */
export interface RenderOptions {
  /** Also show what passes. */
  readonly showPassed?: boolean;
  readonly color?: boolean;
  /** Missing where the files are not at hand. */
  readonly line?: LineOf;
}

/** Turns a saved assessment into text. Depends on nothing else, so the same document gives the same text. */
export type Render = (assessment: Assessment, options?: RenderOptions) => string;

/** Every format, loaded when it is chosen. */
const renderers = {
  pretty: async () => (await import("./pretty.js")).pretty,
  compact: async () => (await import("./compact.js")).compact,
  json: async () => (await import("./json.js")).json,
  sarif: async () => (await import("./sarif.js")).sarif,
  github: async () => (await import("./github.js")).github,
  gitlab: async () => (await import("./gitlab.js")).gitlab,
  junit: async () => (await import("./junit.js")).junit,
  rdjson: async () => (await import("./rdjson.js")).rdjson,
  checkstyle: async () => (await import("./checkstyle.js")).checkstyle,
  markdown: async () => (await import("./summary.js")).summary,
  csv: async () => (await import("./csv.js")).csv,
  agent: async () => (await import("./agent.js")).agent,
} satisfies Record<string, () => Promise<Render>>;

export type Format = keyof typeof renderers;

/** The names of the formats. */
export const formats = Object.keys(renderers) as readonly Format[];

/** Loads the renderer of a format. */
export async function renderer(format: Format): Promise<Render> {
  return renderers[format]();
}
