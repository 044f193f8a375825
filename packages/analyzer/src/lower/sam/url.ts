import { at, type Node } from "../../parse/node.js";
import { generatedFrom } from "../draft.js";
import { generate, type Expansion } from "./expansion.js";
import type { Drafts, Generated, SamResource } from "./model.js";
import type { Published } from "./publish.js";
import { functionTarget } from "./target.js";
import { given, isIntrinsic, literal } from "./value.js";

const BY = "SAM FunctionUrlConfig";

/** The types of the fields of a URL's CORS settings. */
const CORS: ReadonlyMap<string, string> = new Map([
  ["AllowOrigins", "list"],
  ["AllowMethods", "list"],
  ["AllowHeaders", "list"],
  ["ExposeHeaders", "list"],
  ["AllowCredentials", "boolean"],
  ["MaxAge", "number"],
]);

/** The URL of a function or its alias, and what lets everybody call it when it asks for no authentication. */
export function functionUrl(fn: SamResource, published: Published | undefined, sam: Expansion): Generated[] {
  const config = given(fn.properties, "FunctionUrlConfig");
  if (!config) return [];
  const auth = given(config, "AuthType");
  if (!isIntrinsic(config)) checkUrl(config, fn, sam);
  const plain = functionTarget(fn);
  const target = published ? published.target.arn : plain.name;
  const origin = generatedFrom(config.origin, BY);
  const url = generate(
    `${fn.id}Url`,
    "AWS::Lambda::Url",
    {
      TargetFunctionArn: target,
      AuthType: at(config, "AuthType"),
      Cors: given(config, "Cors"),
      InvokeMode: at(config, "InvokeMode"),
    },
    origin,
    plain.attributes,
  );
  if (literal(auth) !== "NONE") return [url];
  const everybody = (id: string, action: string, more: Drafts) =>
    generate(
      id,
      "AWS::Lambda::Permission",
      { Action: action, FunctionName: target, Principal: "*", ...more },
      generatedFrom(auth?.origin ?? config.origin, BY),
      plain.attributes,
    );
  return [
    url,
    everybody(`${fn.id}UrlPublicPermissions`, "lambda:InvokeFunctionUrl", { FunctionUrlAuthType: auth }),
    everybody(`${fn.id}URLInvokeAllowPublicAccess`, "lambda:InvokeFunction", { InvokedViaFunctionUrl: true }),
  ];
}

function checkUrl(config: Node, fn: SamResource, sam: Expansion): void {
  const auth = given(config, "AuthType");
  if (!auth || (!isIntrinsic(auth) && !["AWS_IAM", "NONE"].includes(literal(auth) ?? "")))
    sam.reject(fn.id, auth ?? config, "'FunctionUrlConfig' needs an 'AuthType': AWS_IAM or NONE");
  const cors = given(config, "Cors");
  if (!cors || isIntrinsic(cors)) return;
  if (cors.kind !== "mapping") {
    sam.reject(fn.id, cors, "'FunctionUrlConfig.Cors' has to be a map");
    return;
  }
  for (const [name, value] of cors.entries) {
    const wanted = CORS.get(name);
    const actual = value.kind === "scalar" ? typeof value.value : value.kind === "sequence" ? "list" : "map";
    if (!wanted) sam.rejectProperty(fn.id, value, `'FunctionUrlConfig.Cors' has no property '${name}'`);
    else if (actual !== wanted && !isIntrinsic(value))
      sam.reject(fn.id, value, `'FunctionUrlConfig.Cors.${name}' has to be a ${wanted}`);
  }
}
