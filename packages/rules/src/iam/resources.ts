import {
  literalText,
  pattern,
  readEntries,
  type Action,
  type ActionResource,
  type Statement,
  type Text,
} from "@assay/analyzer";
import data from "../data/iam.json" with { type: "json" };

/** A letter that no name contains: stands for any name when patterns are compared. */
const ANY_NAME = "\u0001";
/** Stands for what is known at deployment only: one name, not any. */
const SYMBOL = "\u0002";

/** Whether a statement names every resource there is. */
export function isEverything(statement: Statement): boolean {
  return statement.resources.some((text) => literalText(text) === "*");
}

/** Whether a statement names every resource that an action works on: `*`, or `table/*` for an action on tables. */
export function isUnlimited(statement: Statement, action: Action): boolean {
  if (isEverything(statement)) return true;
  return statement.resources.some((text) => action.resources.some((type) => coversType(text, type)));
}

/** Whether a text matches every resource of a type, in whichever region and account. */
function coversType(text: Text, { arn }: ActionResource): boolean {
  const written = text.map((part) => (typeof part === "string" ? part : SYMBOL)).join("");
  if (!written.includes("*")) return false;
  const [, , service, , , ...rest] = written.split(":");
  const [typeService, , , ...typeRest] = arn.split(":");
  return service === typeService && pattern(rest.join(":"))(typeRest.join(":").replaceAll("*", ANY_NAME));
}

const withoutResource = new Set(data.withoutResource);
const platformActions = new Set(data.platformActions);

/**
 * Whether a policy can limit an action to some resources. It cannot where AWS lists no type of resource, nor where the
 * only one listed is an optional extra (a lexicon, a custom model).
 */
export function canBeLimited({ name, resources }: Action): boolean {
  if (resources.length === 0 || withoutResource.has(name)) return false;
  const [first, ...others] = resources;
  return others.length > 0 || first?.required === true;
}

/** What every function needs in order to log, trace and join a network; AWS's own policies allow it on everything. */
export function isPlatformAction({ name }: Action): boolean {
  return platformActions.has(name);
}

const limitingKeys = new Set(data.limitingConditionKeys);
const callerKeys = new Set(data.callerConditionKeys);

/** The condition keys of a statement, in lower case. */
export function conditionKeys({ condition }: Statement): readonly string[] {
  if (!condition) return [];
  return readEntries(condition).flatMap((operator) => readEntries(operator.view).map(({ key }) => key.toLowerCase()));
}

/** Whether a condition limits the resources on which a statement holds. */
export function hasLimitingCondition(statement: Statement): boolean {
  return conditionKeys(statement).some(
    (key) => limitingKeys.has(key) || data.limitingConditionPrefixes.some((prefix) => key.startsWith(prefix)),
  );
}

/** Whether a condition limits who can use a statement that names every principal. */
export function hasCallerCondition(statement: Statement): boolean {
  return conditionKeys(statement).some((key) => callerKeys.has(key) || key.startsWith("aws:principaltag/"));
}

/** Whether a statement beside it denies an action on every resource of some type that it works on. */
export function isDenied(action: string, denials: readonly Statement[], known?: Action): boolean {
  return denials.some(
    (denial) =>
      !denial.condition &&
      denial.actions.some((written) => pattern(written)(action)) &&
      (isEverything(denial) || (known !== undefined && isUnlimited(denial, known))),
  );
}

/**
 * The account numbers that the principals of a statement spell out: where only `whole` accounts count, those that are
 * let in as such rather than by one of their roles.
 */
export function foreignAccounts({ principals }: Statement, whole: boolean): readonly string[] {
  const form = whole
    ? /^AWS:(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/
    : /^AWS:(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::.*)?$/;
  return principals.flatMap((principal) => form.exec(principal)?.[1] ?? []);
}
