import { compareText, nameOf, regionOf, type Analysis, type FunctionRow, type Region } from "@assay/analyzer";
import type { Rule } from "../rule.js";
import { permissionPublic } from "../rules/permission-public.js";
import { resourcePolicyCrossAccount } from "../rules/resource-policy-cross-account.js";
import { resourcePolicyPublic } from "../rules/resource-policy-public.js";
import { trustPolicyCrossAccount } from "../rules/trust-policy-cross-account.js";
import { trustPolicyPublic } from "../rules/trust-policy-public.js";
import { optionsOf } from "../settings/options.js";
import type { ExposureChange, Named } from "./change-set.js";
import type { Naming } from "./functions.js";
import type { Matched } from "./match.js";

/** A way in, as it is in one version. */
interface Way {
  readonly key: string;
  readonly kind: ExposureChange["kind"];
  readonly resource: Named;
  readonly message: string;
  readonly state: "open" | "unknown";
  readonly location: Region;
}

/** The rules that know what is open; their findings count here whatever the configuration says of them. */
const RULES: readonly (readonly [rule: Rule, kind: ExposureChange["kind"]])[] = [
  [permissionPublic, "permission"],
  [resourcePolicyPublic, "resource-policy"],
  [resourcePolicyCrossAccount, "resource-policy"],
  [trustPolicyPublic, "trust-policy"],
  [trustPolicyCrossAccount, "trust-policy"],
];

/** What everybody, or another account, can reach now and could not before, and the reverse. */
export function compareExposure(
  functions: Matched<FunctionRow>,
  before: Analysis | undefined,
  after: Analysis | undefined,
  naming: Naming,
): readonly ExposureChange[] {
  const { pairs, added, removed } = functions;
  const same = (id: string) => id;
  const isComparable = before !== undefined && after !== undefined;
  const olds = [
    ...[...pairs.map((pair) => pair.before), ...removed].flatMap((row) => waysIn(row, naming.idOf, naming)),
    ...(isComparable ? policies(before, naming.idOf) : []),
  ];
  const news = [
    ...[...pairs.map((pair) => pair.after), ...added].flatMap((row) => waysIn(row, same, naming)),
    ...(isComparable ? policies(after, same) : []),
  ];
  return [...only(news, olds, "gained"), ...only(olds, news, "lost")];
}

function only(
  here: readonly Way[],
  there: readonly Way[],
  change: ExposureChange["change"],
): readonly ExposureChange[] {
  const known = new Map(there.map((way) => [way.key, way]));
  return here
    .filter(({ key, state }) => state === "open" && known.get(key)?.state !== "open")
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ key, kind, resource, message, location }) => ({
      change,
      kind,
      resource,
      message,
      certain: known.get(key)?.state !== "unknown",
      location,
    }));
}

/** Function URLs and routes on which nobody has to authenticate; an API key identifies a caller, no more. */
function waysIn(row: FunctionRow, idOf: (id: string) => string, { nameOf: name }: Naming): readonly Way[] {
  return row.triggers.flatMap(({ event, source, detail, authorization, location }): Way[] => {
    if (!authorization?.startsWith("NONE")) return [];
    const resource = { id: idOf(row.id), name: row.title };
    const shared = { resource, state: "open", location } as const;
    if (event === "function-url")
      return [
        {
          ...shared,
          kind: "function-url",
          key: `url ${resource.id}`,
          message: `The URL of ${row.title} is open to everybody.`,
        },
      ];
    if (event !== "api") return [];
    const api = name(idOf(source));
    const guard = authorization === "NONE" ? "without authorization" : "with nothing but an API key";
    return [
      {
        ...shared,
        kind: "route",
        key: `route ${idOf(source)} ${detail ?? ""} ${guard}`,
        message: `${detail ?? "A route"} of ${api} starts ${row.title} ${guard}.`,
      },
    ];
  });
}

function* policies(analysis: Analysis, idOf: (id: string) => string): Iterable<Way> {
  for (const [rule, kind] of RULES) {
    for (const { subject, outcome, message, evidence } of rule.check(analysis, optionsOf(rule, {}))) {
      if (outcome !== "fail" && outcome !== "unknown") continue;
      const id = idOf(subject.id);
      yield {
        key: `${rule.id} ${id}`,
        kind,
        resource: { id, name: nameOf(subject) },
        message,
        state: outcome === "fail" ? "open" : "unknown",
        location: regionOf(evidence[0].origin.span),
      };
    }
  }
}
