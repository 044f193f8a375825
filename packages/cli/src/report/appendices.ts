import type { FunctionRow } from "@assay/analyzer";
import type { Assessment } from "@assay/rules";
import { heading, jump, joined, list, paragraph, strong, type Block, type Inline } from "./blocks.js";
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

function orNone(table: Block & { readonly kind: "table" }, none: string): readonly Block[] {
  return table.rows.length > 0 ? [table] : [paragraph(none)];
}

type TableBlock = Block & { readonly kind: "table" };

function eventSources(functions: readonly FunctionRow[], links: Links): TableBlock {
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

function permissions(functions: readonly FunctionRow[], links: Links): TableBlock {
  return {
    kind: "table",
    caption: "Every policy statement of every function's role",
    columns: ["Function", "Effect", "Actions", "Resources", "Condition", "Written by", "Where"],
    rows: functions.flatMap((row) =>
      row.grants.map(({ effect, actions, resources, conditional, addedBy, location }) => ({
        cells: [
          [jump(row.title, links.fn(row.id))],
          [effect],
          codes(actions),
          codes(resources),
          [conditional ? "yes" : "no"],
          [addedBy ?? "the author"],
          [links.place(location)],
        ],
      })),
    ),
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

function services(functions: readonly FunctionRow[]): TableBlock {
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

function accepted({ suppressions, findings }: Assessment, links: Links): readonly Block[] {
  if (suppressions.length === 0) return [paragraph("Nothing is accepted: no finding is suppressed.")];
  const messages = new Map(findings.map(({ fingerprint, message }) => [fingerprint, message]));
  return list(
    suppressions.map(
      ({ tool, rules, reason, expires, owner, ticket, state, because, location, findings: own }): readonly Inline[] => [
        strong(rules.join(", ")),
        ` (${state}${because === undefined ? "" : `: ${because}`}) `,
        location ? links.place(location) : "in the configuration",
        `: ${reason ?? "no reason is given"}`,
        ...[
          ["owner", owner],
          ["ticket", ticket],
          ["until", expires],
          ["written for", tool === "assay" ? undefined : tool],
        ].flatMap(([word, value]) => (value === undefined ? [] : [`; ${word ?? ""} ${value}`])),
        ...own.map((fingerprint) => `; accepts: ${messages.get(fingerprint) ?? fingerprint}`),
      ],
    ),
  );
}
