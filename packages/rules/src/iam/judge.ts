import {
  authoredFunctions,
  known,
  nameOf,
  readText,
  resourceId,
  resourcesIn,
  type Analysis,
  type Policy,
  type Resource,
  type Statement,
} from "@assay/analyzer";
import { at, fail, notApplicable, pass, unknown, type Evidence, type Finding } from "../rule.js";
import { list } from "./words.js";

type Element = "Action" | "NotAction" | "Resource" | "NotResource" | "Principal" | "NotPrincipal";

/** What a rule asks of the statements of policies. */
export interface Question {
  readonly kinds: readonly Policy["kind"][];
  /** The elements of a statement that decide; while one of them is not known and nothing is wrong, nobody knows. */
  readonly needs: readonly Element[];
  /** What is wrong with a statement, in words; nothing when it is right. */
  readonly wrong: (statement: Statement, context: StatementContext) => readonly string[];
  /** Policies that the question is about; all of them otherwise. */
  readonly about?: (policy: Policy) => boolean;
  readonly fails: (name: string, wrong: string, resource: Resource) => string;
  readonly passes: (name: string, statements: readonly Statement[], resource: Resource) => string;
}

export interface StatementContext {
  readonly analysis: Analysis;
  /** The statements beside it that deny something. */
  readonly denials: readonly Statement[];
  readonly policy: Policy;
}

/**
 * Judges the statements that authors wrote or asked for: one finding for each resource that declares policies. What
 * a framework adds by itself, and what AWS writes in its managed policies, is nobody's fault here.
 */
export function* judge(analysis: Analysis, question: Question): Iterable<Finding> {
  for (const [resource, declared] of declaredPolicies(analysis)) {
    const policies = declared.filter(
      (policy) => question.kinds.includes(policy.kind) && (question.about?.(policy) ?? true),
    );
    const found = policies.length > 0 ? judgeResource(resource, policies, question, analysis) : undefined;
    if (found) yield found;
  }
}

function judgeResource(
  resource: Resource,
  policies: readonly Policy[],
  question: Question,
  analysis: Analysis,
): Finding | undefined {
  const name = nameOf(resource);
  const own = policies.flatMap((policy) =>
    policy.statements.filter(isWritten).map((statement) => ({ policy, statement })),
  );
  const denials = own.map(({ statement }) => statement).filter(({ effect }) => effect === "Deny");
  const wrong = own.flatMap(({ policy, statement }) => {
    const words = question.wrong(statement, { analysis, denials, policy });
    return words.length > 0 ? [{ statement, words }] : [];
  });
  const place = at(resource, name);
  const [first, ...others] = wrong;
  if (first) {
    const words = list(wrong.flatMap((each) => each.words));
    return fail(resource, {
      message: question.fails(name, words, resource),
      evidence: [
        cite(first.statement),
        ...others.map((each) => cite(each.statement)),
        place,
        ...runners(policies, analysis),
      ],
      ...(others.length === 0 ? { when: first.statement.when } : {}),
    });
  }
  const open = firstUnknown(policies, question.needs);
  if (open)
    return unknown(resource, {
      message: `Not all that ${name} allows is known: ${open.because}.`,
      evidence: [open.place, place],
    });
  // What a framework made, and nobody added to, is not worth a word.
  if (own.length === 0 && resource.origin.why === "generated") return undefined;
  if (own.length === 0)
    return notApplicable(resource, { message: `${name} has no statement that an author wrote.`, evidence: [place] });
  const statements = own.map(({ statement }) => statement);
  return pass(resource, {
    message: question.passes(name, statements, resource),
    evidence: [place, ...statements.slice(0, 3).map(cite)],
  });
}

/** The functions that run with what a policy allows. */
function runners(policies: readonly Policy[], { graph }: Analysis): readonly Evidence[] {
  const roles = new Set(policies.flatMap((policy) => (policy.kind === "identity" ? policy.attachedTo : [])));
  return [...roles]
    .flatMap((role) => graph.to(role, "assumes"))
    .filter(({ from }) => from.kind === "function")
    .slice(0, 5)
    .map(({ from, origin }) => ({ origin, says: `${nameOf(from)} runs with it` }));
}

