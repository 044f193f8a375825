import fs from "node:fs";
import { parse, toJson, type Json } from "@assay/analyzer";
import { UsageError } from "./io.js";

/**
 * Parameter values from a file in any of the shapes that AWS tools write: `[{ParameterKey, ParameterValue}]`
 * (CloudFormation), `{"Parameters": {…}}` (CodePipeline), `["K=V"]` or a plain mapping.
 */
export function readParameterFile(file: string): [string, string][] {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`The parameter file ${file} cannot be read.`);
  }
  const { root, problems } = parse({ path: file, text });
  if (!root) throw new UsageError(`The parameter file ${file} is not valid: ${problems[0]?.message ?? "it is empty"}`);
  const content = toJson(root);
  const pairs = isMapping(content) ? fromMapping(content["Parameters"] ?? content) : fromList(content);
  if (!pairs) throw new UsageError(`The parameter file ${file} holds no parameters in a known form.`);
  return pairs;
}

function isMapping(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromMapping(content: Json): [string, string][] | undefined {
  return isMapping(content) ? Object.entries(content).map(([name, value]) => [name, plain(value)]) : undefined;
}

function fromList(content: Json): [string, string][] | undefined {
  if (!Array.isArray(content)) return undefined;
  return (content as readonly Json[]).flatMap((item): [string, string][] => {
    if (isMapping(item) && typeof item["ParameterKey"] === "string")
      return [[item["ParameterKey"], plain(item["ParameterValue"] ?? "")]];
    const equals = typeof item === "string" ? item.indexOf("=") : -1;
    return typeof item === "string" && equals > 0 ? [[item.slice(0, equals), item.slice(equals + 1)]] : [];
  });
}

function plain(value: Json): string {
  return Array.isArray(value)
    ? value.map(plain).join(",")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
}
