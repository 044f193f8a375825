import { at, type MappingNode, type Node, type Origin } from "../../../../parse/node.js";
import { problem } from "../../../../source/problem.js";
import { draft, generatedFrom, type Draft } from "../../../draft.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { identifying, isFalse, listOf, literal } from "../../text.js";
import type { Answer, Question } from "../../variables/resolve.js";
import { withPart, type Plugin } from "../plugin.js";
import { arnOf, bucketId, busId, deadLetterId, queueId, tableId } from "./ids.js";
import { permissionOf } from "./permissions.js";
import { addQueue } from "./queue.js";
import { addStorage } from "./storage.js";
import { addTable } from "./table.js";
import { addWebhook } from "./webhook.js";

const BY = "serverless-lift";

/** Queues, buckets, webhooks and tables from `constructs`. https://github.com/getlift/lift */
export const lift: Plugin = {
  sources: { construct: constructVariable },
  configure: addFunctionsAndPermissions,
  generate: (service, stack) => {
    for (const [key, config] of constructsOf(service.root)) {
      const add = CONSTRUCTS[literal(at(config, "type")) ?? ""];
      if (add) add(service, stack, key, config);
      else {
        const what = `the construct '${key}'`;
        service.report(problem("plugin-partial", config.origin.key ?? config.origin.span, { name: BY, what }));
      }
    }
  },
};

function constructsOf(root: MappingNode): Iterable<readonly [string, Node]> {
  const constructs = at(root, "constructs");
  return constructs?.kind === "mapping" ? constructs.entries : [];
}

/** What `${construct:key.property}` stands for. */
const VARIABLES: Readonly<Record<string, (key: string) => Draft>> = {
  queueUrl: (key) => ({ Ref: queueId(key) }),
  queueArn: (key) => arnOf(queueId(key)),
  dlqUrl: (key) => ({ Ref: deadLetterId(key) }),
  dlqArn: (key) => arnOf(deadLetterId(key)),
  bucketName: (key) => ({ Ref: bucketId(key) }),
  bucketArn: (key) => arnOf(bucketId(key)),
  busName: (key) => ({ Ref: busId(key) }),
  tableName: (key) => ({ Ref: tableId(key) }),
  tableStreamArn: (key) => ({ "Fn::GetAtt": [tableId(key), "StreamArn"] }),
};

function constructVariable({ address, origin }: Question): Answer {
  const [key = "", property = ""] = identifying(address).split(".");
  const value = VARIABLES[property]?.(key);
  return value === undefined ? undefined : draft(value, generatedFrom(origin, BY));
}

function addFunctionsAndPermissions(root: MappingNode, service: Service): MappingNode {
  const added = new Map<string, Node>();
  const statements: Node[] = [];
  for (const [key, config] of constructsOf(root)) {
    const type = literal(at(config, "type"));
    const origin = generatedFrom(config.origin, BY);
    const allowed = permissionOf(type, key);
    if (allowed) statements.push(draft({ Effect: "Allow", ...allowed }, origin));
    const worker = at(config, "worker");
    if (type === "queue" && worker) addWorker(service, added, key, config, worker, origin);
    const authorizer = at(config, "authorizer");
    if (type === "webhook" && authorizer?.kind === "mapping") added.set(`${key}Authorizer`, authorizer);
  }
  const functions: MappingNode = { kind: "mapping", entries: added, origin: root.origin };
  const extended = added.size > 0 ? withPart(root, "functions", functions) : root;
  if (statements.length === 0 || isFalse(at(root, "lift", "automaticPermissions"))) return extended;
  const entries = new Map(extended.entries);
  allow(entries, statements);
  return { ...extended, entries };
}

function addWorker(
  service: Service,
  functions: Map<string, Node>,
  key: string,
  config: Node,
  worker: Node,
  origin: Origin,
): void {
  const name = literal(worker) ?? `${key}Worker`;
  const own = worker.kind === "mapping" ? worker : service.functions.get(name)?.config;
  if (own?.kind !== "mapping") return;
  const event = draft(
    {
      sqs: {
        arn: arnOf(queueId(key)),
        batchSize: at(config, "batchSize") ?? 1,
        maximumBatchingWindow: at(config, "maxBatchingWindow") ?? 0,
        maximumConcurrency: at(config, "maxConcurrency"),
        functionResponseType: "ReportBatchItemFailures",
      },
    },
    origin,
  );
  const events: Node = { kind: "sequence", items: [...listOf(at(own, "events")), event], origin };
  functions.set(name, { ...own, entries: new Map(own.entries).set("events", events) });
}

/** Adds statements where the author has them, in the older spelling when there are none. */
function allow(root: Map<string, Node>, statements: readonly Node[]): void {
  const provider = root.get("provider");
  if (provider?.kind !== "mapping") return;
  const path = at(provider, "iam", "role", "statements") ? ["iam", "role", "statements"] : ["iamRoleStatements"];
  const before = at(provider, ...path);
  const { origin } = before ?? provider;
  const all: Node = { kind: "sequence", items: [...listOf(before), ...statements], origin };
  root.set("provider", replaced(provider, path, all));
}

function replaced(node: MappingNode, [key = "", ...rest]: readonly string[], value: Node): MappingNode {
  const inner = node.entries.get(key);
  const next = rest.length > 0 && inner?.kind === "mapping" ? replaced(inner, rest, value) : value;
  return { ...node, entries: new Map(node.entries).set(key, next) };
}

type Construct = (service: Service, stack: Stack, key: string, config: Node) => void;

const CONSTRUCTS: Readonly<Record<string, Construct>> = {
  queue: addQueue,
  storage: addStorage,
  webhook: addWebhook,
  "database/dynamodb-single-table": addTable,
};
