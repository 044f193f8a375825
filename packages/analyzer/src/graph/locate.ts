import type { Text } from "../evaluate/model.js";
import { resourceId } from "../evaluate/model.js";
import { firstUnknown, showText, textKey } from "../evaluate/text.js";
import type { Origin } from "../parse/node.js";
import type { GraphBuilder } from "./graph.js";
import type { Resource } from "./model.js";
import type { ResourceKind } from "./resource-type.js";

/** What a text refers to. */
export interface Located {
  readonly resource: Resource;
  /** The alias or version behind a function or state machine. */
  readonly qualifier: string | undefined;
  readonly confidence: "certain" | "likely";
}

/** How the resource part of an ARN names a kind: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const arnNames: readonly { readonly service: string; readonly kind: ResourceKind; readonly pattern: RegExp }[] = [
  { service: "lambda", kind: "function", pattern: /^function:([^:/]+)(?::(.+?))?(?:\/invocations)?$/ },
  { service: "sqs", kind: "queue", pattern: /^([^:/]+)$/ },
  { service: "sns", kind: "topic", pattern: /^([^:/]+)(?::.*)?$/ },
  { service: "dynamodb", kind: "table", pattern: /^table\/([^/]+)(?:\/.*)?$/ },
  { service: "kinesis", kind: "stream", pattern: /^stream\/([^/]+)(?:\/.*)?$/ },
  { service: "firehose", kind: "delivery-stream", pattern: /^deliverystream\/(.+)$/ },
  { service: "s3", kind: "bucket", pattern: /^([^/]+)(?:\/.*)?$/ },
  { service: "states", kind: "state-machine", pattern: /^(?:stateMachine|execution|express):([^:]+)(?::(.+))?$/ },
  { service: "events", kind: "bus", pattern: /^event-bus\/(.+)$/ },
  { service: "logs", kind: "log-group", pattern: /^log-group:([^:]+)(?::.*)?$/ },
  { service: "secretsmanager", kind: "secret", pattern: /^secret:(.+?)(?:-\?{6}|-\*)?$/ },
  { service: "ssm", kind: "parameter", pattern: /^parameter\/?(.+)$/ },
  { service: "iam", kind: "role", pattern: /^role\/(?:.*\/)?([^/]+)$/ },
  { service: "cognito-idp", kind: "user-pool", pattern: /^userpool\/(.+)$/ },
  { service: "kms", kind: "key", pattern: /^key\/(.+)$/ },
  { service: "rds", kind: "database", pattern: /^(?:cluster|db):(.+)$/ },
  { service: "rds-db", kind: "database", pattern: /^dbuser:([^/]+)\/.*$/ },
  { service: "execute-api", kind: "api", pattern: /^([^/]+)(?:\/.*)?$/ },
  { service: "cloudwatch", kind: "alarm", pattern: /^alarm:(.+)$/ },
  { service: "kafka", kind: "stream", pattern: /^cluster\/([^/]+)\/.*$/ },
  { service: "mq", kind: "broker", pattern: /^broker:([^:]+):.*$/ },
  { service: "es", kind: "search", pattern: /^domain\/([^/]+)(?:\/.*)?$/ },
  { service: "appsync", kind: "api", pattern: /^apis\/([^/]+)(?:\/.*)?$/ },
  { service: "elasticfilesystem", kind: "file-system", pattern: /^(?:file-system|access-point)\/(.+)$/ },
];

/** Finds resources by what texts say of them: references, ARNs and names. */
export class Locator {
  private readonly graph: GraphBuilder;
  private readonly names = new Map<string, Resource[]>();

  constructor(graph: GraphBuilder) {
    this.graph = graph;
  }

  /** Makes a resource known under its physical name. */
  register(resource: Resource): void {
    if (!resource.name || resource.name.length === 0) return;
    const key = nameKey(resource.kind, resource.name);
    this.names.set(key, [...(this.names.get(key) ?? []), resource]);
  }

  /** The declared resource that a text names, or `undefined`. `wanted` narrows to kinds that make sense. */
  declared(text: Text, wanted?: readonly ResourceKind[]): Located | undefined {
    return this.referenced(text, wanted) ?? this.byArn(text, wanted) ?? this.byName(text, wanted);
  }

  /** The resource that a text names; one that no stack declares is added to the graph as something outside. */
  find(text: Text, origin: Origin, wanted?: readonly ResourceKind[]): Located {
    return (
      this.declared(text, wanted) ?? {
        resource: this.outside(text, origin, wanted),
        qualifier: undefined,
        confidence: "certain",
      }
    );
  }

