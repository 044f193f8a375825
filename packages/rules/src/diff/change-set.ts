import type { Region } from "@assay/analyzer";
import type { AssessedFinding, KnownFinding, Verdict } from "../assessment.js";

/** Whether something is there only after the change, only before it, or in another form. */
export type Kind = "added" | "removed" | "changed";

/** One of the two versions that are compared. */
export interface Version {
  /** `main (1a2b3c4d5e6f)`, `the working tree`, or a path. */
  readonly name: string;
  /** A saved report holds no graph: see `notes` for what is not compared. */
  readonly kind: "tree" | "report";
  /** Whether everything in it could be read and evaluated. */
  readonly complete: boolean;
}

/** A resource as people call it. */
export interface Named {
  /** Id in the graph of the newer version, where it has one. */
  readonly id: string;
  readonly name: string;
}

/** A property of a function that is another one now, in words: `3 s`, `not set`, `unknown: …`. */
export interface SettingChange {
  readonly setting: string;
  readonly before: string;
  readonly after: string;
}

/** What becomes of events that fail: `kept`, `lost`, `unknown`, or `not-applicable` where the caller gets the error. */
export interface FailurePathChange {
  readonly trigger: string;
  /** `gained`: failed events are kept now; `lost`: no longer; `changed`: kept elsewhere; `unknown`: nobody can tell. */
  readonly change: "gained" | "lost" | "changed" | "unknown";
  readonly before: string;
  readonly after: string;
  readonly location: Region;
}

export interface TriggerChange {
  readonly change: Kind;
  readonly event: string;
  readonly source: Named;
  /** `GET /orders`, `rate(5 minutes)`. */
  readonly detail?: string;
  /** What is another one now, for `changed`. */
  readonly settings: readonly SettingChange[];
  /** For `added`: what becomes of failed events. */
  readonly failurePath?: string;
  readonly location: Region;
}

/** An AWS service or resource that a function uses in a way that is new or no more. */
export interface IntegrationChange {
  readonly change: "added" | "removed";
  readonly service: string;
  /** `reads`, `writes`, `publishes`, `invokes`, `fails to`, `succeeds to`. */
  readonly how: readonly string[];
  readonly resource: Named;
}

export interface FunctionChange {
  readonly change: Kind;
  readonly id: string;
  readonly name: string;
  /** Set when the function is declared under another id, and what makes it certain that it is the same one. */
  readonly was?: { readonly id: string; readonly name: string; readonly because: string };
  /** In the newer version; in the older one for `removed`. */
  readonly location: Region;
  readonly settings: readonly SettingChange[];
  readonly triggers: readonly TriggerChange[];
  readonly failurePaths: readonly FailurePathChange[];
  readonly integrations: readonly IntegrationChange[];
}

/** A part of what policies allow or deny: every action on every resource of the lists. */
export interface Grant {
  /** `Boundary`: a permissions boundary, which limits what the rest allows. */
  readonly effect: "Allow" | "Deny" | "Boundary";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `StringEquals aws:SourceAccount 123456789012`; missing when there is none. */
  readonly condition?: string;
  /** The scenario in which it holds; missing when it always does. */
  readonly when?: string;
}

/** A grant that is there in one version only. */
export interface GrantChange extends Grant {
  /** The AWS managed policy that it is a part of. */
  readonly managedPolicy?: string;
  /** The framework that adds it; missing when the author wrote it. */
  readonly addedBy?: string;
  /** Where it is written, in whichever version has it: a denial that is gone is gained, and stands in the older one. */
  readonly location: Region;
  /** The narrower grants of the other version that stand in its place. */
  readonly insteadOf: readonly Grant[];
  /** Who has lost the same permission (for what is gained), or has gained it (for what is lost). */
  readonly moved: readonly string[];
}

/**
 * `broadened`: something is allowed that was not, and nothing less; `narrowed`: the reverse; `changed`: both; `granted`
 * and `revoked`: of holders that are new or gone; `unknown`: it depends on what is not known.
 */
export type Direction = "broadened" | "narrowed" | "changed" | "granted" | "revoked" | "unknown";

/** What those who hold a role may do more or less than before. */
export interface PermissionChange {
  readonly direction: Direction;
  /** The functions that run with the role; the role itself where no function does. */
  readonly holders: readonly Named[];
  readonly role: Named;
  readonly gained: readonly GrantChange[];
  readonly lost: readonly GrantChange[];
  /** Gained or lost, unless what is not known says the same. */
  readonly uncertain: readonly GrantChange[];
  /** What is not known in one version only. */
  readonly unknown: readonly string[];
  readonly location: Region;
}

/** A way in for everybody, or for another account. */
export interface ExposureChange {
  readonly change: "gained" | "lost";
  readonly kind: "function-url" | "route" | "permission" | "resource-policy" | "trust-policy";
  readonly resource: Named;
  readonly message: string;
  /** Whether the other version is known not to have it. */
  readonly certain: boolean;
  readonly location: Region;
}

export interface VerdictChange {
  readonly checklist: string;
  readonly criterion: string;
  readonly title: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** What the newer version says. */
  readonly statement: string;
}

/** What an update of the stack would do to a resource. */
export interface ResourceImpact {
  readonly impact: "replace" | "may-replace" | "destroy" | "orphan";
  /** `template.yaml#Orders`, in the newer version unless it is gone. */
  readonly id: string;
  readonly logicalId: string;
  readonly type: string;
  /** The properties that make it so. */
  readonly properties: readonly string[];
  /** Whether data goes with it: of a table, a bucket, a queue … that no policy of the template retains. */
  readonly losesData: boolean;
  readonly location?: Region;
}

/** A finding that is new, as an assessment has it. */
export type NewFinding = Pick<
  AssessedFinding,
  "rule" | "severity" | "subject" | "message" | "when" | "confidence" | "fingerprint" | "locations"
>;

/** What a change does to a repository, as one JSON document. */
export interface ChangeSet {
  readonly schema: "https://assay.dev/schema/diff-1.json";
  readonly tool: { readonly name: "assay"; readonly version: string };
  readonly before: Version;
  readonly after: Version;
  readonly functions: readonly FunctionChange[];
  readonly permissions: readonly PermissionChange[];
  readonly exposure: readonly ExposureChange[];
  readonly verdicts: readonly VerdictChange[];
  /** Resources that an update would replace or destroy. */
  readonly resources: readonly ResourceImpact[];
  readonly findings: { readonly new: readonly NewFinding[]; readonly fixed: readonly KnownFinding[] };
  /** What limits the comparison. */
  readonly notes: readonly string[];
}
