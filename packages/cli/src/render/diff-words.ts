import type { Region } from "@assay/analyzer";
import type { ChangeSet, FunctionChange, Grant, GrantChange, PermissionChange, ResourceImpact } from "@assay/rules";

/** One thing that a change does, in words that may contain text of the repository. */
export interface Sentence {
  /** `+` more or new, `-` less or gone, `~` another one, `!` something to look at. */
  readonly sign: "+" | "-" | "~" | "!";
  readonly text: string;
  readonly place?: Region;
}

/** Sentences about one thing: a function, a role, the checklist. */
export interface Block {
  readonly title: string;
  readonly place?: Region;
  readonly sentences: readonly Sentence[];
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Everything that a change does, what matters most first; sections without anything to say are left out. */
export function sectionsOf(changes: ChangeSet): readonly Section[] {
  const { functions, permissions, exposure, verdicts, resources, findings } = changes;
  const one = (title: string, sentences: readonly Sentence[]): Section => ({
    title,
    blocks: sentences.length > 0 ? [{ title: "", sentences }] : [],
  });
  const sections: Section[] = [
    one(
      "Public exposure",
      exposure.map(({ change, message, certain, location }) => ({
        sign: change === "gained" ? "!" : "-",
        text: `${change === "gained" ? "" : "No more: "}${message}${certain ? "" : " Whether the other version had it is not known."}`,
        place: location,
      })),
    ),
    { title: "Permissions", blocks: permissions.map(permissionBlock).filter(({ sentences }) => sentences.length > 0) },
    one("Replaced or destroyed", resources.map(impactSentence)),
    { title: "Functions", blocks: functions.map(functionBlock) },
    one(
      "Checklist",
      verdicts.map(({ checklist, criterion, title, before, after, statement }) => ({
        sign: after === "met" ? "+" : after === "not-met" ? "-" : "~",
        text: `${criterion} ${title}: ${before} → ${after}. ${statement} (${checklist})`,
      })),
    ),
    one("New findings", [
      ...findings.new.map(({ rule, severity, message, when, locations: [place] }): Sentence => ({
        sign: "!",
        text: `${severity}: ${message}${when === undefined ? "" : ` (when ${when})`} [${rule}]`,
        ...(place ? { place } : {}),
      })),
    ]),
    one(
      "Fixed findings",
      findings.fixed.map(({ rule, message }) => ({ sign: "-", text: `${message} [${rule}]` })),
    ),
  ];
  return sections
    .map(({ title, blocks }) => ({ title, blocks: once(blocks) }))
    .filter(({ blocks }) => blocks.length > 0);
}

/** A template that is deployed several times says everything as often; once is enough. */
function once(blocks: readonly Block[]): readonly Block[] {
  const found = new Map<string, { readonly block: Block; count: number }>();
  for (const block of blocks) {
    const key = JSON.stringify(block);
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { block, count: 1 });
  }
  return [...found.values()].map(({ block, count }) =>
    count === 1 ? block : { ...block, title: `${block.title} (in ${count} stacks)` },
  );
}

/** `2 functions added, 1 permission broadened, 3 new findings`, or that nothing changed. */
export function headline(changes: ChangeSet): string {
  const { functions, permissions, exposure, verdicts, resources, findings } = changes;
  const count = (number: number, noun: string, rest: string) =>
    number > 0 ? [`${number} ${noun}${number === 1 ? "" : "s"} ${rest}`] : [];
  const parts = [
    ...count(exposure.filter(({ change }) => change === "gained").length, "public way in", "gained").map((text) =>
      text.replace("way ins", "ways in"),
    ),
    ...(["broadened", "narrowed", "changed", "unknown"] as const).flatMap((direction) =>
      count(permissions.filter((each) => each.direction === direction).length, "role", direction),
    ),
    ...count(resources.filter(({ impact }) => impact === "replace").length, "resource", "replaced"),
    ...count(resources.filter(({ impact }) => impact === "destroy").length, "resource", "destroyed"),
    ...(["added", "removed", "changed"] as const).flatMap((change) =>
      count(functions.filter((fn) => fn.change === change).length, "function", change),
    ),
    ...count(failurePaths(functions, "lost"), "failure path", "lost"),
    ...count(failurePaths(functions, "gained"), "failure path", "gained"),
    ...count(verdicts.length, "verdict", "changed"),
    ...count(findings.new.length, "finding", "new"),
    ...count(findings.fixed.length, "finding", "fixed"),
  ];
  return parts.join(", ") || "nothing changed";
}

function failurePaths(functions: readonly FunctionChange[], wanted: string): number {
  return functions.flatMap((fn) => fn.failurePaths).filter(({ change }) => change === wanted).length;
}

const DIRECTIONS: Readonly<Record<PermissionChange["direction"], string>> = {
  broadened: "broadened",
  narrowed: "narrowed",
  changed: "changed (both more and less)",
  granted: "new",
  revoked: "gone",
  unknown: "unknown",
};

