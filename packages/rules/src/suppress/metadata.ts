import { at, itemsAt, mappingAt, stringAt, type Analysis, type Node, type Resource } from "@assay/analyzer";
import type { RuleFinding } from "../run.js";
import { ownSuppression, peer, type Suppression } from "./suppression.js";

/**
 * What the `Metadata` of resources accepts: ours (`assay: { ignore: [{ rule, reason, expires }] }`) and those of cfn_nag,
 * cfn-lint, Checkov, cdk-nag 2 and Guard, in the form that each of them documents.
 */
export function metadataSuppressions({ graph }: Analysis): readonly Suppression[] {
  return graph.resources.flatMap((resource) => {
    const metadata = resource.stack && mappingAt(resource.stack.resources.get(resource.logicalId), "Metadata");
    if (!metadata) return [];
    const covers = ({ subject }: RuleFinding) => subject === resource || generatedFrom(subject, resource);
    return [
      ...itemsAt(metadata, "assay", "ignore").map((entry) => own(entry, covers)),
      ...itemsAt(metadata, "cfn_nag", "rules_to_suppress").flatMap((entry) =>
        listed("cfn_nag", entry, "id", "reason", covers),
      ),
      ...itemsAt(metadata, "checkov", "skip").flatMap((entry) => listed("checkov", entry, "id", "comment", covers)),
      ...itemsAt(metadata, "cdk_nag", "rules_to_suppress").flatMap((entry) =>
        listed("cdk-nag", entry, "id", "reason", covers),
      ),
      ...itemsAt(metadata, "cfn-lint", "config", "ignore_checks").flatMap((entry) => named("cfn-lint", entry, covers)),
      ...itemsAt(metadata, "guard", "SuppressedRules").flatMap((entry) => named("guard", entry, covers)),
    ];
  });
}

/** What a framework generates because of a resource is covered with it: the role of a SAM function. */
function generatedFrom(subject: Resource, resource: Resource): boolean {
  const { cause } = subject.origin;
  return (
    cause !== undefined &&
    cause.span.file === resource.origin.span.file &&
    cause.key?.start === resource.origin.span.start
  );
}

function own(entry: Node, covers: Suppression["covers"]): Suppression {
  const rule = at(entry, "rule");
  const rules = rule?.kind === "sequence" ? rule.items.flatMap((item) => stringAt(item) ?? []) : [stringAt(rule)];
  const text = (key: string) => stringAt(entry, key);
  const fields = { reason: text("reason"), expires: text("expires"), owner: text("owner"), ticket: text("ticket") };
  return ownSuppression(
    rules.filter((name) => name !== undefined),
    fields,
    entry.origin.span,
    covers,
  );
}

function listed(tool: string, entry: Node, id: string, reason: string, covers: Suppression["covers"]): Suppression[] {
  const rule = stringAt(entry, id);
  return rule === undefined ? [] : [peer(tool, rule, stringAt(entry, reason), entry.origin.span, covers)];
}

function named(tool: string, entry: Node, covers: Suppression["covers"]): Suppression[] {
  const rule = stringAt(entry);
  return rule === undefined ? [] : [peer(tool, rule, undefined, entry.origin.span, covers)];
}
