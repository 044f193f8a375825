import data from "../data/actions.json" with { type: "json" };
import { pattern } from "./access.js";

/** AWS's classes of actions. */
export type AccessLevel = "List" | "Read" | "Write" | "Tagging" | "Permissions management";

/** A type of resource that an action works on. */
export interface ActionResource {
  readonly type: string;
  /** Whether a policy that allows the action has to name a resource of this type, or of another one of its list. */
  readonly required: boolean;
  /** Its ARN without `arn:` and the partition, with `*` for what is variable: `sqs:*:*:*`. */
  readonly arn: string;
}

/** What AWS documents about an action. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
export interface Action {
  /** As AWS writes it: `dynamodb:GetItem`. */
  readonly name: string;
  readonly level: AccessLevel;
  /** Several are alternatives; none means that the action cannot be limited to a resource. */
  readonly resources: readonly ActionResource[];
}

/** The actions of the services that serverless workloads use. */
export interface ActionCatalogue {
  /** When the catalogue was made. */
  readonly date: string;
  /** Whether AWS has a service with this prefix. */
  isServicePrefix(prefix: string): boolean;
  /** The actions of a service; `undefined` when the catalogue does not hold them. */
  actionsOf(prefix: string): readonly Action[] | undefined;
  /**
   * The actions that a pattern of a policy (`s3:Get*`) stands for; `undefined` when the catalogue does not hold them, as
   * for `*` and for rare services.
   */
  matchingActions(written: string): readonly Action[] | undefined;
}

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: "List",
  R: "Read",
  W: "Write",
  T: "Tagging",
  P: "Permissions management",
};

const texts: Readonly<Record<string, string>> = data.services;
const otherPrefixes = new Set(data.otherPrefixes.split(" "));
const read = new Map<string, readonly Action[]>();
const matched = new Map<string, readonly Action[]>();

function isServicePrefix(prefix: string): boolean {
  const service = prefix.toLowerCase();
  return Object.hasOwn(texts, service) || otherPrefixes.has(service);
}

function actionsOf(prefix: string): readonly Action[] | undefined {
  const service = prefix.toLowerCase();
  const known = read.get(service);
  if (known) return known;
  const text = Object.hasOwn(texts, service) ? texts[service] : undefined;
  if (text === undefined) return undefined;
  const actions = readService(service, text);
  read.set(service, actions);
  return actions;
}

function matchingActions(written: string): readonly Action[] | undefined {
  const known = matched.get(written);
  if (known) return known;
  const [prefix = "", name] = written.split(":");
  const actions = name === undefined ? undefined : actionsOf(prefix);
  if (!actions || name === undefined || name === "*") return actions;
  const matches = pattern(written);
  const found = actions.filter((action) => matches(action.name));
  matched.set(written, found);
  return found;
}

function readService(service: string, text: string): readonly Action[] {
  const [head = "", ...lines] = text.split("\n");
  const arns = new Map(head.split(" ").map((type): [string, string] => splitAt(type, type.indexOf("="))));
  return lines.flatMap((line) => {
    const [letter = "", types = "", ...names] = line.split(" ");
    const resources = types
      .split(",")
      .filter(Boolean)
      .map((type): ActionResource => {
        const required = !type.endsWith("?");
        const name = required ? type : type.slice(0, -1);
        return { type: name, required, arn: arns.get(name) ?? "*" };
      });
    const level = LEVELS[letter] ?? "Write";
    return names.map((name): Action => ({ name: `${service}:${name}`, level, resources }));
  });
}

function splitAt(text: string, index: number): [string, string] {
  return [text.slice(0, index), text.slice(index + 1)];
}

/** Kept apart from everything else, so that its data is loaded with an analysis only. */
export const catalogue: ActionCatalogue = { date: data.date, isServicePrefix, actionsOf, matchingActions };
