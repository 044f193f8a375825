import { nameOf, textKey, readText, toJson, known, type Analysis, type FunctionRow } from "@assay/analyzer";
import type { AssessedFinding, Assessment } from "../assessment.js";
import { compareAssessment, counts, knownFindings } from "../compare.js";
import type { ChangeSet, NewFinding, ResourceImpact, VerdictChange } from "./change-set.js";
import { compareExposure } from "./exposure.js";
import { compareFunctions, type Naming } from "./functions.js";
import { identifyFunction, match, renamed, type Matched, type Renamed } from "./match.js";
import { comparePermissions } from "./permissions.js";

/** A version of a repository as it was assessed. */
export interface State {
  readonly name: string;
  readonly assessment: Assessment;
  /** Missing for a saved report, which holds no graph. */
  readonly analysis: Analysis | undefined;
}

export interface DiffOptions {
  readonly version: string;
  /** What an update would replace or destroy, from whoever can tell. */
  readonly resources: readonly ResourceImpact[];
  readonly notes: readonly string[];
}

/** What the change from one version to the other does. Nothing is compared by text, line or file. */
export function diff(before: State, after: State, { version, resources, notes }: DiffOptions): ChangeSet {
  const functions = matchFunctions(before, after);
  const names = renamedBetween(before, after, functions);
  const naming = namingOf(before, after, names);
  const hasGraphs = before.analysis !== undefined && after.analysis !== undefined;
  return {
    schema: "https://assay.dev/schema/diff-1.json",
    tool: { name: "assay", version },
    before: versionOf(before),
    after: versionOf(after),
    functions: compareFunctions(functions, naming),
    permissions:
      before.analysis && after.analysis ? comparePermissions(before.analysis, after.analysis, functions, names) : [],
    exposure: compareExposure(functions, before.analysis, after.analysis, naming),
    verdicts: compareVerdicts(before.assessment, after.assessment),
    resources,
    findings: compareFindings(before, after, names),
    notes: [...(hasGraphs ? [] : [SAVED]), ...notes],
  };
}

const SAVED =
  "A saved report holds functions, triggers, findings and verdicts, but neither policies nor templates: permissions, resource policies and what would be replaced or destroyed are not compared.";

function versionOf({ name, assessment, analysis }: State): ChangeSet["before"] {
  return { name, kind: analysis ? "tree" : "report", complete: assessment.complete };
}

/** Functions of the author's; what a framework adds for its own purposes is left out. */
function matchFunctions(before: State, after: State): Matched<FunctionRow> {
  const rows = ({ assessment }: State) => assessment.functions.filter(({ owner }) => owner === undefined);
  const [olds, news] = [codeOf(before), codeOf(after)];
  const oldRows = new Set(rows(before));
  return match([...oldRows], rows(after), (row) => identifyFunction(row, oldRows.has(row) ? olds : news));
}

/** The code of a function as its template names it; a name that is a digest says nothing once the code has changed. */
function codeOf({ analysis }: State): (id: string) => string | undefined {
  return (id) => {
    const fn = analysis?.graph.resource(id);
    if (!fn || !("node" in fn.properties)) return undefined;
    const { node } = fn.properties;
    const code = node.kind === "mapping" ? node.entries.get("Code") : undefined;
    const image = known(readText(fn.properties, "Code", "ImageUri"))[0]?.value;
    return image ? textKey(image) : code && JSON.stringify(toJson(code));
  };
}

function renamedBetween(before: State, after: State, { pairs }: Matched<FunctionRow>): Renamed {
  if (before.analysis && after.analysis) return renamed(before.analysis.graph, after.analysis.graph, pairs);
  return { ids: new Map(pairs.map((pair) => [pair.before.id, pair.after.id])), renamedPhysically: new Set() };
}

function namingOf(before: State, after: State, { ids }: Renamed): Naming {
  const [old, now] = [before.analysis?.graph, after.analysis?.graph];
  return {
    idOf: (id) => ids.get(id) ?? id,
    nameOf: (id) => {
      const resource = now?.resource(id) ?? old?.resource(id);
      return resource ? nameOf(resource) : id.replace(/^external:/, "").replace(/^[^#]*#(.*\/)?/, "");
    },
  };
}

/** Verdicts of the criteria that both versions answer. */
function compareVerdicts(before: Assessment, after: Assessment): readonly VerdictChange[] {
  return after.checklists.flatMap(({ pack, criteria }) => {
    const earlier = before.checklists.find((checklist) => checklist.pack.id === pack.id);
    const verdicts = new Map(earlier?.criteria.map(({ id, verdict }) => [id, verdict]));
    return criteria.flatMap(({ id, title, verdict, statement }): VerdictChange[] => {
      const was = verdicts.get(id);
      if (was === undefined || was === verdict) return [];
      return [{ checklist: pack.id, criterion: id, title, before: was, after: verdict, statement }];
    });
  });
}

/** Findings by their fingerprint; one of a rule about a resource that has another id now is the same one, too. */
function compareFindings(before: State, after: State, { ids }: Renamed): ChangeSet["findings"] {
  const compared = compareAssessment(after.assessment, {
    with: before.name,
    findings: knownFindings(before.assessment),
    problems: before.assessment.problems,
  });
  const fresh = compared.findings.filter((finding) => counts(finding) && finding.change === "new");
  const fixed = [...(compared.compared?.fixed ?? [])];
  const isNew = ({ rule, subject }: AssessedFinding) => {
    const same = fixed.findIndex((old) => old.rule === rule && ids.get(old.subject) === subject.id);
    if (same >= 0) fixed.splice(same, 1);
    return same < 0;
  };
  return { new: fresh.filter(isNew).map(newFinding), fixed };
}

function newFinding(finding: AssessedFinding): NewFinding {
  const { rule, severity, subject, message, when, confidence, fingerprint, locations } = finding;
  return {
    rule,
    severity,
    subject,
    message,
    ...(when === undefined ? {} : { when }),
    confidence,
    fingerprint,
    locations,
  };
}
