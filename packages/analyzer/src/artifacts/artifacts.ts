import type { Sources } from "../parse/sources.js";
import { baseName } from "../source/repository.js";
import type { SourceFile } from "../source/span.js";
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
  const isPlausible = PLAUSIBLE.test(path) || DOCUMENT.test(path);
  if (!isPipeline && !(isPlausible && files.some(({ name }) => name.test(path)))) return [];
  const file = sources.read(path);
  if ("unreadable" in file || file.text.length > MAX_BYTES) return [];
  return [...(isPipeline ? commandsIn(file) : []), ...(isPlausible ? recognised(file) : [])];
}

function recognised(file: SourceFile): readonly Artifact[] {
  for (const { kind, tool, name, content } of files) {
    if (!name.test(baseName(file.path))) continue;
    const signs = content.map((pattern) => pattern.exec(file.text));
    const [sign] = signs;
    if (!sign || !signs.every(Boolean)) continue;
    const requests = kind === "load-test" ? requestedPaths(file.text) : [];
    return [{ kind, tool, path: file.path, span: spanOf(file, sign), requests }];
  }
  return [];
}

function commandsIn(file: SourceFile): readonly Artifact[] {
  return commands.flatMap(({ kind, tool, command }): Artifact[] => {
    const sign = command.exec(file.text);
    return sign ? [{ kind, tool, path: file.path, span: spanOf(file, sign), requests: [] }] : [];
  });
}

function spanOf(file: SourceFile, sign: RegExpExecArray): Artifact["span"] {
  const lead = sign[0].length - sign[0].trimStart().length;
  return { file, start: sign.index + lead, end: sign.index + sign[0].length };
}