function firstUnknown(
  policies: readonly Policy[],
  needs: readonly Element[],
): { readonly because: string; readonly place: Evidence } | undefined {
  for (const { unknown: because, managedPolicy, origin, statements } of policies) {
    if (because !== undefined && managedPolicy === undefined) return { because, place: { origin, says: "policy" } };
    for (const statement of statements) {
      if (statement.addedBy !== undefined) continue;
      const cause = statement.unknown.find((text) => needs.some((element) => new RegExp(`^${element}\\b`).test(text)));
      if (cause !== undefined) return { because: cause, place: cite(statement) };
    }
  }
  return undefined;
}

/**
 * Whether a managed policy is a permissions boundary, which allows nothing but limits what others allow: one that a role
 * names as its boundary, or that nothing attaches and that is called so.
 */
function isBoundary({ declaredBy, attachedTo }: Policy, boundaries: ReadonlySet<Resource>): boolean {
  if (declaredBy.type !== "AWS::IAM::ManagedPolicy" || attachedTo.length > 0) return false;
  return boundaries.has(declaredBy) || /boundary/i.test(declaredBy.logicalId);
}

function boundariesOf({ graph }: Analysis): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  for (const type of ["AWS::IAM::Role", "AWS::IAM::User"]) {
    for (const identity of graph.ofType(type)) {
      for (const { value } of known(readText(identity.properties, "PermissionsBoundary"))) {
        const [symbol] = resourcesIn(value);
        const policy = symbol && graph.resource(resourceId(symbol.stack, symbol.logicalId));
        if (policy) found.add(policy);
      }
    }
  }
  return found;
}

const declarations = new WeakMap<Analysis, ReadonlyMap<Resource, readonly Policy[]>>();

/** The policies by the resource of the author's that declares or attaches them; permissions boundaries are left out. */
export function declaredPolicies(analysis: Analysis): ReadonlyMap<Resource, readonly Policy[]> {
  const earlier = declarations.get(analysis);
  if (earlier) return earlier;
  const found = new Map<Resource, Policy[]>();
  const boundaries = boundariesOf(analysis);
  for (const policy of analysis.policies) {
    const { declaredBy } = policy;
    if (!declaredBy.stack || declaredBy.owner !== undefined || isBoundary(policy, boundaries)) continue;
    const others = found.get(declaredBy);
    if (others) others.push(policy);
    else found.set(declaredBy, [policy]);
  }
  declarations.set(analysis, found);
  return found;
}

/** Functions that run with a role which no scanned input declares: nobody knows what they are allowed. */
export function* functionsWithUnknownRole({ graph }: Analysis): Iterable<Finding> {
  for (const fn of authoredFunctions(graph)) {
    const roles = graph.from(fn, "assumes").map((edge) => edge.to);
    if (roles.some((role) => role.stack)) continue;
    const place = at(fn, `function ${nameOf(fn)}`);
    const named = roles.map(nameOf).join(", ");
    if (named)
      yield unknown(fn, {
        message: `What the role of ${nameOf(fn)} allows is not known: ${named} is not declared in the scanned inputs.`,
        evidence: [place],
      });
    else yield notApplicable(fn, { message: `${nameOf(fn)} names no role.`, evidence: [place] });
  }
}

/** Whether the author is responsible for a statement. */
export function isAuthors({ addedBy }: Statement): boolean {
  return addedBy === undefined;
}

/** Whether the author wrote it, or asked the framework to, rather than attach a policy of AWS's. */
export function isWritten(statement: Statement): boolean {
  return isAuthors(statement) && statement.managedPolicy === undefined;
}

/** A statement as evidence: what it allows or denies. */
export function cite(statement: Statement): Evidence {
  const { effect, actions, notActions } = statement;
  const said = [...actions, ...notActions.map((action) => `everything but ${action}`)];
  return { origin: statement.origin, says: `${effect} ${list(said)}` };
}
