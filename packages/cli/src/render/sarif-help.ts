import type { AssessedRule } from "@assay/rules";
import { escapeMarkdown } from "../table.js";
import { visible } from "./text.js";

const FRAMEWORKS: Readonly<Record<keyof AssessedRule["remedy"], string>> = {
  sam: "AWS SAM",
  serverless: "Serverless Framework",
  cdk: "AWS CDK",
  cloudformation: "CloudFormation",
};

/** A rule's page as text and as Markdown. The words are the rule's own, which may come from a configuration file. */
export function ruleHelp({ why, remedy, references, aliases }: AssessedRule): { text: string; markdown: string } {
  const remedies = Object.entries(FRAMEWORKS).map(([framework, name]) => ({
    name,
    what: remedy[framework as keyof typeof FRAMEWORKS],
  }));
  const links = references.filter((reference) => /^https:\/\/[^\s<>"')]+$/.test(reference));
  const text = [
    visible(why),
    `How to fix:\n${remedies.map(({ name, what }) => `${name}: ${visible(what)}`).join("\n")}`,
    `References: ${links.join(" ")}`,
  ].join("\n\n");
  const markdown = [
    escapeCode(why),
    `**How to fix**\n\n${remedies.map(({ name, what }) => `- **${name}**: ${escapeCode(what)}`).join("\n")}`,
    aliases.length > 0 ? `**Known elsewhere as** ${aliases.map((alias) => escapeMarkdown(alias)).join(", ")}` : "",
    `**References**\n\n${links.map((link) => `- <${link}>`).join("\n")}`,
  ];
  return { text, markdown: markdown.filter((part) => part !== "").join("\n\n") };
}

/** Escapes everything but code spans, which hold text as it is. */
function escapeCode(text: string): string {
  return visible(text, 4_000)
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? part : escapeMarkdown(part)))
    .join("");
}
