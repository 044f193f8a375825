import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { code, UsageError } from "assay";
import { z } from "zod";
import type { Analyses } from "./analyses.js";
import { Refused } from "./confine.js";
import { inert } from "./inert.js";

/** What a tool answers. */
export interface Answer {
  /** Checked against the tool's output before it leaves. */
  readonly data: object;
  /** Fields that are inert already, and of any length. */
  readonly verbatim?: Readonly<Record<string, string>>;
  /** A few lines. What comes from the repository stands in code spans. */
  readonly text: string;
}

/** A read-only tool: its contract, and what it does. */
export interface Tool<Input extends z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: z.ZodRawShape;
  run(input: z.infer<z.ZodObject<Input>>, analyses: Analyses): Promise<Answer>;
}

/** A tool as the server keeps it. */
export type Registration = (server: McpServer, analyses: Analyses) => void;

const MOST_NOTES = 20;

const notesShape = z.array(z.string()).describe("What was left out or limits the answer.");

/** Declares a tool. Mistakes in the request are answered with their reason; data leave inert and limited. */
export function defineTool<Input extends z.ZodRawShape>(tool: Tool<Input>): Registration {
  const { name, title, description } = tool;
  const inputSchema = z.strictObject(tool.input);
  const outputSchema = z.looseObject({ ...tool.output, notes: notesShape });
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
  return (server, analyses) => {
    const config = { title, description, inputSchema, outputSchema, annotations: { title, ...annotations } };
    server.registerTool<z.ZodObject, z.ZodObject>(name, config, async (input: unknown) => {
      try {
        const { data, verbatim = {}, text } = await tool.run(inputSchema.parse(input), analyses);
        const left: string[] = [];
        const note = (said: string) => void left.push(said);
        const shown = inert(data, note);
        const notes = [...new Set(left)].slice(0, MOST_NOTES);
        const structuredContent = { ...shown, ...verbatim, notes };
        const more = notes.length > 0 ? `\nCut: ${notes.join("; ")}.` : "";
        return { content: [{ type: "text" as const, text: text + more }], structuredContent };
      } catch (error) {
        return { isError: true, content: [{ type: "text" as const, text: reasonOf(error) }] };
      }
    });
  };
}

/** Refusals are our own words; messages about a repository's configuration may quote it. */
function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof UsageError) return `The request cannot be answered:\n${spans(error.message)}`;
  return `Internal error of the server:\n${spans(error instanceof Error ? error.message : String(error))}`;
}

function spans(message: string): string {
  return message
    .split("\n")
    .slice(0, 10)
    .map((line) => code(line))
    .join("\n");
}
