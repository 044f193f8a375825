import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Ajv, type AnySchema, type SchemaObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { SaxesParser } from "saxes";
import type { Format } from "../../src/render/formats.js";

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, "../../../..");

function compiled(schema: AnySchema): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

const json = (file: string): AnySchema => JSON.parse(fs.readFileSync(file, "utf8")) as AnySchema;

/** The schemas that Assay ships. */
export const shipped = (packageName: string, name: string) =>
  compiled(json(path.join(root, "packages", packageName, "schema", `${name}.json`)));

const region = { type: "object", required: ["line"], properties: { line: { minimum: 1 }, column: { minimum: 1 } } };
const rdLocation = {
  type: "object",
  required: ["path"],
  properties: {
    path: { type: "string" },
    range: { type: "object", required: ["start"], properties: { start: region, end: region } },
  },
};

const schemas = {
  json: () => shipped("rules", "assessment-1"),
  sarif: () => {
    const file = path.join(path.dirname(require.resolve("@microsoft/jest-sarif")), "schemas/sarif-2.1.0-rtm.5.json");
    // A draft-04 schema that says nothing which draft 7 reads otherwise.
    const schema = Object.entries(JSON.parse(fs.readFileSync(file, "utf8")) as SchemaObject);
    return compiled(Object.fromEntries(schema.filter(([key]) => key !== "$schema" && key !== "id")));
  },
  /** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
  gitlab: () =>
    compiled({
      type: "array",
      items: {
        type: "object",
        required: ["description", "check_name", "fingerprint", "severity", "location"],
        properties: {
          description: { type: "string", minLength: 1 },
          check_name: { type: "string", minLength: 1 },
          fingerprint: { type: "string", pattern: "^[0-9a-f-]+$" },
          severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
          location: {
            type: "object",
            required: ["path", "lines"],
            properties: {
              path: { type: "string", pattern: "^(?!\\./|/)" },
              lines: {
                type: "object",
                required: ["begin"],
                properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
              },
            },
          },
        },
      },
    }),
  /** https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto */
  rdjson: () =>
    compiled({
      type: "object",
      required: ["diagnostics"],
      properties: {
        diagnostics: {
          type: "array",
          items: {
            type: "object",
            required: ["message", "location"],
            additionalProperties: false,
            properties: {
              message: { type: "string", minLength: 1 },
              location: rdLocation,
              severity: { enum: ["ERROR", "WARNING", "INFO"] },
              code: { type: "object", required: ["value"] },
              related_locations: { type: "array", items: { required: ["message", "location"] } },
            },
          },
        },
      },
    }),
} as const;

const validators = new Map<Format, ValidateFunction>();

/** What is wrong with the text of a format; `undefined` when it is well-formed and valid. */
export function grammarError(format: Format, text: string): string | undefined {
  switch (format) {
    case "json":
    case "sarif":
    case "gitlab":
    case "rdjson": {
      const validate = validators.get(format) ?? schemas[format]();
      validators.set(format, validate);
      return validate(JSON.parse(text)) ? undefined : JSON.stringify(validate.errors?.slice(0, 3));
    }
    case "junit":
    case "checkstyle":
      return xmlError(format, text);
    case "csv":
      return csvError(text);
    case "github":
      return lineError(text, /^(::(error|warning|notice) file=[^:,\n]*,line=\d+[^:\n]*::.*|[^:\s].*)$/);
    case "compact":
      return lineError(
        text,
        /^(.*:\d+:\d+: (info|low|medium|high|critical|error|warning): .* \[[\w-]+\]|\S.*\.|Note: .*)$/,
      );
    case "agent":
      return lineError(text, /^.*:\d+:\d+: (info|low|medium|high|critical|error|warning) [\w-]+: .*$/);
    case "pretty":
    case "markdown":
      return undefined;
  }
}

/** Elements and attributes that the hosts read; everything else is a mistake. */
const ELEMENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  junit: {
    testsuites: ["name", "tests", "failures", "errors"],
    testsuite: ["name", "tests", "failures", "errors", "skipped"],
    testcase: ["classname", "name"],
    failure: ["message", "type"],
    error: ["message", "type"],
    skipped: ["message"],
  },
  checkstyle: {
    checkstyle: ["version"],
    file: ["name"],
    error: ["line", "column", "severity", "message", "source"],
  },
};

function xmlError(format: string, text: string): string | undefined {
  let wrong: string | undefined;
  const parser = new SaxesParser();
  parser.on("error", (error) => void (wrong ??= error.message));
  parser.on("opentag", ({ name, attributes }) => {
    const known = ELEMENTS[format]?.[name];
    if (!known || Object.keys(attributes).join() !== known.join())
      wrong ??= `<${name} ${Object.keys(attributes).join()}>`;
  });
  parser.write(text).close();
  return wrong;
}

/** RFC 4180: every record has as many fields as the first. */
function csvError(text: string): string | undefined {
  const records = csvRecords(text);
  const width = records[0]?.length;
  const odd = records.find((record) => record.length !== width);
  return odd && `a record of ${odd.length} fields: ${odd.join("|")}`;
}

export function csvRecords(text: string): string[][] {
  const field = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n)/y;
  const records: string[][] = [[]];
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (!match) throw new Error(`no field at ${at}: ${text.slice(at, at + 40)}`);
    const [, value = "", end] = match;
    records.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === "\r\n") records.push([]);
  }
  records.pop();
  return records;
}

function lineError(text: string, allowed: RegExp): string | undefined {
  return text
    .split("\n")
    .slice(0, -1)
    .find((line) => !allowed.test(line));
}
