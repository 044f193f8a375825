import type { Sources } from "../parse/sources.js";
import { baseName } from "../source/repository.js";
import type { Artifact, ArtifactKind } from "./artifact.js";
import data from "./data/tools.json" with { type: "json" };
import { requestedPaths } from "./requests.js";

/** Larger files are results or data, not what a person wrote. */
const MAX_BYTES = 256 * 1024;

const PLAUSIBLE =
  /(load|perf|stress|soak|spike|bench|artillery|k6|locust|jmeter|gatling|simulation|tuning)[^/]*(\/|$)|\.jmx$/i;
/** Where continuous integration and deployment scripts keep what they run. */
const PIPELINE =
  /^\.github\/workflows\/[^/]+\.ya?ml$|(^|\/)(\.gitlab-ci|bitbucket-pipelines|azure-pipelines|\.travis|buildspec[\w.-]*|appveyor|cloudbuild)\.ya?ml$|(^|\/)\.circleci\/config\.yml$|(^|\/)Jenkinsfile$|(^|\/)package\.json$|(^|\/)(Makefile|Taskfile\.ya?ml)$|(^|\/)(scripts?|ci|bin)\/[^/]+\.sh$|(^|\/)deploy[\w-]*\.sh$/;
/** What a person or a pipeline starts. */
const SCRIPT = /(^|\/)(package\.json|Makefile|Taskfile\.ya?ml|[^/]+\.sh)$/;
/** Of documents only these are looked into. */
const DOCUMENT = /^(README|docs\/.*(tuning|performance|sizing)[^/]*)\.md$/i;

const files = data.files.map(({ kind, tool, name, content }) => ({
  kind: kind as ArtifactKind,
  tool,
  name: new RegExp(name, "i"),
  content: content.map((pattern) => new RegExp(pattern, "m")),
}));
const commands = data.commands.map(({ kind, tool, command }) => ({
  kind: kind as ArtifactKind,
  tool,
  command: new RegExp(command),
}));

const found = new WeakMap<Sources, readonly Artifact[]>();

/**
 * Load tests, tuning outputs and pipelines of the repository, recognised by what is in them. Read when first asked for;
 * only files whose name or folder makes it plausible are looked into.
 */
export function artifactsOf(sources: Sources): readonly Artifact[] {
  const known = found.get(sources);
  if (known) return known;
  const read = sources.paths.flatMap((path) => inFile(path, sources));
  found.set(sources, read);
  return read;
}

function inFile(path: string, sources: Sources): readonly Artifact[] {
  const isPipeline = PIPELINE.test(path);
  const isPlausible = (PLAUSIBLE.test(path) || DOCUMENT.test(path)) && files.some(({ name }) => name.test(path));
  const text = isPipeline || isPlausible ? sources.glance(path) : undefined;
  if (text === undefined || text.length > MAX_BYTES) return [];
  const signs = [...(isPipeline ? commandsIn(text) : []), ...(isPlausible ? recognised(path, text) : [])];
  if (signs.length === 0) return [];
  const file = sources.read(path);
  if ("unreadable" in file) return [];
  return signs.map(({ kind, tool, match }): Artifact => {
    const lead = match[0].length - match[0].trimStart().length;
    const span = { file, start: match.index + lead, end: match.index + match[0].length };
    const isScript = kind === "pipeline" && SCRIPT.test(path);
    return {
      kind: isScript ? "deployment-script" : kind,
      tool,
      path,
      span,
      requests: kind === "load-test" ? requestedPaths(file.text) : [],
    };
  });
}

interface Sign {
  readonly kind: ArtifactKind;
  readonly tool: string;
  readonly match: RegExpExecArray;
}

/** The first tool all of whose signs are in the text. */
function recognised(path: string, text: string): readonly Sign[] {
  for (const { kind, tool, name, content } of files) {
    if (!name.test(baseName(path))) continue;
    const [match, ...others] = content.map((pattern) => pattern.exec(text));
    if (match && others.every(Boolean)) return [{ kind, tool, match }];
  }
  return [];
}

function commandsIn(text: string): readonly Sign[] {
  return commands.flatMap(({ kind, tool, command }) => {
    const match = command.exec(text);
    return match ? [{ kind, tool, match }] : [];
  });
}
