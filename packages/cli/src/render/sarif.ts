import { gzipSync } from "node:zlib";
import type { Region } from "@assay/analyzer";
import {
  counts,
  severities,
  type AssessedFinding,
  type AssessedRule,
  type Assessment,
  type Location,
  type Severity,
  type Topic,
} from "@assay/rules";
import type { Render } from "./render.js";
import { gravestFirst, sentence } from "./reported.js";
import { ruleHelp } from "./sarif-help.js";
import { jsonText, visible, wellFormed } from "./text.js";

/** What GitHub takes, https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit */
const MAX_RESULTS = 5_000;
const MAX_LOCATIONS = 100;
const MAX_COMPRESSED_BYTES = 10_000_000;

type Level = "error" | "warning" | "note";

const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};
/** GitHub's bands: above 9 critical, from 7 high, from 4 medium, below low. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
  info: "1.0",
};
const PROBLEM_SEVERITIES: Readonly<Record<Level, string>> = {
  error: "error",
  warning: "warning",
  note: "recommendation",
};
const SECURITY_TOPICS: ReadonlySet<Topic> = new Set(["iam", "security"]);

/**
 * SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/: one run with everything that fails, accepted findings as
 * suppressed. What GitHub would refuse is left out, the least severe first, and said in a notification.
 */
export const sarif: Render = (assessment) => {
  const failing = gravestFirst(assessment.findings.filter(({ outcome }) => outcome === "fail"));
  let kept = failing.slice(0, MAX_RESULTS);
  let text = jsonText(log(assessment, kept, failing.length));
  while (kept.length > 0 && isTooLarge(text)) {
    kept = kept.slice(0, Math.floor(kept.length / 2));
    text = jsonText(log(assessment, kept, failing.length));
  }
  return text;
};

/** Compressing takes time, so it is only done where the size is in question. */
function isTooLarge(text: string): boolean {
  return text.length > MAX_COMPRESSED_BYTES && gzipSync(text).length > MAX_COMPRESSED_BYTES;
}

function log(assessment: Assessment, findings: readonly AssessedFinding[], total: number): object {
  const { tool, rules, problems } = assessment;
  const named = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const index = new Map(named.map(({ id }, i) => [id, i]));
  const inSource = new Set(assessment.suppressions.flatMap((one) => (one.location ? one.findings : [])));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            semanticVersion: tool.version,
            rules: named.map((rule) => descriptor(rule, findings)),
            notifications: [...new Set(problems.map(({ code }) => code)), ...NOTIFICATIONS].map((id) => ({ id })),
          },
        },
        automationDetails: { id: "assay/" },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The folder that was analysed." } } },
        invocations: [invocation(assessment, total - findings.length)],
        results: findings.map((finding) => result(finding, index, inSource)),
      },
    ],
  };
}

const NOTIFICATIONS = ["results-left-out", "suppression-not-honoured", "rule-failure", "comparison"];

function descriptor(rule: AssessedRule, findings: readonly AssessedFinding[]): object {
  const { id, title, topic, references } = rule;
  const own = findings.filter((finding) => finding.rule === id).map(({ severity }) => severities.indexOf(severity));
  const severity = severities[Math.max(...own)] ?? rule.severity;
  const level = LEVELS[severity];
  const isSecurity = SECURITY_TOPICS.has(topic);
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: visible(title) },
    fullDescription: { text: visible(rule.why) },
    ...(references[0]?.startsWith("https://") ? { helpUri: encodeURI(wellFormed(references[0])) } : {}),
    help: ruleHelp(rule),
    defaultConfiguration: { level },
    properties: {
      tags: [...new Set([...(isSecurity ? ["security"] : []), topic, "serverless"])],
      precision: "high",
      "problem.severity": PROBLEM_SEVERITIES[level],
      ...(isSecurity ? { "security-severity": SECURITY_SEVERITIES[severity] } : {}),
    },
  };
}

