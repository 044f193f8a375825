import { rulePage, rules as allRules } from "@assay/rules";
import { exitCode, UsageError, type Io } from "../io.js";
import { textTable } from "../table.js";

/** `assay rules`: the list of rules. */
export function rules(options: { readonly json?: boolean }, io: Io): number {
  if (options.json) {
    const list = allRules.map(({ id, title, topic, severity, aliases, references }) => ({
      id,
      title,
      topic,
      severity,
      aliases,
      references,
    }));
    io.out(`${JSON.stringify(list, null, 2)}\n`);
  } else {
    io.out(
      textTable(
        ["Rule", "Topic", "Severity", "Finds"],
        allRules.map(({ id, topic, severity, title }) => [id, topic, severity, title]),
      ),
    );
  }
  return exitCode.ok;
}

/** `assay explain`: the page of a rule, by its id or by a name that a peer uses for it. */
export async function explain(name: string, io: Io): Promise<number> {
  const wanted = name.toLowerCase();
  const found = allRules.find(
    (rule) =>
      rule.id === wanted ||
      rule.aliases.some((alias) => alias.toLowerCase() === wanted || alias.toLowerCase().endsWith(`:${wanted}`)),
  );
  if (!found) throw new UsageError(`There is no rule ${name}. \`assay rules\` lists them.`);
  io.out(await rulePage(found));
  return exitCode.ok;
}
