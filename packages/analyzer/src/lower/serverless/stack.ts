import { toJson, type MappingNode, type Node, type Origin } from "../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../draft.js";
import { ids } from "./names.js";
import type { ServiceFunction } from "./service.js";

/** A draft of a mapping. */
export type Drafts = { readonly [key: string]: Draft };

/** The shared execution role while it is collected: every part of the framework adds what its resources need. */
interface ExecutionRole {
  readonly properties: MappingNode;
  readonly policyName: Draft;
  readonly statements: Node[];
  /** The statements that are added at most once, as text. */
  readonly spelled: Set<string>;
  readonly trusted: string[];
  readonly managed: Node[];
}

/** The template under construction. Generated nodes name the configuration that caused them. */
export class Stack {
  readonly resources = new Map<string, MappingNode>();
  readonly outputs = new Map<string, Node>();
  private role: ExecutionRole | undefined;

  /** Adds (or replaces) a resource that the framework generates because of `cause`; `by` says which part of it does. */
  add(id: string, type: string, cause: Origin, properties: Drafts, attributes: Drafts = {}, by = BY): void {
    const origin = generatedFrom(cause, by);
    this.resources.set(id, draft({ Type: type, ...attributes, Properties: properties }, origin));
  }

  /** Replaces some properties of a resource that is there; `undefined` removes one. */
  change(id: string, cause: Origin, properties: Drafts): void {
    const resource = this.resources.get(id);
    const before = resource?.entries.get("Properties");
    if (!resource || before?.kind !== "mapping") return;
    const origin = generatedFrom(cause, BY);
    this.resources.set(id, withEntries(resource, { Properties: withEntries(before, properties, origin) }, origin));
  }

  /** Replaces some attributes (`DependsOn`, `DeletionPolicy` …) of a resource that is there. */
  mark(id: string, cause: Origin, attributes: Drafts): void {
    const resource = this.resources.get(id);
    if (resource) this.resources.set(id, withEntries(resource, attributes, generatedFrom(cause, BY)));
  }

  output(id: string, cause: Origin, description: string | undefined, value: Draft, more: Drafts = {}): void {
    this.outputs.set(id, draft({ Description: description, Value: value, ...more }, generatedFrom(cause, BY)));
  }

  openRole(cause: Origin, properties: Drafts, policyName: Draft): void {
    const origin = generatedFrom(cause, BY);
    const trusted = ["lambda.amazonaws.com"];
    this.role = {
      properties: draft(properties, origin),
      policyName,
      statements: [],
      spelled: new Set(),
      trusted,
      managed: [],
    };
    this.resources.set(ids.role, this.role.properties);
  }

  /** Whether there is a shared role; without one, what it would need is the author's business. */
  get hasRole(): boolean {
    return this.role !== undefined;
  }

  /** Adds statements to the shared role, marked as the framework's own unless they are nodes already. */
  allow(cause: Origin, ...statements: readonly Draft[]): void {
    const origin = generatedFrom(cause, "Serverless Framework permission");
    for (const statement of statements) this.role?.statements.push(draft(statement, origin));
  }

  /** Adds a statement unless the shared role has an equal one. */
  allowOnce(cause: Origin, statement: Drafts): void {
    const made = draft(statement, generatedFrom(cause, "Serverless Framework permission"));
    const spelled = JSON.stringify(toJson(made));
    if (!this.role || this.role.spelled.has(spelled)) return;
    this.role.spelled.add(spelled);
    this.role.statements.push(made);
  }

  attach(...policies: readonly Node[]): void {
    this.role?.managed.push(...policies);
  }

  /** Attaches one of AWS' own service-role policies to the shared role. */
  attachManaged(cause: Origin, name: string): void {
    const arn = ["arn:", { Ref: "AWS::Partition" }, `:iam::aws:policy/service-role/${name}`];
    this.attach(draft({ "Fn::Join": ["", arn] }, generatedFrom(cause, "Serverless Framework permission")));
  }

  /** Lets another service assume the shared role. */
  trust(principal: string): void {
    if (this.role && !this.role.trusted.includes(principal)) this.role.trusted.push(principal);
  }

  /** The shared role as a pattern for others: its properties without what it allows, and who may assume it. */
  get rolePattern(): { readonly properties: MappingNode; readonly trusted: readonly string[] } | undefined {
    return this.role;
  }

  /** Gives the shared role a property, such as a boundary. */
  changeRole(properties: Drafts): void {
    if (!this.role) return;
    this.role = { ...this.role, properties: withEntries(this.role.properties, properties) };
  }

  /** Puts the shared role together, once nothing more can be added to it. */
  closeRole(): void {
    if (!this.role) return;
    const { properties, policyName, statements, trusted, managed } = this.role;
    const { origin } = properties;
    const all = withEntries(
      properties,
      {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: trusted }, Action: ["sts:AssumeRole"] }],
        },
        Policies: [{ PolicyName: policyName, PolicyDocument: { Version: "2012-10-17", Statement: statements } }],
        ManagedPolicyArns: managed.length > 0 ? managed : undefined,
      },
      origin,
    );
    this.resources.set(ids.role, draft({ Type: "AWS::IAM::Role", Properties: all }, origin));
    this.role = undefined;
  }
}

const BY = "Serverless Framework";

/** The ARN by which a function is invoked: its own, or its alias'. */
export function targetOf(fn: ServiceFunction): Draft {
  const own = { "Fn::GetAtt": [fn.id, "Arn"] };
  return fn.alias ? { "Fn::Join": [":", [own, fn.alias.name]] } : own;
}

/** `DependsOn` for what invokes a function through an alias. */
export function aliasDependency(fn: ServiceFunction): Draft {
  return fn.alias?.id;
}

/** Permission for a principal to invoke a function. */
export function addPermission(
  stack: Stack,
  id: string,
  fn: ServiceFunction,
  cause: Origin,
  principal: Draft,
  more: Drafts = {},
  attributes: Drafts = { DependsOn: aliasDependency(fn) },
): void {
  const properties = { FunctionName: targetOf(fn), Action: "lambda:InvokeFunction", Principal: principal, ...more };
  stack.add(id, "AWS::Lambda::Permission", cause, properties, attributes);
}

/** An ARN in the partition, region and account of the stack: `arn:…:service:…:…:rest`. */
export function arn(service: string, first: Draft, ...rest: readonly Draft[]): Draft {
  return {
    "Fn::Join": [
      "",
      [
        "arn:",
        { Ref: "AWS::Partition" },
        `:${service}:`,
        { Ref: "AWS::Region" },
        ":",
        { Ref: "AWS::AccountId" },
        ...(typeof first === "string" ? [`:${first}`] : [":", first]),
        ...rest,
      ],
    ],
  };
}

/** The URI by which API Gateway invokes a function. */
export function invocationUri(target: readonly Draft[], path = "2015-03-31", suffix = "/invocations"): Draft {
  return {
    "Fn::Join": [
      "",
      [
        "arn:",
        { Ref: "AWS::Partition" },
        ":apigateway:",
        { Ref: "AWS::Region" },
        `:lambda:path/${path}/functions/`,
        ...target,
        suffix,
      ],
    ],
  };
}
