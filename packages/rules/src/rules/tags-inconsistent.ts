import {
  authoredFunctions,
  follow,
  known,
  nameOf,
  readEntries,
  readItems,
  readString,
  type Resource,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

export const tagsInconsistent = defineRule({
  id: "tags-inconsistent",
  title: "The function lacks tags that the others have",
  topic: "management",
  severity: "info",
  profile: "strict",
  why: "Costs, alarms and permissions by tag leave out what is not tagged like the rest.",
  remedy: {
    sam: "Set the tags in `Globals.Function.Tags`.",
    serverless: "Set the tags in `provider.tags`.",
    cdk: "Call `Tags.of(app).add(…)` once for the app.",
    cloudformation: "Give the stack tags when it is deployed, or every function the same `Tags`.",
  },
  references: ["https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html"],
  aliases: [],
  options: {
    share: { default: 60, describes: "percent of the functions of a stack that have a tag that all should have" },
  },
  covers: ["M9", "B14"],
  examples: [
    {
      framework: "cloudformation",
      bad: tagged("team, app", "team, app", "team"),
      good: tagged("team, app", "team, app", "app, team"),
    },
  ],
  *check({ graph }, options) {
    const stacks = new Map<string, Resource[]>();
    for (const fn of authoredFunctions(graph)) {
      const id = fn.stack?.id ?? "";
      stacks.set(id, [...(stacks.get(id) ?? []), fn]);
    }
    for (const functions of stacks.values()) yield* judge(functions, options.number("share") / 100);
  },
});

function* judge(functions: readonly Resource[], share: number): Iterable<Finding> {
  const tags = functions.map((fn) => ({ fn, keys: tagKeys(fn) }));
  const counts = new Map<string, number>();
  for (const { keys } of tags) for (const key of keys ?? []) counts.set(key, (counts.get(key) ?? 0) + 1);
  const expected = [...counts].flatMap(([key, count]) => (count >= share * functions.length ? [key] : [])).sort();
  for (const { fn, keys } of tags) {
    const said = { evidence: [at(fn, `function ${nameOf(fn)}`)] as const };
    const missing = expected.filter((key) => !keys?.has(key));
    if (!keys) yield unknown(fn, { ...said, message: `The tags of ${nameOf(fn)} are known at deployment only.` });
    else if (expected.length === 0 || functions.length < 3)
      yield notApplicable(fn, { ...said, message: `The functions beside ${nameOf(fn)} have no tags in common.` });
    else if (missing.length > 0)
      yield fail(fn, {
        ...said,
        message: `${nameOf(fn)} lacks the tag${missing.length > 1 ? "s" : ""} ${missing.join(", ")}, which most of the ${functions.length} functions of its stack have.`,
      });
    else yield pass(fn, { ...said, message: `${nameOf(fn)} has the tags of its stack: ${expected.join(", ")}.` });
  }
}

/** The keys of a function's tags without SAM's own and the one that names the resource; undefined when they are not known. */
function tagKeys(fn: Resource): ReadonlySet<string> | undefined {
  const isOpen = follow(fn.properties, "Tags").some(({ shape }) => shape.kind === "unknown" || shape.kind === "text");
  if (isOpen) return undefined;
  const listed = readItems(fn.properties, "Tags").flatMap(({ view }) => known(readString(view, "Key")));
  const keys = [...listed.map(({ value }) => value), ...readEntries(fn.properties, "Tags").map(({ key }) => key)];
  return new Set(keys.filter((key) => key !== "lambda:createdBy" && key !== "Name"));
}

function tagged(...tags: readonly string[]): string {
  const list = (keys: string) =>
    `[${keys
      .split(", ")
      .map((key) => `{ Key: ${key}, Value: x }`)
      .join(", ")}]`;
  const fn = (keys: string, i: number) => `  Fn${i + 1}:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: a.b, Code: { ZipFile: "" }, Tags: ${list(keys)} }
`;
  return `Resources:\n${tags.map(fn).join("")}`;
}
