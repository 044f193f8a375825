import { known, readItems, readText } from "../../evaluate/read.js";
import type { Stack, Text, World } from "../../evaluate/model.js";
import type { Scenario } from "../../evaluate/scenario.js";
import { showText } from "../../evaluate/text.js";
import { draft, type Draft } from "../../lower/draft.js";
import { at, stringAt, type Origin } from "../../parse/node.js";
import platform from "../data/platform-policies.json" with { type: "json" };
import type { Statement } from "../model.js";
import { addedBy } from "./statement.js";

interface ManagedStatement {
  readonly effect: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions?: Draft;
}

/** The statements of AWS managed policies by their path: `AmazonS3FullAccess`, `service-role/AWSGlueServiceRole`. */
export type ManagedPolicies = Readonly<Record<string, readonly ManagedStatement[] | undefined>>;

/** The path of an AWS managed policy in its ARN; `undefined` for other policies. */
export function managedPolicyName(arn: Text): string | undefined {
  return /:iam::aws:policy\/(.+)$/.exec(showText(arn))?.[1];
}

/**
 * The managed policies that the roles of the stacks may need. All of them are loaded only when a role attaches another
 * one than the few that frameworks attach by themselves.
 */
export async function loadManagedPolicies(world: World): Promise<ManagedPolicies> {
  const common: ManagedPolicies = platform.policies;
  for (const stack of world.stacks) {
    for (const resource of stack.resources.values()) {
      const attached = at(resource, "Properties", "ManagedPolicyArns");
      if (!attached || !stringAt(resource, "Type")?.startsWith("AWS::IAM::")) continue;
      for (const item of readItems({ node: attached, stack })) {
        for (const { value } of known(readText(item.view))) {
          const name = managedPolicyName(value);
          if (name === undefined || Object.hasOwn(common, name)) continue;
          const { default: all } = await import("../data/managed-policies.json", { with: { type: "json" } });
          return { ...(all.policies as ManagedPolicies), ...common };
        }
      }
    }
  }
  return common;
}

/** The statements of a managed policy as those of the role that attaches it, at the place that does. */
export function managedStatements(
  name: string,
  policies: ManagedPolicies,
  attached: { readonly stack: Stack; readonly when: Scenario; readonly origin: Origin },
): readonly Statement[] | undefined {
  const statements = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (!statements) return undefined;
  const origin: Origin = { ...attached.origin, by: `AWS managed policy ${name}` };
  return statements.map(({ effect, actions = [], notActions = [], resources = [], notResources = [], conditions }) => ({
    effect: effect === "Deny" ? "Deny" : "Allow",
    actions,
    notActions,
    resources: resources.map((text) => [text]),
    notResources: notResources.map((text) => [text]),
    principals: [],
    notPrincipals: [],
    condition: conditions === undefined ? undefined : { node: draft(conditions, origin), stack: attached.stack },
    when: attached.when,
    origin,
    unknown: [],
    addedBy: addedBy(attached.origin),
    managedPolicy: name,
  }));
}
