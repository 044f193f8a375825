import {
  mappingAt,
  nameOf,
  stackResource,
  usedNames,
  type Analysis,
  type MappingNode,
  type Stack,
} from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

const SECTIONS = { Parameters: "parameter", Conditions: "condition", Mappings: "mapping" } as const;

export const declarationUnused = defineRule({
  id: "declaration-unused",
  title: "The template declares something that it does not use",
  topic: "management",
  severity: "info",
  why: "A parameter that does nothing is still asked for at every deployment, and whoever changes it believes that something changes. An unused condition often means that it was forgotten where it belongs.",
  remedy: {
    sam: "Remove it, or use it.",
    serverless: "Remove it from `resources`, or use it.",
    cdk: "Remove the `CfnParameter`, `CfnCondition` or `CfnMapping`, or use it.",
    cloudformation: "Remove it, or use it.",
  },
  references: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"],
  aliases: ["cfn-lint:W2001", "cfn-lint:W8001", "cfn-lint:W7001"],
  covers: ["M5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      good: `Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  T: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref Stage } }
`,
    },
  ],
  *check(analysis) {
    const seen = new Set<string>();
    const elsewhere = namesWithoutHome(analysis);
    for (const stack of analysis.graph.world.stacks) {
      const { path, framework } = stack.template;
      // What a framework generates is not the author's to remove.
      if (framework === "serverless" || framework === "cdk" || seen.has(path)) continue;
      seen.add(path);
      yield* judge(stack, analysis, elsewhere);
    }
  },
});

/** Names that templates use and do not declare: they are parts of a template that something else puts together. */
function namesWithoutHome({ graph }: Analysis): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { root } of new Set(graph.world.stacks.map(({ template }) => template))) {
    const { references, conditions, mappings } = usedNames(root);
    for (const [section, names] of Object.entries({
      Parameters: references,
      Conditions: conditions,
      Mappings: mappings,
    }))
      for (const name of names) if (!mappingAt(root, section)?.entries.has(name)) found.add(`${section}.${name}`);
  }
  return found;
}

function* judge(stack: Stack, { sources, graph }: Analysis, elsewhere: ReadonlySet<string>): Iterable<Finding> {
  const subject = stackResource(stack, graph);
  const place = at(subject, stack.id);
  const root = writtenRoot(stack, sources);
  const declared = Object.entries(SECTIONS).flatMap(([section, noun]) =>
    [...(mappingAt(root, section)?.entries ?? [])].map(([name, node]) => ({ section, noun, name, node })),
  );
  // Language extensions' own entries of Conditions and Mappings are no names.
  const named = declared.filter(({ name }) => !name.startsWith("Fn::"));
  if (named.length === 0) return;
  // Where several files make one template, only the expanded one has all of them.
  const names = [usedNames(root), usedNames(stack.template.root)];
  if (names.some(({ isOpen }) => isOpen)) {
    yield unknown(subject, {
      message: `Whether ${nameOf(subject)} uses all that it declares is not known: macros or includes may use it.`,
      evidence: [place],
    });
    return;
  }
  const use = { Parameters: "references", Conditions: "conditions", Mappings: "mappings" } as const;
  const unused = named.filter(
    ({ section, name }) =>
      !elsewhere.has(`${section}.${name}`) && !names.some((used) => used[use[section as keyof typeof use]].has(name)),
  );
  for (const { noun, name, node, section } of unused) {
    const { origin } = node;
    yield fail(subject, {
      key: `${section}.${name}`,
      message: `The ${noun} ${name} of ${nameOf(subject)} is not used.`,
      evidence: [{ origin: { ...origin, span: origin.key ?? origin.span }, says: `${noun} ${name}` }],
    });
  }
  if (unused.length === 0)
    yield pass(subject, {
      message: `${nameOf(subject)} uses everything that it declares: ${named.length} of ${named.length}.`,
      evidence: [place],
    });
}

/** The template as it was written: expanding it may already have used up a parameter. */
function writtenRoot({ template }: Stack, sources: Analysis["sources"]): MappingNode {
  const file = sources.read(template.path);
  const tree = "unreadable" in file ? undefined : sources.tree(file);
  return tree?.kind === "mapping" ? tree : template.root;
}