function result(finding: AssessedFinding, rules: ReadonlyMap<string, number>, inSource: ReadonlySet<string>): object {
  const { rule, severity, locations, fingerprint, accepted, change, subject } = finding;
  const [place, ...others] = locations.slice(0, MAX_LOCATIONS);
  const flow = locations.slice(0, MAX_LOCATIONS).map((location) => ({ location: said(location) }));
  return {
    ruleId: rule,
    ...(rules.has(rule) ? { ruleIndex: rules.get(rule) } : {}),
    level: LEVELS[severity],
    message: { text: plain(sentence(finding)) },
    locations: [
      {
        ...(place ? physical(place) : {}),
        logicalLocations: [{ fullyQualifiedName: visible(subject.id), kind: "resource" }],
      },
    ],
    ...(others.length > 0
      ? {
          relatedLocations: others.map((other, i) => ({ id: i + 1, ...said(other) })),
          codeFlows: [{ threadFlows: [{ locations: flow }] }],
        }
      : {}),
    // GitHub looks at the first one only; it is of our making, since a line's text is no part of the finding.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "assayFinding/v1": fingerprint },
    ...(change === undefined ? {} : { baselineState: change }),
    ...(accepted
      ? {
          suppressions: [
            {
              kind: inSource.has(fingerprint) ? "inSource" : "external",
              status: "accepted",
              justification: visible(accepted.reason ?? `accepted by ${accepted.by}`),
            },
          ],
        }
      : {}),
    properties: { confidence: finding.confidence, severity },
  };
}

function invocation(assessment: Assessment, leftOut: number): object {
  const { problems, ruleFailures, suppressions, findings, compared } = assessment;
  const open = findings.filter(counts).length;
  return {
    executionSuccessful: ruleFailures.length === 0,
    toolExecutionNotifications: [
      ...problems.map((problem) => ({
        descriptor: { id: problem.code },
        level: problem.level,
        message: { text: plain(`${problem.message} ${problem.help}`) },
        locations: [physical(problem)],
      })),
      ...ruleFailures.map(({ ruleId, error }) =>
        notification("rule-failure", "error", `The rule ${ruleId} failed by itself: ${error}`),
      ),
      ...(leftOut > 0
        ? [
            notification(
              "results-left-out",
              "warning",
              `${leftOut} of ${open + findings.filter(({ accepted }) => accepted).length} results are left out, the least severe ones: GitHub takes ${MAX_RESULTS} results and 10 MB.`,
            ),
          ]
        : []),
      ...(compared?.notes ?? []).map((note) => notification("comparison", "note", note)),
    ],
    toolConfigurationNotifications: suppressions
      .filter(({ state }) => state === "expired" || state === "malformed" || state === "unused")
      .map(({ rules, state, because, location }) => ({
        ...notification(
          "suppression-not-honoured",
          state === "unused" ? "note" : "warning",
          `The suppression of ${rules.join(", ")} is ${state}${because === undefined ? "" : `: ${because}`}.`,
        ),
        ...(location ? { locations: [physical(location)] } : {}),
      })),
  };
}

function notification(id: string, level: Level, text: string): object {
  return { descriptor: { id }, level, message: { text: plain(text) } };
}

function said(location: Location): object {
  return { ...physical(location), message: { text: plain(location.says) } };
}

function physical({ file, startLine, startColumn, endLine, endColumn }: Region): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(file), uriBaseId: "%SRCROOT%" },
      region: { startLine, startColumn, endLine, endColumn },
    },
  };
}

/** A relative URI: every part of the path percent-encoded, colons too, since the first part must not look like a scheme. */
function uri(file: string): string {
  return wellFormed(file).split("/").map(encodeURIComponent).join("/");
}

/** SARIF's plain text knows links `[text](uri)` and placeholders `{0}`; neither can come from the repository. */
function plain(text: string): string {
  return visible(text)
    .replaceAll("](", "] (")
    .replace(/\{(\d+)\}/g, "{{$1}}");
}
