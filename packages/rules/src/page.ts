import { analyze, lineText, memoryRepository, regionOf, type Framework, type Span } from "@assay/analyzer";
import type { Example, Rule } from "./rule.js";
import { runRules, type RuleFinding } from "./run.js";

/** How the frameworks are called. */
export const frameworkNames: Readonly<Record<Framework, string>> = {
  sam: "AWS SAM",
  serverless: "Serverless Framework",
  cdk: "AWS CDK",
  cloudformation: "CloudFormation",
};

/** The file by which an example is recognised. */
const FILES: Readonly<Record<Framework, string>> = {
  sam: "template.yaml",
  cloudformation: "template.yaml",
  serverless: "serverless.yml",
  cdk: "template.yaml",
};

/** Runs a rule over the text of an example. */
export async function runExample(rule: Rule, framework: Framework, text: string): Promise<readonly RuleFinding[]> {
  const analysis = await analyze(memoryRepository({ [FILES[framework]]: text }), { parameters: new Map() });
  return runRules(analysis, [rule], { profile: "evidence" }).findings;
}

/** The page of a rule in Markdown; the marks in its examples are what the rule really prints. */
export async function rulePage(rule: Rule): Promise<string> {
  const { id, title, topic, severity, why, remedy, references, aliases, differs } = rule;
  const examples = await Promise.all(rule.examples.map((example) => exampleSection(rule, example)));
  const sections = [
    `# ${id}\n\n${title}.\n\nTopic: ${topic}. Severity: ${severity}.`,
    `## Why\n\n${why}`,
    `## Example\n\n${examples.join("\n\n")}`,
    `## How to fix\n\n${(Object.keys(remedy) as Framework[]).map((framework) => `- **${frameworkNames[framework]}**: ${remedy[framework]}`).join("\n")}`,
    aliases.length > 0 ? `## Known elsewhere as\n\n${aliases.map((alias) => `\`${alias}\``).join(", ")}` : undefined,
    differs === undefined ? undefined : `## Where it differs\n\n${differs}`,
    `## References\n\n${references.map((reference) => `- <${reference}>`).join("\n")}`,
  ];
  return `${sections.filter((section) => section !== undefined).join("\n\n")}\n`;
}

async function exampleSection(rule: Rule, { framework, bad, good }: Example): Promise<string> {
  const failing = (await runExample(rule, framework, bad)).filter((finding) => finding.outcome === "fail");
  return `${frameworkNames[framework]}, found:\n\n\`\`\`yaml\n${marked(bad, failing)}\`\`\`\n\nNot found:\n\n\`\`\`yaml\n${good}\`\`\``;
}

/** The text with a line of `~` under each place and the message behind it. */
function marked(text: string, findings: readonly RuleFinding[]): string {
  const marks = new Map<number, string[]>();
  for (const { evidence, message } of findings) {
    const { span } = evidence[0].origin;
    const { startLine } = regionOf(span);
    marks.set(startLine, [...(marks.get(startLine) ?? []), `${underline(span)} ${message}`]);
  }
  return text
    .split("\n")
    .flatMap((line, i) => [line, ...(marks.get(i + 1) ?? [])])
    .join("\n");
}

/** Spaces up to the span and `~` below its part on the first line; a comment, so that the example stays valid. */
function underline(span: Span): string {
  const { startLine, startColumn, endLine, endColumn } = regionOf(span);
  const line = lineText(span.file, startLine) ?? "";
  const end = endLine === startLine ? endColumn : line.length + 1;
  const before = startColumn > 1 ? `#${" ".repeat(startColumn - 2)}` : "";
  return before + "~".repeat(Math.max(1, end - startColumn));
}
