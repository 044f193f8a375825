import { pattern, type AccessLevel, type Action, type Analysis, type Statement } from "@assay/analyzer";
import type { Finding } from "../rule.js";
import { judge, type StatementContext } from "./judge.js";
import { canBeLimited, conditionKeys, isDenied, isEverything, isPlatformAction, isUnlimited } from "./resources.js";
import { count } from "./words.js";

type Choose = (statement: Statement, context: StatementContext) => readonly string[];

/** Judges the actions of some class that policies allow on every resource and under no condition. */
export function judgeUnconstrained(analysis: Analysis, what: string, choose: Choose): Iterable<Finding> {
  return judge(analysis, {
    kinds: ["identity"],
    needs: ["Action", "Resource"],
    wrong: (statement, context) => {
      if (statement.effect === "Deny" || conditionKeys(statement).length > 0) return [];
      const everyAction = statement.notActions.length > 0 && isEverything(statement);
      return everyAction ? [`everything but ${statement.notActions.join(", ")}`] : choose(statement, context);
    },
    fails: (name, wrong) => `${name} allows ${what} on every resource: ${wrong}.`,
    passes: (name, statements) =>
      `None of the ${count(statements.length, "statement")} of ${name} allows ${what} on every resource.`,
  });
}

/** Chooses actions by name. */
export function named(names: readonly string[]): Choose {
  return (statement, { analysis, denials }) =>
    names.filter((name) => {
      if (!statement.actions.some((written) => pattern(written)(name))) return false;
      const action = analysis.actions.matchingActions(name)?.[0];
      const isWide = action ? isUnlimited(statement, action) : isEverything(statement);
      return isWide && !isDenied(name, denials, action);
    });
}

/** Chooses actions, as written, that stand for one of a level which could be limited to a resource. */
export function ofLevel(level: AccessLevel): Choose {
  return (statement, { analysis, denials }) =>
    statement.actions.filter((written) => {
      if (written === "*") return isEverything(statement);
      return (analysis.actions.matchingActions(written) ?? []).some(
        (action) => action.level === level && isOpen(action, statement, denials),
      );
    });
}

function isOpen(action: Action, statement: Statement, denials: readonly Statement[]): boolean {
  return (
    canBeLimited(action) &&
    !isPlatformAction(action) &&
    isUnlimited(statement, action) &&
    !isDenied(action.name, denials, action)
  );
}
