import { compareSpans, compareText, type Span } from "./span.js";

/**
 * How much of the input a problem costs: `error` means that something was not analysed, `warning` that it was analysed
 * in part or is likely to fail at deployment, `note` is good to know and costs nothing.
 */
export type ProblemLevel = "error" | "warning" | "note";

interface ProblemKind<Data> {
  readonly level: ProblemLevel;
  /** One sentence: what is wrong, with the actual values. */
  readonly text: (data: Data) => string;
  /** What the reader can do about it. */
  readonly help: string;
}

function kind<Data>(level: ProblemLevel, text: (data: Data) => string, help: string): ProblemKind<Data> {
  return { level, text, help };
}

interface Reason {
  readonly reason: string;
}

/** Everything that can be wrong with the input, one line each. A problem is never an opinion: that is a finding. */
const catalogue = {
  "unreadable-file": kind<Reason>(
    "error",
    (d) => `The file cannot be read: ${d.reason}.`,
    "Check that it exists and may be read.",
  ),
  "file-too-large": kind<{ bytes: number; limit: number }>(
    "error",
    (d) => `The file has ${d.bytes} bytes; files above ${d.limit} bytes are not read.`,
    "Split the template, or exclude the file. CloudFormation itself accepts at most 1 MB.",
  ),
  "invalid-utf8": kind<object>(
    "warning",
    () => "The file is not valid UTF-8; the bytes that are not were replaced.",
    "Save the file as UTF-8.",
  ),
  "yaml-syntax": kind<Reason>(
    "error",
    (d) => `Not valid YAML: ${d.reason}.`,
    "Correct the syntax; the file was left out of the analysis.",
  ),
  "json-syntax": kind<Reason>(
    "error",
    (d) => `Not valid JSON: ${d.reason}.`,
    "Correct the syntax; the file was left out of the analysis.",
  ),
  "toml-syntax": kind<Reason>(
    "error",
    (d) => `Not valid TOML: ${d.reason}.`,
    "Correct the syntax; the file was ignored.",
  ),
  "multiple-documents": kind<{ count: number }>(
    "warning",
    (d) => `The file holds ${d.count} YAML documents; only the first was read.`,
    "CloudFormation accepts one document a file: move the others to files of their own.",
  ),
  "duplicate-key": kind<{ key: string; firstLine: number }>(
    "warning",
    (d) => `The key '${d.key}' is already there at line ${d.firstLine}; the last one wins.`,
    "Remove one of them: the earlier value has no effect.",
  ),
  "recursive-alias": kind<{ alias: string }>(
    "warning",
    (d) => `The alias *${d.alias}' contains itself; it was read as null.`,
    "Remove the cycle.",
  ),
  "alias-expansion": kind<{ nodes: number; limit: number }>(
    "error",
    (d) => `Aliases expand this file to ${d.nodes} values; at most ${d.limit} are analysed.`,
    "Replace the aliases by what they stand for.",
  ),
  "path-escapes": kind<{ target: string }>(
    "warning",
    (d) => `'${d.target}' leaves the repository and was not read.`,
    "Analyse a folder that contains it, or write a path inside the repository.",
  ),
  "included-file": kind<{ target: string } & Reason>(
    "warning",
    (d) => `'${d.target}' cannot be read: ${d.reason}.`,
    "Check the path; it is relative to this file.",
  ),
  "nested-template": kind<{ target: string }>(
    "warning",
    (d) => `The nested template '${d.target}' is missing or is no template.`,
    "Check the path; what the nested stack contains is not part of this analysis.",
  ),
  "nested-cycle": kind<{ target: string }>(
    "error",
    (d) => `The nested template '${d.target}' contains the stack that nests it.`,
    "Break the cycle: such a stack cannot be deployed.",
  ),
  "include-cycle": kind<{ target: string }>("error", (d) => `'${d.target}' includes itself.`, "Break the cycle."),
  "include-remote": kind<{ target: string }>(
    "warning",
    (d) => `'${d.target}' is not a local file, so what it adds is unknown.`,
    "Analyse the processed template, or include a local copy.",
  ),
  "unknown-macro": kind<{ name: string }>(
    "warning",
    (d) => `The macro '${d.name}' may change this template in ways that cannot be seen here.`,
    "Analyse the processed template to include what the macro makes.",
  ),
  "foreach-unresolved": kind<{ loop: string } & Reason>(
    "warning",
    (d) => `The loop ${d.loop} was not expanded: ${d.reason}.`,
    "Give the parameter that it loops over with --parameter.",
  ),
  "assembly-invalid": kind<Reason>(
    "error",
    (d) => `The cloud assembly's manifest cannot be used: ${d.reason}.`,
    "Synthesize the app again (cdk synth).",
  ),
  "assembly-version": kind<{ version: string; known: number }>(
    "note",
    (d) => `The cloud assembly has version ${d.version}; versions up to ${d.known} are known.`,
    "What is new in it was ignored.",
  ),
  "assembly-path-escapes": kind<{ target: string }>(
    "error",
    (d) => `'${d.target}' leaves the cloud assembly and was not read.`,
    "Synthesize the app again (cdk synth); a manifest names only files of its own assembly.",
  ),
  "assembly-file": kind<{ target: string } & Reason>(
    "error",
    (d) => `'${d.target}' of the cloud assembly cannot be used: ${d.reason}.`,
    "Synthesize the app again (cdk synth).",
  ),
  "assembly-cycle": kind<{ target: string }>(
    "error",
    (d) => `'${d.target}' contains itself.`,
    "Synthesize the app again (cdk synth).",
  ),
  "assembly-missing-context": kind<{ keys: string }>(
    "warning",
    (d) => `The app was synthesized with placeholder values, because context is missing: ${d.keys}.`,
    "Run cdk synth with credentials once and commit cdk.context.json.",
  ),
  "nested-template-unknown": kind<{ resource: string }>(
    "warning",
    (d) => `The template of the nested stack ${d.resource} is not in the cloud assembly.`,
    "Synthesize the app again (cdk synth); its resources are missing here.",
  ),
  "construct-path-duplicate": kind<{ path: string; other: string }>(
    "warning",
    (d) => `The construct path '${d.path}' also belongs to ${d.other}; a path names one construct.`,
    "Synthesize the app again (cdk synth).",
  ),
  "construct-tree-differs": kind<{ count: number; example: string }>(
    "note",
    (d) => `The construct tree does not know ${d.count} resources of the templates, among them ${d.example}.`,
    "Synthesize the app again (cdk synth); the templates were believed.",
  ),
  "assembly-stale": kind<{ source: string } & Reason>(
    "warning",
    (d) => `The cloud assembly is older than the app's source: ${d.source} ${d.reason}.`,
    "Synthesize the app again (cdk synth), else the result describes an earlier version.",
  ),
  "stack-not-synthesized": kind<{ stack: string }>(
    "note",
    (d) => `The program creates the stack '${d.stack}', which is not in the cloud assembly.`,
    "Synthesize the app again (cdk synth), unless the stack is created under a condition only.",
  ),
  "cdk-not-synthesized": kind<{ folder: string; command: string }>(
    "error",
    (d) => `The CDK app in ${d.folder} has no cloud assembly, so it was not analysed. Run: ${d.command}`,
    "Or give --synth, which runs this command: it executes the app's code.",
  ),
  "sam-invalid": kind<{ subject: string } & Reason>(
    "error",
    (d) => `SAM rejects ${d.subject}: ${d.reason}.`,
    "Correct it: the deployment fails before anything is changed. The rest of the template was expanded.",
  ),
  "sam-fragments": kind<{ whole: string; count: number }>(
    "note",
    (d) =>
      `${d.count} ${d.count === 1 ? "file" : "files"} below ${d.whole} ${d.count === 1 ? "has" : "have"} no Transform and ${d.count === 1 ? "uses" : "use"} what ${d.whole} declares; they were read as parts of it, as if a script put them together.`,
    "If that is wrong, leave files out with --exclude, or analyse the template that is deployed.",
  ),
  "sam-unknown-value": kind<{ resource: string } & Reason>(
    "warning",
    (d) => `A parameter without a known value is used in '${d.resource}' where SAM has to know it: ${d.reason}.`,
    "Give the parameter with --parameter, or a default in the template.",
  ),
  "sam-no-code": kind<{ resource: string }>(
    "warning",
    (d) => `The function '${d.resource}' has neither 'CodeUri' nor 'InlineCode', which SAM itself rejects.`,
    "Say where the code is. The SAM CLI packages the template's folder when nothing is said.",
  ),
  "unread-definition": kind<{ resource: string; target: string } & Reason>(
    "warning",
    (d) => `The definition '${d.target}' of '${d.resource}' was not read: ${d.reason}.`,
    "Check the path. What the state machine calls is unknown without it.",
  ),
  "serverless-type": kind<{ path: string; expected: string }>(
    "warning",
    (d) => `'${d.path}' is not ${d.expected}, so it was left out.`,
    "Correct the value; see the Serverless Framework's configuration reference.",
  ),
  "serverless-missing": kind<{ key: string }>(
    "error",
    (d) => `The service has no '${d.key}', so it was not expanded.`,
    "Every Serverless Framework service needs a name and a provider.",
  ),
  "serverless-provider": kind<{ name: string }>(
    "note",
    (d) => `The service is deployed to '${d.name}', not to AWS, and was left out.`,
    "Nothing to do: only services on AWS are analysed.",
  ),
  "serverless-reference": kind<{ what: string; name: string }>(
    "error",
    (d) => `There is no ${d.what} '${d.name}' in this service; the deployment would fail.`,
    "Correct the name, or declare what it names.",
  ),
  "serverless-invalid": kind<Reason>(
    "error",
    (d) => `The framework would refuse this: ${d.reason}.`,
    "Correct the configuration; see the Serverless Framework's documentation of this setting.",
  ),
  "serverless-unmodelled": kind<{ path: string }>(
    "warning",
    (d) => `'${d.path}' is of version 4 of the framework; the roles that it makes are not seen here.`,
    "Analyse the packaged template (.serverless) to include them.",
  ),
  "duplicate-logical-id": kind<{ first: string; second: string; id: string }>(
    "error",
    (d) => `'${d.second}' and '${d.first}' both become the resource ${d.id}; the last one wins.`,
    "Rename one of them: the framework makes the same logical id of both.",
  ),
  "plugin-unknown": kind<{ name: string }>(
    "warning",
    (d) => `The plugin '${d.name}' is not known; it may add or change resources that are not seen here.`,
    "Analyse the packaged template (.serverless) to include what the plugin does.",
  ),
  "plugin-partial": kind<{ name: string; what: string }>(
    "warning",
    (d) => `What the plugin '${d.name}' makes of ${d.what} is not seen here.`,
    "Analyse the packaged template (.serverless) to include it.",
  ),
  "stage-assumed": kind<{ stage: string }>(
    "note",
    (d) => `The service is deployed with --stage; it was read for '${d.stage}'.`,
    "Choose the stage with --stage.",
  ),
  "stages-on-disk": kind<{ stage: string; others: string }>(
    "note",
    (d) => `Read for the stage '${d.stage}'; there are files for other stages, too: ${d.others}.`,
    "Choose one with --stage, or read all with --all-stages.",
  ),
  "variable-syntax": kind<{ text: string } & Reason>(
    "error",
    (d) => `The variable in '${d.text}' is not valid: ${d.reason}.`,
    "Correct the variable; see https://www.serverless.com/framework/docs/guides/variables.",
  ),
  "variable-cycle": kind<{ path: string }>(
    "error",
    (d) => `Variables refer to each other in a circle: ${d.path}.`,
    "Give one of them a value of its own.",
  ),
  "variable-nesting": kind<{ limit: number }>(
    "error",
    (d) => `More than ${d.limit} variables wait for each other here; the value was left unknown.`,
    "Write the value directly.",
  ),
  "variable-too-large": kind<{ limit: number }>(
    "error",
    (d) => `Variables repeat this value until it has more than ${d.limit} parts; it was left unknown.`,
    "Write the value directly.",
  ),
  "variable-not-text": kind<{ variable: string }>(
    "error",
    (d) => `'\${${d.variable}}' is not a text or number, so it cannot be a part of a text.`,
    "Use the variable alone, or one that is a text.",
  ),
  "variable-unresolved": kind<{ variable: string } & Reason>(
    "note",
    (d) => `'\${${d.variable}}' is not known: ${d.reason}.`,
    "Give it with --stage, --region, --param, --option or --env, or add a fallback.",
  ),
  "variable-missing": kind<{ variable: string } & Reason>(
    "error",
    (d) => `'\${${d.variable}}' has no value: ${d.reason}; the deployment would fail.`,
    "Correct the name, or add a fallback.",
  ),
  "variable-file": kind<{ variable: string }>(
    "warning",
    (d) => `'\${${d.variable}}' has no value: the repository has no such file, or the file no such value.`,
    "Correct the path, add a fallback, or analyse where the file is.",
  ),
  "variable-source": kind<{ variable: string; source: string }>(
    "warning",
    (d) => `'\${${d.variable}}' is not known: '${d.source}' is no source of the framework or of a known plugin.`,
    "Correct the source. If a plugin adds it, its value is unknown here.",
  ),
  "script-unreadable": kind<Reason>(
    "warning",
    (d) => `The script was read in part: ${d.reason}.`,
    "Scripts are never run; write the configuration so that it can be read, or analyse the packaged template.",
  ),
} as const;

export type ProblemCode = keyof typeof catalogue;
type DataOf<Code extends ProblemCode> = Parameters<(typeof catalogue)[Code]["text"]>[0];

/** Something about the input that could not be understood or that fails at deployment, and where. */
export interface Problem {
  readonly code: ProblemCode;
  readonly level: ProblemLevel;
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

/** Makes a problem at a place. */
export function problem<Code extends ProblemCode>(code: Code, span: Span, data: DataOf<Code>): Problem {
  const { level, text, help } = catalogue[code] as ProblemKind<DataOf<Code>>;
  return { code, level, span, message: text(data), help };
}

/** Orders problems by place, then code, then message, and drops repetitions. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort(
    (a, b) => compareSpans(a.span, b.span) || compareText(a.code, b.code) || compareText(a.message, b.message),
  );
  return sorted.filter((p, i) => {
    const before = sorted[i - 1];
    return !before || before.message !== p.message || before.code !== p.code || compareSpans(before.span, p.span) !== 0;
  });
}
