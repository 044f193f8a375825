import { at, type Node } from "../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../draft.js";
import data from "./data/policy-templates.json" with { type: "json" };
import type { Expansion } from "./expansion.js";
import type { SamResource } from "./model.js";
import { managedPolicyNamed } from "./partition.js";
import { ifOf, isIf, isIntrinsic, isNoValue, literal } from "./value.js";

interface PolicyTemplate {
  readonly parameters: readonly string[];
  readonly statements: readonly Draft[];
}

const templates: Readonly<Record<string, PolicyTemplate>> = data.templates;

/** What goes into a role: ARNs of managed policies, and inline policies. */
export interface RolePolicies {
  readonly managed?: readonly Node[];
  readonly inline?: readonly Node[];
}

type PolicyKind = "managed" | "document" | "template" | "unknown" | "mixed";

/**
 * The `Policies` of a function or state machine: names and ARNs of managed policies, documents, and SAM's policy
 * templates, each possibly under `Fn::If`.
 */
export function readPolicies(
  policies: readonly Node[],
  owner: SamResource,
  roleId: string,
  sam: Expansion,
): Required<RolePolicies> {
  const managed: Node[] = [];
  const inline: Node[] = [];
  policies.forEach((policy, index) => {
    const kind = kindOf(policy);
    if (kind === "managed") managed.push(mapBranches(policy, (branch) => managedPolicy(branch, sam)));
    else if (kind === "document" || kind === "template")
      inline.push(mapBranches(policy, (branch) => inlinePolicy(branch, `${roleId}Policy${index}`, owner, sam)));
    else if (kind === "mixed")
      sam.reject(owner.id, policy, "an Fn::If in 'Policies' has to hold three arguments and one kind of policy");
    else sam.reject(owner.id, policy, `the policy at index ${index} of 'Policies' is none that SAM knows`);
  });
  return { managed, inline };
}

/** The entries of `Policies`, which may be a single one. */
export function policyEntries(policies: Node | undefined): readonly Node[] {
  return policies?.kind === "sequence" ? policies.items : policies ? [policies] : [];
}

function kindOf(policy: Node): PolicyKind {
  if (literal(policy) !== undefined) return "managed";
  if (isIf(policy)) {
    const branches = ifOf(policy);
    if (!branches) return "mixed";
    const [then, otherwise] = [kindOf(branches.then), kindOf(branches.otherwise)];
    if (then === otherwise) return then;
    return isNoValue(branches.then) ? otherwise : isNoValue(branches.otherwise) ? then : "mixed";
  }
  if (isIntrinsic(policy)) return "managed";
  if (policy.kind !== "mapping") return "unknown";
  if (policy.entries.has("Statement")) return "document";
  const [name] = policy.entries.keys();
  return policy.entries.size === 1 && name !== undefined && Object.hasOwn(templates, name) ? "template" : "unknown";
}

/** The policy, or what stands in its branches other than AWS::NoValue, replaced. */
function mapBranches(policy: Node, make: (branch: Node) => Node): Node {
  const branches = ifOf(policy);
  if (!branches) return make(policy);
  const branch = (node: Node) => (isNoValue(node) ? node : make(node));
  return draft({ "Fn::If": [branches.condition, branch(branches.then), branch(branches.otherwise)] }, policy.origin);
}

function managedPolicy(policy: Node, sam: Expansion): Node {
  const name = literal(policy);
  const arn = name === undefined ? undefined : managedPolicyNamed(sam.partition, name);
  return arn === undefined || arn === name
    ? policy
    : draft(arn, generatedFrom(policy.origin, "SAM managed policy name"));
}

function inlinePolicy(policy: Node, name: string, owner: SamResource, sam: Expansion): Node {
  const origin = generatedFrom(policy.origin, "SAM Policies");
  return draft({ PolicyName: name, PolicyDocument: fromTemplate(policy, owner, sam) ?? policy }, origin);
}

/** The document that a policy template stands for; `undefined` when the policy is a document of the author's. */
function fromTemplate(policy: Node, owner: SamResource, sam: Expansion): Node | undefined {
  if (policy.kind !== "mapping" || policy.entries.has("Statement")) return undefined;
  const [[name, values] = []] = policy.entries;
  const template = name === undefined ? undefined : templates[name];
  if (name === undefined || !values || !template) return undefined;
  if (values.kind !== "mapping") {
    sam.reject(owner.id, values, `the policy template '${name}' needs a map of parameters`);
  } else {
    const missing = template.parameters.filter((parameter) => !values.entries.has(parameter));
    if (missing.length > 0)
      sam.reject(owner.id, values, `the policy template '${name}' needs ${missing.map((m) => `'${m}'`).join(", ")}`);
  }
  const statements = template.statements.map((statement) => fill(statement, template.parameters, values));
  return draft({ Statement: statements }, generatedFrom(policy.origin, `SAM policy template ${name}`));
}

/** The data of a template with each `Ref` to one of its parameters replaced by the value given for it. */
function fill(data: Draft, parameters: readonly string[], values: Node): Draft {
  if (Array.isArray(data)) return (data as readonly Draft[]).map((item) => fill(item, parameters, values));
  if (typeof data !== "object" || data === null) return data;
  const entries = Object.entries(data as { readonly [key: string]: Draft });
  const [[key, value] = []] = entries;
  if (entries.length === 1 && key === "Ref" && typeof value === "string" && parameters.includes(value))
    return at(values, value) ?? data;
  return Object.fromEntries(entries.map(([name, item]) => [name, fill(item, parameters, values)]));
}
