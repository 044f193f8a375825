import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { diskRepository, lowerRepository, toJson, type Json } from "@assay/analyzer";
import { normalized } from "./normalized.js";

const root = path.resolve(import.meta.dirname, "../../../../../fixtures/serverless");
const fixtures = fs.readdirSync(root).filter((name) => fs.existsSync(path.join(root, name, "expected.json")));

/** What is left out of the comparison, and why; see fixtures/serverless/README.md. */
const DIFFERENT: Readonly<Record<string, readonly RegExp[]>> = {
  // The content of a layer is not known; neither is what depends on it.
  "fn-all-options": [/^Outputs\.LibLambdaLayer(Hash|S3Key)/],
  "function-options": [/^Outputs\.\w+Layer\w*(Hash|S3Key)/, /LambdaLayerPermission/],
  "mixed-spellings": [/^Outputs\.\w+Layer\w*(Hash|S3Key)/],
  // Lift's constructs are made coarsely: without outputs.
  "lift-plugin": [/^Outputs\./],
  "plugin-lift": [/^Outputs\./],
  // Alarms without the plugin's names and descriptions, functions without its metadata.
  "plugin-slic-watch": [/\.(AlarmName|AlarmDescription)\b/, /Function\.Metadata/],
  // The schema, the code of resolvers, and dates.
  "plugin-appsync": [/\.(Definition|Expires|RequestMappingTemplate|ResponseMappingTemplate)\b/],
  // The order has no meaning.
  "event-messages": [/SNSTopicTopicone\.DependsOn/],
  // How the requests and responses of buckets and tables are mapped is left out.
  "plugin-service-proxy": [
    /Method(S3|Dynamodb)\w+\.Properties\.(Integration|MethodResponses|RequestParameters)/,
    /Deployment\.DependsOn/,
  ],
  "plugin-step-functions": [
    // The same ARNs, in other words.
    /AllMachineRole\.Properties\.Policies\.0\.PolicyDocument\.Statement\.(0\.Resource\.5|6\.Resource\.[01])/,
    /Deployment\.DependsOn/,
    /Allow-Credentials/,
  ],
};

describe.each(fixtures)("%s", (name) => {
  it("expands to the framework's template", async () => {
    const folder = path.join(root, name);
    const argsFile = path.join(folder, "args.json");
    const args = fs.existsSync(argsFile) ? (JSON.parse(fs.readFileSync(argsFile, "utf8")) as string[]) : [];
    const option = (key: string) => (args.includes(key) ? args[args.indexOf(key) + 1] : undefined);
    const settings = { parameters: new Map<string, string>(), stage: option("--stage"), region: option("--region") };
    const { projects } = await lowerRepository(await diskRepository(folder), settings);
    const project = projects.find(({ framework }) => framework === "serverless");
    const template = project?.templates[0];
    const expected = JSON.parse(fs.readFileSync(path.join(folder, "expected.json"), "utf8")) as Json;
    const differences = differing(normalized(expected), normalized(template ? toJson(template.root) : null), "");
    const ignored = DIFFERENT[name] ?? [];
    expect(differences.filter((line) => !ignored.some((pattern) => pattern.test(line)))).toEqual([]);
  });
});

/** The paths at which two templates differ, with both values. */
function differing(expected: Json, actual: Json | undefined, at: string): string[] {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(actual ?? "missing")];
  if (wanted === found) return [];
  const bothOpen = isOpen(expected) && isOpen(actual) && Array.isArray(expected) === Array.isArray(actual);
  if (!bothOpen) return [`${at.slice(1)}: ${wanted.slice(0, 200)} is ${found.slice(0, 200)}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) => differing(member(expected, key) ?? null, member(actual, key), `${at}.${key}`));
}

function isOpen(value: Json | undefined): value is Json[] | { [key: string]: Json } {
  return typeof value === "object" && value !== null;
}

function member(value: Json[] | { [key: string]: Json }, key: string): Json | undefined {
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