  private referenced(text: Text, wanted: readonly ResourceKind[] | undefined): Located | undefined {
    for (const [i, part] of text.entries()) {
      if (typeof part === "string" || part.kind !== "resource") continue;
      const resource = this.graph.resource(resourceId(part.stack, part.logicalId));
      if (!resource) continue;
      const followed = this.behind(resource);
      if (wanted && !wanted.includes(followed.resource.kind)) continue;
      return { ...followed, qualifier: followed.qualifier ?? qualifierAfter(text[i + 1]) };
    }
    return undefined;
  }

  /** An alias or version stands for the function or state machine that it belongs to. */
  private behind(resource: Resource): Located {
    const owner = this.aliases.get(resource.id);
    return owner ?? { resource, qualifier: undefined, confidence: "certain" };
  }

  /** What aliases and versions lead to; filled while they are linked. */
  readonly aliases = new Map<string, Located>();

  private byArn(text: Text, wanted: readonly ResourceKind[] | undefined): Located | undefined {
    const arn = parseArn(text);
    if (!arn) return undefined;
    for (const { service, kind, pattern } of arnNames) {
      if (service !== arn.service || (wanted && !wanted.includes(kind))) continue;
      const [, name, qualifier] = arn.match(pattern) ?? [];
      const found = this.names.get(`${kind}\0${name ?? ""}`);
      if (found?.[0]) return { resource: found[0], qualifier, confidence: found.length === 1 ? "certain" : "likely" };
    }
    return undefined;
  }

  private byName(text: Text, wanted: readonly ResourceKind[] | undefined): Located | undefined {
    for (const kind of wanted ?? []) {
      const found = this.names.get(nameKey(kind, text));
      if (found?.[0])
        return { resource: found[0], qualifier: undefined, confidence: found.length === 1 ? "certain" : "likely" };
    }
    return undefined;
  }

  private outside(text: Text, origin: Origin, wanted: readonly ResourceKind[] | undefined): Resource {
    const id = `external:${showText(text)}`;
    const known = this.graph.resource(id);
    if (known) return known;
    const arn = parseArn(text);
    const kind =
      arnNames.find((entry) => entry.service === arn?.service && arn.match(entry.pattern))?.kind ??
      (wanted?.length === 1 ? wanted[0] : undefined);
    return this.graph.add({
      id,
      kind: kind ?? "external",
      type: arn?.service ?? "",
      logicalId: "",
      stack: undefined,
      origin,
      when: [],
      name: text,
      properties: {
        cases: [
          {
            when: [],
            shape: {
              kind: "unknown",
              because: firstUnknown(text)?.because ?? "it is not declared in the scanned inputs",
              origin,
            },
          },
        ],
      },
      constructPath: undefined,
      owner: undefined,
    });
  }
}

function nameKey(kind: ResourceKind, name: Text): string {
  return `${kind}\0${textKey(name)}`;
}

function qualifierAfter(part: Text[number] | undefined): string | undefined {
  return typeof part === "string" ? /^:([^:/]+)/.exec(part)?.[1] : undefined;
}

export interface Arn {
  readonly service: string;
  /** Matches the resource part; a symbol counts as one letter and is spelled `${…}` in the groups. */
  match(pattern: RegExp): readonly (string | undefined)[] | undefined;
}

/** The fields of an ARN, or `undefined` for any other text. */
export function parseArn(text: Text): Arn | undefined {
  const first = text[0];
  if (typeof first !== "string" || !first.startsWith("arn:")) return undefined;
  // Symbols are set aside while the ARN is taken apart, since their names may contain its separators.
  const symbols: string[] = [];
  const setAside = (symbol: string) => String.fromCharCode(PRIVATE_USE + symbols.push(symbol) - 1);
  const masked = text
    .map((part) => (typeof part === "string" ? part.replace(/\$\{[^}]*\}/g, setAside) : setAside(textKey([part]))))
    .join("");
  const [, , service, , , ...rest] = masked.split(":");
  if (service === undefined || rest.length === 0) return undefined;
  const unmask = (group: string | undefined) =>
    group?.replace(/[\uE000-\uF8FF]/g, (letter) => symbols[letter.charCodeAt(0) - PRIVATE_USE] ?? "");
  return { service, match: (pattern) => pattern.exec(rest.join(":"))?.map(unmask) };
}

const PRIVATE_USE = 0xe000;
