import {
  authoredFunctions,
  functionFacts,
  known,
  nameOf,
  showText,
  stackResource,
  type Resource,
  type ResourceGraph,
  type Stack,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, type Finding } from "../rule.js";

const STYLES: readonly (readonly [string, RegExp])[] = [
  ["kebab-case", /^[a-z0-9]+(-[a-z0-9]+)*$/],
  ["snake_case", /^[a-z0-9]+(_[a-z0-9]+)+$/],
  ["camelCase", /^[a-z]+[a-z0-9]*([A-Z][a-z0-9]*)+$/],
  ["PascalCase", /^([A-Z]+[a-z0-9]*)+$/],
];

export const functionNamingMixed = defineRule({
  id: "function-naming-mixed",
  title: "The functions of a stack are named in different ways",
  topic: "management",
  severity: "info",
  profile: "evidence",
  why: "Among hundreds of functions a name is how people find one, its logs and its metrics. Names of one pattern can be searched, sorted and given permissions by prefix.",
  remedy: {
    sam: "Give all functions a `FunctionName` of one pattern (`!Sub ${AWS::StackName}-orders-list`), or none of them.",
    serverless: "Leave out `name` of the functions: the framework names all of them service-stage-function.",
    cdk: "Leave out `functionName` of all functions, or give all of them one of the same pattern.",
    cloudformation: "Give all functions a `FunctionName` of one pattern, or none of them.",
  },
  references: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html"],
  aliases: [],
  covers: ["M9", "B14"],
  examples: [
    {
      framework: "cloudformation",
      bad: named("orders-list", "OrdersCreate"),
      good: named("orders-list", "orders-create"),
    },
  ],
  *check({ graph }) {
    const stacks = new Map<Stack, Resource[]>();
    for (const fn of authoredFunctions(graph))
      if (fn.stack) stacks.set(fn.stack, [...(stacks.get(fn.stack) ?? []), fn]);
    for (const [stack, functions] of stacks) yield judge(stack, functions, graph);
  },
});

function judge(stack: Stack, functions: readonly Resource[], graph: ResourceGraph): Finding {
  const subject = stackResource(stack, graph);
  const byStyle = new Map<string, Resource[]>();
  for (const fn of functions) {
    const style = styleOf(fn);
    byStyle.set(style, [...(byStyle.get(style) ?? []), fn]);
  }
  const styles = [...byStyle].sort(([, a], [, b]) => b.length - a.length);
  const said = {
    evidence: [
      at(subject, stack.id),
      ...styles.flatMap(([style, [first]]) => (first ? [at(first, `${nameOf(first)}: ${style}`)] : [])),
    ] as const,
  };
  if (functions.length < 2) return notApplicable(subject, { ...said, message: `${nameOf(subject)} has one function.` });
  const counts = styles.map(([style, users]) => `${users.length} ${style}`).join(", ");
  return styles.length > 1
    ? fail(subject, {
        ...said,
        message: `The ${functions.length} functions of ${nameOf(subject)} are named in ${styles.length} ways: ${counts}.`,
      })
    : pass(subject, {
        ...said,
        message: `The ${functions.length} functions of ${nameOf(subject)} are named in one way: ${counts}.`,
      });
}

/** The pattern of a function's name; variable parts count as one word each. */
function styleOf(fn: Resource): string {
  const [name] = known(functionFacts(fn).name);
  if (!name) return "by CloudFormation";
  const text = showText(name.value)
    .replace(/\$\{[^}]*\}/g, "x")
    .replace(/(^|[-_.])x(?=[-_.]|$)/g, "$1x");
  return STYLES.find(([, pattern]) => pattern.test(text))?.[0] ?? "in a mixture";
}

function named(...names: readonly string[]): string {
  const fn = (name: string, i: number) => `  Fn${i + 1}:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: ${name}, Runtime: python3.13, Handler: a.b, Code: { ZipFile: "" } }
`;
  return `Resources:\n${names.map(fn).join("")}`;
}
