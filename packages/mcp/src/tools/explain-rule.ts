import { rulePage, rules } from "@assay/rules";
import { z } from "zod";
import { Refused } from "../confine.js";
import { severity } from "../shapes.js";
import { defineTool } from "../tool.js";

export const explainRule = defineTool({
  name: "explain_rule",
  title: "Explain a rule",
  description:
    "Why a rule matters, a template that it finds and one that it does not, what to do in each framework, and the documents that it rests on. Also by the name that a peer uses (CKV_AWS_116). Without a rule: the list of all.",
  input: { rule: z.string().optional().describe("The rule's id, or a name that another tool uses for it.") },
  output: {
    rules: z.array(
      z.looseObject({ id: z.string(), title: z.string(), topic: z.string(), severity, profile: z.string() }),
    ),
    total: z.int(),
    why: z.string().optional(),
    remedy: z.record(z.string(), z.string()).optional(),
    references: z.array(z.string()).optional(),
    aliases: z.array(z.string()).optional(),
  },
  async run({ rule: name }) {
    if (name === undefined) {
      const lines = rules.map(({ id, severity: how, title }) => `- ${how} ${id}: ${title}`);
      return { data: { rules: rules.map(headOf), total: rules.length }, text: lines.join("\n") };
    }
    const wanted = name.toLowerCase();
    const found = rules.find(
      ({ id, aliases }) =>
        id === wanted ||
        aliases.some((alias) => [alias, alias.replace(/^[^:]*:/, "")].some((one) => one.toLowerCase() === wanted)),
    );
    if (!found)
      throw new Refused(
        "Assay ships no such rule. Without a name explain_rule lists all; rules of the repository's own stand in its assay.config.yaml.",
      );
    const { why, remedy, references, aliases } = found;
    return {
      data: {
        rules: [headOf(found)],
        total: 1,
        why,
        remedy: { ...remedy },
        references: [...references],
        aliases: [...aliases],
      },
      text: await rulePage(found),
    };
  },
});

function headOf({ id, title, topic, severity: how, profile }: (typeof rules)[number]) {
  return { id, title, topic, severity: how, profile };
}
