import type { Render } from "./render.js";

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
