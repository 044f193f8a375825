import { at, type Node, type Origin } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import { draft, generatedFrom, withEntries } from "../draft.js";
import type { Expansion } from "./expansion.js";
import type { SamResource } from "./model.js";
import { given, literal, present } from "./value.js";

/** The names of the fields of a place in S3, which differ between resources. */
interface S3Fields {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
}

const LAMBDA: S3Fields = { bucket: "S3Bucket", key: "S3Key", version: "S3ObjectVersion" };
const DEFINITION: S3Fields = { bucket: "Bucket", key: "Key", version: "Version" };

/** SAM reads the slash of a path as the end of the bucket. */
const SECRET_WITH_PATH = /\{\{resolve:(ssm|ssm-secure|secretsmanager):[a-zA-Z0-9_.-]*\/[a-zA-Z0-9_.\-/]*(:\d+)?\}\}/;

/** The code of a function or layer. */
export function codeLocation(uri: Node, property: string, owner: SamResource, sam: Expansion): Node {
  if (SECRET_WITH_PATH.test(literal(uri) ?? ""))
    sam.reject(owner.id, uri, `'${property}' cannot hold a dynamic reference with a path`);
  return location(uri, LAMBDA, property, owner, sam);
}

/** The definition of an API or a state machine. */
export function definitionLocation(uri: Node, owner: SamResource, sam: Expansion): Node {
  return location(uri, DEFINITION, "DefinitionUri", owner, sam);
}

/** A place in S3, or the author's local path as it is: so templates look before they are packaged. */
function location(uri: Node, fields: S3Fields, property: string, owner: SamResource, sam: Expansion): Node {
  const origin = generatedFrom(uri.origin, `SAM ${property}`);
  if (uri.kind === "mapping") {
    if (!given(uri, "Bucket") || !given(uri, "Key")) {
      sam.reject(owner.id, uri, `'${property}' needs 'Bucket' and 'Key'`);
      return uri;
    }
    const { bucket, key, version } = fields;
    return draft({ [bucket]: at(uri, "Bucket"), [key]: at(uri, "Key"), [version]: at(uri, "Version") }, origin);
  }
  const text = literal(uri);
  if (text === undefined) sam.reject(owner.id, uri, `'${property}' has to be a map or a string`);
  const place = /^s3:\/\/([^/?#]+)\/+([^?#]+)(?:\?([^#]*))?/.exec(text ?? "");
  if (!place) return uri;
  const version = new URLSearchParams(place[3]).get("versionId") ?? undefined;
  return draft({ [fields.bucket]: place[1], [fields.key]: place[2], [fields.version]: version }, origin);
}

/** The `Code` of a function, by its package type. */
export function functionCode(fn: SamResource, sam: Expansion): Node | undefined {
  const packageType = given(fn.properties, "PackageType");
  if (packageType && literal(packageType) === "Image") return imageCode(fn, sam);
  if (packageType && literal(packageType) !== "Zip")
    sam.reject(fn.id, packageType, "'PackageType' has to be 'Zip' or 'Image'");
  const code = zipCode(fn, sam);
  const key = given(fn.properties, "SourceKMSKeyArn");
  return key && code?.kind === "mapping" ? withEntries(code, { SourceKMSKeyArn: key }) : code;
}

function zipCode(fn: SamResource, sam: Expansion): Node | undefined {
  const inline = at(fn.properties, "InlineCode");
  if (inline) return draft({ ZipFile: inline }, generatedFrom(inline.origin, "SAM InlineCode"));
  const uri = at(fn.properties, "CodeUri");
  if (uri) return codeLocation(uri, "CodeUri", fn, sam);
  const { key, span } = fn.node.origin;
  sam.context.report(problem("sam-no-code", key ?? span, { resource: fn.id }));
  return undefined;
}

function imageCode(fn: SamResource, sam: Expansion): Node | undefined {
  const uri = at(fn.properties, "ImageUri");
  if (given(uri)) return draft({ ImageUri: uri }, generatedFrom(uri?.origin ?? fn.node.origin, "SAM ImageUri"));
  // `sam build` makes the image from the resource's metadata and writes its address here.
  if (!present(fn.node, "Metadata", "Dockerfile"))
    sam.reject(fn.id, uri ?? propertiesOrigin(fn), "'ImageUri' is required when 'PackageType' is 'Image'");
  return undefined;
}

/** Where something that is missing among the properties would stand. */
export function propertiesOrigin(resource: SamResource): Origin {
  return at(resource.node, "Properties")?.origin ?? resource.node.origin;
}
