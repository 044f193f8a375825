import { at, type MappingNode, type Node } from "../../../../parse/node.js";
import { merge } from "../../merge.js";
import { ids } from "../../names.js";
import type { Drafts } from "../../stack.js";
import type { Draft } from "../../../draft.js";
import { identifying, isPresent, isTruthy, listOf, literal } from "../../text.js";

/** A resolver: of one data source, or of a pipeline of functions. */
export interface Resolver {
  readonly type: string;
  readonly field: string;
  readonly config: Node;
  readonly dataSource: string | undefined;
  readonly functions: readonly string[];
}

/** One GraphQL API as `appSync` describes it, with what stands inside of other parts taken out and named. */
export class GraphApi {
  readonly config: MappingNode;
  readonly dataSources = new Map<string, Node>();
  readonly pipelineFunctions = new Map<string, Node>();
  readonly resolvers: readonly Resolver[];
  /** Functions that are written where they are used. */
  readonly functions = new Map<string, Node>();

  constructor(config: MappingNode) {
    this.config = config;
    for (const [name, source] of flattened(at(config, "dataSources"))) this.dataSources.set(name, source);
    this.resolvers = [...flattened(at(config, "resolvers"))].map(([key, resolver]) => this.resolver(key, resolver));
    for (const [name, fn] of flattened(at(config, "pipelineFunctions"))) this.pipelineFunction(name, fn);
  }

  get authentications(): readonly Node[] {
    const main = at(this.config, "authentication");
    return [...listOf(at(this.config, "additionalAuthentications")), ...(main ? [main] : [])];
  }

  /** The ARN of the function that a part of the configuration names or contains. */
  functionArn(config: Node | undefined, embeddedName: string): Draft {
    const arn = at(config, "functionArn");
    if (arn) return arn;
    const named = at(config, "functionName");
    const alias = at(config, "functionAlias");
    const embedded = at(config, "function");
    if (!named && embedded) this.functions.set(embeddedName, embedded);
    const own = { "Fn::GetAtt": [ids.lambda(named ? identifying(named) : embeddedName), "Arn"] };
    return named && isTruthy(alias) ? { "Fn::Join": [":", [own, alias]] } : own;
  }

  private resolver(key: string, config: Node): Resolver {
    const [type = "", field = ""] = key.split(".");
    const stated = { type: literal(at(config, "type")) ?? type, field: literal(at(config, "field")) ?? field, config };
    const simple = literal(config);
    if (simple !== undefined) return { ...stated, dataSource: simple, functions: [] };
    if (literal(at(config, "kind")) === "UNIT")
      return {
        ...stated,
        dataSource: this.dataSource(key.replace(/[^a-z_]/i, "_"), at(config, "dataSource")),
        functions: [],
      };
    const functions = listOf(at(config, "functions")).map((fn, i) => {
      const name = literal(fn) ?? `${key.replace(/[^a-z_]/i, "_")}_${i}`;
      if (fn.kind === "mapping") this.pipelineFunction(name, fn);
      return name;
    });
    return { ...stated, dataSource: undefined, functions };
  }

  private pipelineFunction(name: string, config: Node): void {
    this.dataSource(name, at(config, "dataSource"));
    this.pipelineFunctions.set(name, config);
  }

  /** The name of a data source that is named, or written in place. */
  private dataSource(name: string, written: Node | undefined): string {
    if (written?.kind !== "mapping") return literal(written) ?? name;
    this.dataSources.set(name, written);
    return name;
  }
}

/** A mapping, or a list of mappings that are merged. */
function flattened(node: Node | undefined): ReadonlyMap<string, Node> {
  if (!isPresent(node)) return new Map();
  const parts = node.kind === "sequence" ? node.items : [node];
  const merged = parts.reduce<Node | undefined>(
    (before, part) => (part.kind === "mapping" ? merge(before, part) : before),
    undefined,
  );
  return merged?.kind === "mapping" ? merged.entries : new Map();
}

const plain = (name: string) => name.replace(/[^a-zA-Z0-9]/g, "");

export const logicalId = {
  api: "GraphQlApi",
  schema: "GraphQlSchema",
  logGroup: "GraphQlApiLogGroup",
  logRole: "GraphQlApiLogGroupRole",
  logPolicy: "GraphQlApiLogGroupPolicy",
  cache: "GraphQlCaching",
  authorizerPermission: "LambdaAuthorizerPermission",
  apiKey: (name: string) => plain(`GraphQlApi${name}`),
  dataSource: (name: string) => `GraphQlDs${plain(name)}`,
  resolver: (type: string, field: string) => plain(`GraphQlResolver${type}${field}`),
  pipelineFunction: (name: string) => plain(`GraphQlFunctionConfiguration${name}`),
} as const;

export const apiId: Drafts = { "Fn::GetAtt": [logicalId.api, "ApiId"] };

/** A role that AppSync assumes. */
export function serviceRole(policies?: Draft): Drafts {
  return {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: ["appsync.amazonaws.com"] }, Action: ["sts:AssumeRole"] }],
    },
    Policies: policies,
  };
}
