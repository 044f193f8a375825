import { at, lowerRepository, memoryRepository, regionOf, stringAt, toJson } from "@assay/analyzer";
import type { Json, MappingNode, Node, Problem } from "@assay/analyzer";

export interface Expanded {
  readonly root: MappingNode;
  readonly problems: readonly Problem[];
  /** The logical ids with their types. */
  readonly types: Readonly<Record<string, string>>;
  /** The plain value below a path like `Fn.Properties.Role`, from `Resources`. */
  readonly value: (path: string) => Json | undefined;
  /** Where the node at such a path comes from: `why`, `by` and the source line that caused it. */
  readonly origin: (path: string) => string;
}

interface Options {
  readonly files?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Expands `Resources` (and whatever stands beside them) of a SAM template. */
export async function expand(yaml: string, options: Options = {}): Promise<Expanded> {
  const text = `Transform: AWS::Serverless-2016-10-31\n${yaml}`;
  const lowered = await lowerRepository(memoryRepository({ "template.yaml": text, ...options.files }), {
    region: options.region,
    parameters: new Map(Object.entries(options.parameters ?? {})),
  });
  const root = lowered.projects[0]?.templates[0]?.root;
  if (!root) throw new Error(`nothing was expanded: ${lowered.problems.map((p) => p.message).join(" ")}`);
  const node = (path: string): Node | undefined => below(at(root, "Resources"), path.split("."));
  const resources = at(root, "Resources");
  const entries = resources?.kind === "mapping" ? [...resources.entries] : [];
  return {
    root,
    problems: lowered.problems,
    types: Object.fromEntries(entries.map(([id, resource]) => [id, stringAt(resource, "Type") ?? ""])),
    value: (path) => plain(node(path)),
    origin: (path) => {
      const found = node(path);
      return found ? describe(found) : "missing";
    },
  };
}

function below(node: Node | undefined, path: readonly string[]): Node | undefined {
  const [key, ...rest] = path;
  if (node === undefined || key === undefined) return node;
  if (node.kind === "sequence") return below(node.items[Number(key)], rest);
  return below(at(node, key), rest);
}

function plain(node: Node | undefined): Json | undefined {
  return node && toJson(node);
}

function describe({ origin }: Node): string {
  const line = regionOf(origin.key ?? origin.span).startLine;
  return `${origin.why}${origin.by === undefined ? "" : ` (${origin.by})`}: ${lineOf(origin.span.file.text, line)}`;
}

function lineOf(text: string, line: number): string {
  return text.split("\n")[line - 1]?.trim() ?? "";
}

/** The messages of problems, each with the source line that it points to. */
export function told({ problems }: Pick<Expanded, "problems">): string[] {
  return problems.map(
    ({ level, message, span }) => `${level}: ${message} @ ${lineOf(span.file.text, regionOf(span).startLine)}`,
  );
}

/** A function with everything that SAM asks for, and more properties or attributes, indented by two more than them. */
export function fn(more = "", attributes = ""): string {
  const indented = (text: string, spaces: number) =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => `${" ".repeat(spaces)}${line}\n`)
      .join("");
  return `Resources:
  Fn:
    Type: AWS::Serverless::Function
${indented(attributes, 4)}    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: nodejs22.x
${indented(more, 6)}`;
}
