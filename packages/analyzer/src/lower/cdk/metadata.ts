import { items, member, members, textMember, texts } from "./json.js";
import type { Stack } from "./assembly.js";

/** What a stack's metadata says of one construct. */
interface ConstructMetadata {
  readonly logicalId: string | undefined;
  /** The frames of the stack trace at which it was created, innermost first. */
  readonly creationStack: readonly string[];
}

/** The metadata of a stack and of the stacks that are nested in it. */
export interface StackMetadata {
  /** By construct path, without a leading slash, in the order of the file. */
  readonly constructs: ReadonlyMap<string, ConstructMetadata>;
  readonly pathsById: ReadonlyMap<string, readonly string[]>;
  /** Template files of nested stacks by their construct path. */
  readonly templateFiles: ReadonlyMap<string, string>;
  /** Findings that the author accepted (`Validations.acknowledge`, cdk-nag from version 3). */
  readonly acknowledged: readonly Acknowledgement[];
  /** v1: asset files by the template parameter that names their bucket or key. */
  readonly assetPaths: ReadonlyMap<string, string>;
}

interface Acknowledgement {
  readonly constructPath: string;
  readonly rule: string;
  readonly reason: string;
}

/**
 * Sorts a stack's metadata entries. Creation stacks are an entry of their own (`aws:cdk:creationStack`, from manifest 53
 * on) or the trace of the entry that names the logical id (CDK v1).
 */
export function readMetadata(stack: Stack): StackMetadata {
  const constructs = new Map<string, ConstructMetadata>();
  const pathsById = new Map<string, string[]>();
  const templateFiles = new Map<string, string>();
  const acknowledged: Acknowledgement[] = [];
  const assetPaths = new Map<string, string>();
  for (const [key, entries] of members(stack.metadata)) {
    const path = key.replace(/^\//, "");
    let logicalId: string | undefined;
    let creationStack: readonly string[] = [];
    for (const entry of items(entries)) {
      const type = textMember(entry, "type");
      const data = member(entry, "data");
      if (type === "aws:cdk:logicalId" && typeof data === "string") {
        logicalId = data;
        if (creationStack.length === 0) creationStack = texts(member(entry, "trace"));
      } else if (type === "aws:cdk:creationStack") creationStack = texts(data);
      else if (type === "aws:cdk:templateFile" && typeof data === "string") templateFiles.set(path, data);
      else if (type === "aws:cdk:acknowledged-rules")
        for (const [rule, reason] of members(data))
          acknowledged.push({ constructPath: path, rule, reason: typeof reason === "string" ? reason : "" });
      else if (type === "aws:cdk:asset") {
        const file = textMember(data, "path");
        for (const name of ["s3BucketParameter", "s3KeyParameter"]) {
          const parameter = textMember(data, name);
          if (file !== undefined && parameter !== undefined) assetPaths.set(parameter, file);
        }
      }
    }
    if (logicalId !== undefined) pathsById.set(logicalId, [...(pathsById.get(logicalId) ?? []), path]);
    if (logicalId !== undefined || creationStack.length > 0) constructs.set(path, { logicalId, creationStack });
  }
  return { constructs, pathsById, templateFiles, acknowledged, assetPaths };
}
