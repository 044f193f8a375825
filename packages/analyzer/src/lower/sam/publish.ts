import { at, toJson, type Json, type Node } from "../../parse/node.js";
import { generatedFrom } from "../draft.js";
import { becomes, generate, handedDown, type Expansion } from "./expansion.js";
import { getAtt, ref } from "./intrinsics.js";
import { hashedId } from "./logical-id.js";
import type { Drafts, Generated, SamResource, Target } from "./model.js";
import { referenceTarget } from "./target.js";
import { given, literal } from "./value.js";

const BY = "SAM AutoPublishAlias";

/** The version and the alias that `AutoPublishAlias` makes. */
export interface Published {
  readonly name: Node;
  readonly version: Generated;
  readonly alias: Generated;
  readonly target: Target;
}

/**
 * A version for every change of the code, and an alias that points to the latest.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html
 */
export function publish(fn: SamResource, made: Drafts, sam: Expansion): Published | undefined {
  const written = given(fn.properties, "AutoPublishAlias");
  if (!written) {
    requireAlias(fn, sam);
    return undefined;
  }
  const name = sam.values.parameters(written);
  const text = literal(name);
  if (text === undefined) sam.reject(fn.id, name, "'AutoPublishAlias' has to be a string or refer to a parameter");
  else if (!/^(?![0-9]+$)[a-zA-Z0-9\-_]+$/.test(text))
    sam.reject(fn.id, written, `'${text}' is no name for an alias: letters, digits, - and _, not digits alone`);
  const origin = generatedFrom(written.origin, BY);
  const version = generate(
    versionId(fn, made, sam),
    "AWS::Lambda::Version",
    versionProperties(fn),
    origin,
    versionAttributes(fn),
  );
  const aliasName = (text ?? aliasStandIn(name)).replaceAll("-", "D").replaceAll("_", "U");
  const properties: Drafts = {
    Name: name,
    FunctionName: ref(fn.id),
    FunctionVersion: getAtt(version.id, "Version"),
    ProvisionedConcurrencyConfig: given(fn.properties, "ProvisionedConcurrencyConfig"),
  };
  const alias = generate(`${fn.id}Alias${aliasName}`, "AWS::Lambda::Alias", properties, origin, handedDown(fn.node));
  return { name, version, alias, target: referenceTarget(fn, alias.id) };
}

/** What only works with a published alias. */
function requireAlias(fn: SamResource, sam: Expansion): void {
  const concurrency = given(fn.properties, "ProvisionedConcurrencyConfig");
  if (concurrency) sam.rejectProperty(fn.id, concurrency, "'ProvisionedConcurrencyConfig' needs 'AutoPublishAlias'");
}

/** An alias whose name is a parameter without a value goes by the parameter's name. */
function aliasStandIn(name: Node): string {
  return (literal(at(name, "Ref")) ?? "").replace(/[^A-Za-z0-9]/g, "");
}

/** Changes with what SAM publishes a new version for. */
function versionId(fn: SamResource, made: Drafts, sam: Expansion): string {
  const prefix = `${fn.id}Version`;
  const sha256 = given(fn.properties, "AutoPublishCodeSha256");
  const sha = sha256 && literal(sam.values.parameters(sha256));
  if (sha256 && sha === undefined) sam.reject(fn.id, sha256, "'AutoPublishCodeSha256' has to be a string");
  if (sha) return prefix + sha.slice(0, 10);
  const everything = given(fn.properties, "AutoPublishAliasAllProperties");
  const properties = toJson(becomes(fn, "AWS::Lambda::Function", made).node);
  if (everything) return hashedId(prefix, properties);
  const parts: Record<string, Json> = {};
  for (const name of ["InlineCode", "CodeUri", "ImageUri", "Environment", "MemorySize", "SnapStart"]) {
    const value = given(fn.properties, name);
    if (value) parts[name] = toJson(sam.values.parameters(value));
  }
  return hashedId(prefix, parts);
}

function versionProperties(fn: SamResource): Drafts {
  const scaling = at(fn.properties, "FunctionScalingConfig");
  return {
    FunctionName: ref(fn.id),
    Description: at(fn.properties, "VersionDescription"),
    FunctionScalingConfig: at(fn.properties, "CapacityProviderConfig") && scaling,
  };
}

/** Old versions are kept unless the author says otherwise or they would cost: those of managed instances. */
function versionAttributes(fn: SamResource): Drafts {
  const usual = at(fn.properties, "CapacityProviderConfig") ? "Delete" : "Retain";
  return { DeletionPolicy: at(fn.properties, "VersionDeletionPolicy") ?? usual, ...handedDown(fn.node) };
}
