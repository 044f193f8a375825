import {
  at as child,
  authoredFunctions,
  nameOf,
  readText,
  stringAt,
  textKey,
  showText,
  type Resource,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, type EvidenceList } from "../rule.js";

/** How SAM builds one artifact per function out of a folder that several functions name. */
const BUILT_PER_FUNCTION = /^(esbuild|makefile|go|go1\.x|rust-cargolambda)$/;

export const functionPackageShared = defineRule({
  id: "function-package-shared",
  title: "Several functions ship the same package",
  topic: "sizing",
  severity: "info",
  profile: "strict",
  why: "A package with the code of all functions makes each of them larger and its cold start slower than its own code would, and a change of one function deploys all of them.",
  remedy: {
    sam: "Give each function its own `CodeUri`, or bundle per function with `BuildMethod: esbuild`.",
    serverless: "Set `package.individually: true`, best together with a bundler.",
    cdk: "Use `NodejsFunction`, or a `Code.fromAsset` per function.",
    cloudformation: "Give each function its own `Code`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html"],
  aliases: ["sls-mentor:no-mono-package"],
  covers: ["S15", "M3"],
  examples: [
    {
      framework: "sam",
      bad: example("src/", "src/"),
      good: example("src/pay/", "src/ship/"),
    },
  ],
  *check({ graph }) {
    const byCode = new Map<string, { readonly code: string; readonly functions: Resource[] }>();
    for (const fn of authoredFunctions(graph)) {
      const code = codeOf(fn);
      if (!code) {
        yield notApplicable(fn, {
          message: `${nameOf(fn)} is built on its own, or its code is not a package.`,
          evidence: [at(fn, nameOf(fn))],
        });
        continue;
      }
      const group = byCode.get(code.key) ?? { code: code.shown, functions: [] };
      group.functions.push(fn);
      byCode.set(code.key, group);
    }
    for (const [key, { code, functions }] of byCode) {
      const [first, ...others] = functions;
      if (!first) continue;
      const evidence: EvidenceList = [at(first, nameOf(first)), ...others.map((fn) => at(fn, nameOf(fn)))];
      yield others.length > 0
        ? fail(first, {
            key,
            message: `${functions.length} functions ship ${code}: ${functions.map(nameOf).join(", ")}.`,
            evidence,
          })
        : pass(first, { message: `${nameOf(first)} ships ${code} alone.`, evidence });
    }
  },
});

/** The package of a function: a path beside its template, or an object in S3. */
function codeOf(fn: Resource): { readonly key: string; readonly shown: string } | undefined {
  const { stack, properties, logicalId } = fn;
  const method = stringAt(child(stack?.resources.get(logicalId), "Metadata", "BuildMethod"));
  if (!stack || (method !== undefined && BUILT_PER_FUNCTION.test(method))) return undefined;
  const [bucket] = readText(properties, "Code", "S3Bucket");
  const [object] = readText(properties, "Code", "S3Key");
  if (bucket?.state === "known" && object?.state === "known") {
    return { key: textKey([...bucket.value, "/", ...object.value]), shown: `the package ${showText(object.value)}` };
  }
  const [path] = readText(properties, "Code");
  if (path?.state !== "known") return undefined;
  const folder = textKey(path.value)
    .replace(/^\.(\/+|$)/, "")
    .replace(/\/+$/, "");
  const shown = folder === "" ? "the whole folder of the template" : `the package ${showText(path.value)}`;
  return { key: `${stack.template.path}\0${folder}`, shown };
}

function example(pay: string, ship: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: pay.handler, CodeUri: ${pay} }
  Ship:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: ship.handler, CodeUri: ${ship} }
`;
}