function permissionBlock({
  direction,
  holders,
  role,
  gained,
  lost,
  uncertain,
  unknown,
  location,
}: PermissionChange): Block {
  // What frameworks give every function is no news of one that is new or gone.
  const isWhole = direction === "granted" || direction === "revoked";
  const isNews = ({ addedBy }: GrantChange) => !isWhole || addedBy === undefined;
  const names = holders.map(({ name }) => name);
  const few = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const through = holders.some(({ id }) => id === role.id) ? "" : ` through ${role.name}`;
  return {
    title: `${few.join(", ")}: ${DIRECTIONS[direction]}${through}`,
    place: location,
    sentences: [
      ...gained
        .filter(isNews)
        .map((grant): Sentence => ({ sign: "+", text: grantText(grant, "gained"), place: grant.location })),
      ...lost
        .filter(isNews)
        .map((grant): Sentence => ({ sign: "-", text: grantText(grant, "lost"), place: grant.location })),
      ...uncertain.map((grant): Sentence => ({
        sign: "~",
        text: `perhaps ${grantText(grant, "gained")}`,
        place: grant.location,
      })),
      ...unknown.map((text): Sentence => ({ sign: "~", text: `not known: ${text}` })),
    ],
  };
}

function grantText(grant: GrantChange, side: "gained" | "lost"): string {
  const { effect, insteadOf, moved, managedPolicy, addedBy } = grant;
  const words = side === "gained" ? { Deny: "no longer denied: ", moved: "from" } : { Deny: "denied: ", moved: "to" };
  const from = managedPolicy === undefined ? "" : ` (${managedPolicy})`;
  const by = addedBy === undefined ? "" : ` (added by ${addedBy})`;
  const boundary = side === "gained" ? "no permissions boundary: " : "permissions boundary: ";
  const before = effect === "Deny" ? words.Deny : effect === "Boundary" ? boundary : "";
  const instead =
    insteadOf.length > 0 ? `; ${side === "gained" ? "before" : "now"} ${few(insteadOf.map(written), 3, "; ")}` : "";
  const whither = moved.length > 0 ? `; moved ${words.moved} ${few(moved, 3, ", ")}` : "";
  return `${before}${written(grant)}${from}${by}${instead}${whither}`;
}

function written({ effect, actions, resources, condition, when }: Grant): string {
  const what = effect === "Boundary" ? resources.join(", ") : `${few(actions, 8, ", ")} on ${few(resources, 4, ", ")}`;
  return `${what}${condition === undefined ? "" : ` if ${condition}`}${when === undefined ? "" : ` when ${when}`}`;
}

function few(texts: readonly string[], most: number, separator: string): string {
  if (texts.length <= most) return texts.join(separator);
  return `${texts.slice(0, most).join(separator)} and ${texts.length - most} more`;
}

const IMPACTS: Readonly<Record<ResourceImpact["impact"], string>> = {
  replace: "will be replaced",
  "may-replace": "may be replaced",
  destroy: "will be destroyed",
  orphan: "will be left behind, no longer managed",
};

function impactSentence({ impact, logicalId, type, properties, losesData, location }: ResourceImpact): Sentence {
  const why = properties.length > 0 ? ` because of ${properties.join(", ")}` : "";
  const data = losesData ? "; what it holds is lost with it" : "";
  return {
    sign: impact === "may-replace" ? "~" : "!",
    text: `${logicalId} (${type}) ${IMPACTS[impact]}${why}${data}`,
    ...(location ? { place: location } : {}),
  };
}

function functionBlock(fn: FunctionChange): Block {
  const { name, change, was, location, settings, triggers, failurePaths: paths, integrations } = fn;
  const renamed = was ? `, before ${was.name} (${was.because})` : "";
  return {
    title: `${name}: ${change}${renamed}`,
    place: location,
    sentences: [
      ...settings.map(({ setting, before, after }): Sentence => ({
        sign: "~",
        text: `${setting} ${before} → ${after}`,
      })),
      ...triggers.map(
        ({ change: how, event, source, detail, settings: others, failurePath, location: place }): Sentence => {
          const what = `trigger ${[event, detail ?? ""].join(" ").trim()} of ${source.name}`;
          const changes = others.map((each) => `${each.setting} ${each.before} → ${each.after}`).join(", ");
          const fate = failurePath === "lost" ? "; nothing keeps failed events" : "";
          const sign = how === "added" ? "+" : how === "removed" ? "-" : "~";
          return { sign, text: `${what} ${how}${changes && `: ${changes}`}${fate}`, place };
        },
      ),
      ...paths.map(({ trigger, change: how, before, after, location: place }): Sentence => ({
        sign: how === "gained" ? "+" : how === "lost" ? "!" : "~",
        text: `failure path ${how} for ${trigger}: ${before} → ${after}`,
        place,
      })),
      ...integrations.map(({ change: how, service, how: uses, resource }): Sentence => ({
        sign: how === "added" ? "+" : "-",
        text: `${how === "added" ? "now" : "no longer"} ${uses.join(", ")} ${resource.name} (${service})`,
      })),
    ],
  };
}
