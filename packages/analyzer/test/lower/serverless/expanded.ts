import {
  lowerRepository,
  memoryRepository,
  regionOf,
  toJson,
  type MappingNode,
  type Node,
  type Settings,
} from "@assay/analyzer";

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

export interface Expanded {
  readonly root: MappingNode | undefined;
  readonly resources: Record<string, Resource>;
  readonly outputs: Record<string, { readonly Value: unknown }>;
  /** `level code path:line message`. */
  readonly problems: readonly string[];
}

export const lower = (files: Record<string, string>, settings: Partial<Settings> = {}) =>
  lowerRepository(memoryRepository(files), { parameters: new Map(), ...settings });

/** Expands the service of a repository's files. */
export async function expanded(files: Record<string, string>, settings: Partial<Settings> = {}): Promise<Expanded> {
  const { projects, problems } = await lower(files, settings);
  const root = projects.find(({ framework }) => framework === "serverless")?.templates[0]?.root;
  const template = root
    ? (toJson(root) as unknown as { Resources: Expanded["resources"]; Outputs: Expanded["outputs"] })
    : undefined;
  return {
    root,
    resources: template?.Resources ?? {},
    outputs: template?.Outputs ?? {},
    problems: problems.map(
      ({ code, level, span, message }) =>
        `${level} ${code} ${span.file.path}:${String(regionOf(span).startLine)} ${message}`,
    ),
  };
}

/** A service named `svc` with the given YAML after its provider. */
export function service(rest: string, provider = ""): Record<string, string> {
  return { "serverless.yml": `service: svc\nprovider:\n  name: aws\n  runtime: nodejs20.x\n${provider}${rest}` };
}

/** The value of `custom.value`, as an environment variable of a function gets it. */
export async function valueOf(
  value: string,
  more: { custom?: string; files?: Record<string, string>; settings?: Partial<Settings>; provider?: string } = {},
): Promise<{ value: unknown; problems: readonly string[] }> {
  const { outputs, problems } = await expanded(
    {
      ...service(
        `custom:\n${more.custom ?? "  none: 0\n"}resources:\n  Outputs:\n    V:\n      Value: ${value}\n`,
        more.provider,
      ),
      ...more.files,
    },
    more.settings,
  );
  return { value: outputs["V"]?.Value, problems };
}

/** The node at a path of a template. */
export function nodeAt(root: MappingNode | undefined, ...path: readonly string[]): Node | undefined {
  let here: Node | undefined = root;
  for (const key of path) {
    if (here?.kind === "mapping") here = here.entries.get(key);
    else if (here?.kind === "sequence") here = here.items[Number(key)];
    else return undefined;
  }
  return here;
}
