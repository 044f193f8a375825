import type { FunctionRow } from "@assay/analyzer";
import type { AssessedSuppression, Assessment } from "@assay/rules";
import { heading, jump, joined, list, paragraph, strong, type Block, type Inline, type Table } from "./blocks.js";
import type { Links } from "./links.js";

/** What a reviewer looks up: events, permissions, services; and what somebody has accepted. */
export function appendices(assessment: Assessment, links: Links): readonly Block[] {
  const { functions } = assessment;
  return [
    heading(2, "event-sources", "Appendix A: event sources"),
    ...orNone(eventSources(functions, links), "No event source was found."),
    heading(2, "iam", "Appendix B: permissions"),
    ...orNone(permissions(functions, links), "No permission of a function was found."),
    heading(2, "services", "Appendix C: AWS services that the functions connect with"),
    ...orNone(services(functions), "None found."),
    heading(2, "accepted", "Accepted risks"),
    ...accepted(assessment, links),
  ];
}

function orNone(table: Table, none: string): readonly Block[] {
  return table.rows.length > 0 ? [table] : [paragraph(none)];
}

function eventSources(functions: readonly FunctionRow[], links: Links): Table {
  return {
    kind: "table",
    caption: "Every trigger of every function",
    columns: ["Function", "Event", "Source", "Detail", "Invocation", "Failed events", "Where"],
    rows: functions.flatMap((row) =>
      row.triggers.map(({ event, source, detail, invocation, failurePath, location, when, authorization }) => ({
        cells: [
          [jump(row.title, links.fn(row.id))],
          [event],
          [shortId(source)],
          [
            [
              detail ?? "",
              authorization === undefined ? "" : `authorization ${authorization}`,
              when === undefined ? "" : `when ${when}`,
            ]
              .filter((text) => text !== "")
              .join(", "),
          ],
          [invocation],
          [`${failurePath.state}: ${failurePath.because}`],
          [links.place(location)],
        ],
      })),
    ),
  };
}

/** Each statement once, with the functions that it applies to: shared roles and managed policies say the same for many. */
function permissions(functions: readonly FunctionRow[], links: Links): Table {
  const statements = new Map<string, { readonly grant: FunctionRow["grants"][number]; readonly rows: FunctionRow[] }>();
  for (const row of functions)
    for (const grant of row.grants) {
      const key = JSON.stringify(grant);
      const known = statements.get(key);
      if (!known) statements.set(key, { grant, rows: [row] });
      else if (known.rows.at(-1) !== row) known.rows.push(row);
    }
  return {
    kind: "table",
    caption: "Every policy statement of the functions' roles",
    columns: ["Functions", "Effect", "Actions", "Resources", "Condition", "Written by", "Where"],
    rows: [...statements.values()].map(({ grant, rows }) => {
      const { effect, actions, resources, conditional, addedBy, location } = grant;
      return {
        cells: [
          joined(
            rows.map((row) => [jump(row.title, links.fn(row.id))]),
            ", ",
          ),
          [effect],
          codes(actions),
          codes(resources),
          [conditional ? "yes" : "no"],
          [addedBy ?? "the author"],
          [links.place(location)],
        ],
      };
    }),
  };
}

const MAX_CODES = 20;

function codes(texts: readonly string[]): readonly Inline[] {
  const shown = texts.slice(0, MAX_CODES);
  const more = texts.length - shown.length;
  const inlines = joined(
    shown.map((text) => [{ kind: "code" as const, text }]),
    ", ",
  );
  return more > 0 ? [...inlines, ` and ${more} more`] : inlines;
}

function services(functions: readonly FunctionRow[]): Table {
  const found = new Map<
    string,
    { readonly how: Set<string>; readonly functions: Set<string>; readonly resources: Set<string> }
  >();
  for (const { title, services: own } of functions)
    for (const { service, how, resources } of own) {
      const entry = found.get(service) ?? { how: new Set(), functions: new Set(), resources: new Set() };
      found.set(service, entry);
      for (const text of how) entry.how.add(text);
      for (const id of resources) entry.resources.add(shortId(id));
      entry.functions.add(title);
    }
  const words = (texts: ReadonlySet<string>) => [[...texts].sort().join(", ")];
  return {
    kind: "table",
    caption: "By service",
    columns: ["Service", "How", "Resources", "Functions"],
    rows: [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, { how, functions: users, resources }]) => ({
        cells: [[service], words(how), words(resources), words(users)],
      })),
  };
}

function shortId(id: string): string {
  return id.replace(/^external:/, "").replace(/^.*#/, "");
}

/** What is accepted for the same reason stands together, with every place at which it is written. */
function accepted({ suppressions, findings }: Assessment, links: Links): readonly Block[] {
  if (suppressions.length === 0) return [paragraph("Nothing is accepted: no finding is suppressed.")];
  const messages = new Map(findings.map(({ fingerprint, message }) => [fingerprint, message]));
  const groups = new Map<string, AssessedSuppression[]>();
  for (const suppression of suppressions) {
    const key = JSON.stringify({ ...suppression, location: undefined, findings: undefined });
    const group = groups.get(key);
    if (group) group.push(suppression);
    else groups.set(key, [suppression]);
  }
  return list(
    [...groups.values()].map((group): readonly Inline[] => {
      const [first] = group;
      if (!first) return [];
      const places = group.map(({ location }) => [location ? links.place(location) : "in the configuration"]);
      const own = group.flatMap((suppression) => suppression.findings.map((id) => messages.get(id) ?? id));
      return [...reasonOf(first), ...own.map((message) => `; accepts: ${message}`), " ", ...few(places)];
    }),
  );
}

function reasonOf({
  tool,
  rules,
  reason,
  expires,
  owner,
  ticket,
  state,
  because,
}: AssessedSuppression): readonly Inline[] {
  const more = [
    ["owner", owner],
    ["ticket", ticket],
    ["until", expires],
    ["written for", tool === "assay" ? undefined : tool],
  ].flatMap(([word, value]) => (value === undefined ? [] : [`; ${word ?? ""} ${value}`]));
  return [
    strong(rules.join(", ")),
    ` (${state}${because === undefined ? "" : `: ${because}`}): ${reason ?? "no reason is given"}`,
    ...more,
  ];
}

const MAX_PLACES = 8;

function few(places: readonly (readonly Inline[])[]): readonly Inline[] {
  const shown = joined(places.slice(0, MAX_PLACES), ", ");
  return places.length > MAX_PLACES ? [...shown, ` and ${places.length - MAX_PLACES} more places`] : shown;
}
