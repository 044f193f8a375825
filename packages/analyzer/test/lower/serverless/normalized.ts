import type { Json } from "@assay/analyzer";

/** Endings that are digests of the packaged code, which Assay makes from names instead. */
const DIGESTS = [
  /(?<=LambdaVersion)[A-Za-z0-9]{20,}$/,
  /(?<=^(ApiGateway|Websockets)Deployment)[0-9A-Za-z]{8,}$/,
  /(?<=LambdaLayer(Permission)?)[0-9A-Za-z]{39,}$/,
];
const LEFT_OUT = new Set(["Code", "Content", "CodeSha256", "RequestTemplates", "ResponseTemplates"]);

/** A template in a form in which equal ones are equal: keys in order, joins flat, digests gone. */
export function normalized(value: Json): Json {
  if (typeof value === "string") return withoutDigest(value);
  if (isList(value)) return value.map(normalized);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, item]) => !LEFT_OUT.has(key) && !(key === "Policy" && item === ""),
  );
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === "Fn::Join") return { "Fn::Join": flat(normalized(first[1])) };
  if (entries.length === 1 && first?.[0] === "Fn::Sub") return { "Fn::Sub": withoutEmptyValues(normalized(first[1])) };
  return Object.fromEntries(
    entries
      .map(([key, item]): [string, Json] => [withoutDigest(key), normalized(item)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** `[text, {}]` of an `Fn::Sub` as the text alone. */
function withoutEmptyValues(argument: Json): Json {
  if (!isList(argument) || argument.length !== 2 || JSON.stringify(argument[1]) !== "{}") return argument;
  return argument[0] ?? argument;
}

function withoutDigest(text: string): string {
  return DIGESTS.reduce((rest, digest) => rest.replace(digest, ""), text);
}

/** `["", ["a", {"Fn::Join": ["", ["b", …]]}]]` as one list with texts that stand beside each other joined. */
function flat(argument: Json): Json {
  if (!isList(argument)) return argument;
  const [delimiter, parts] = argument;
  if (delimiter !== "" || parts === undefined || !isList(parts)) return argument;
  const joined: Json[] = [];
  for (const part of parts.flatMap(inner)) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  return ["", joined];
}

function inner(part: Json): readonly Json[] {
  if (typeof part !== "object" || part === null || isList(part)) return [part];
  const argument = part["Fn::Join"];
  if (argument === undefined || !isList(argument) || argument[0] !== "") return [part];
  const [, parts] = argument;
  return parts !== undefined && isList(parts) ? parts : [part];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
