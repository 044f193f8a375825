import type { AssessedFinding, AssessedProblem } from "@assay/rules";
import type { Render } from "./render.js";
import { sentence } from "./reported.js";
import { xml } from "./text.js";

/**
 * JUnit's XML, in the form that Jenkins, Azure and GitLab read: a suite per rule, a case per check. What is accepted, not
 * known or (in a comparison) not new is skipped with its reason; what passes passes.
 */
export const junit: Render = ({ findings, problems, tool }) => {
  const rules = new Map<string, AssessedFinding[]>();
  for (const finding of findings) {
    if (finding.outcome === "not-applicable") continue;
    const known = rules.get(finding.rule);
    if (known) known.push(finding);
    else rules.set(finding.rule, [finding]);
  }
  const unread = problems.filter(({ level }) => level !== "note");
  const suites = [...rules].map(([rule, own]) => suite(rule, own.map(findingCase)));
  if (unread.length > 0) suites.unshift(suite("readable input", unread.map(problemCase)));
  const sum = (count: (one: Suite) => number) => suites.reduce((total, one) => total + count(one), 0);
  const head = `name="assay ${xml(tool.version)}" tests="${sum((s) => s.tests)}" failures="${sum((s) => s.failures)}" errors="${sum((s) => s.errors)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${head}>\n${suites.map(({ text }) => text).join("")}</testsuites>\n`;
};

type State = "passed" | "failed" | "skipped" | "error";

interface Case {
  readonly state: State;
  readonly text: string;
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly text: string;
}

function suite(name: string, cases: readonly Case[]): Suite {
  const count = (wanted: State) => cases.filter(({ state }) => state === wanted).length;
  const [tests, failures, errors, skipped] = [cases.length, count("failed"), count("error"), count("skipped")];
  const head = `name="${xml(name)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  const text = `  <testsuite ${head}>\n${cases.map((one) => one.text).join("")}  </testsuite>\n`;
  return { tests, failures, errors, text };
}

function findingCase(finding: AssessedFinding): Case {
  const { outcome, accepted, change, subject, severity, locations, rule } = finding;
  const [place] = locations;
  const where = place ? `${place.file}:${place.startLine}` : "";
  const message = sentence(finding);
  const head = `classname="${xml(place?.file ?? "")}" name="${xml(`${subject.name}: ${finding.title}`)}"`;
  if (outcome === "pass") return testCase("passed", head, "");
  if (outcome === "unknown") return testCase("skipped", head, skipped(message));
  if (accepted) return testCase("skipped", head, skipped(`accepted: ${accepted.reason ?? accepted.by}. ${message}`));
  if (change === "unchanged") return testCase("skipped", head, skipped(`not new: ${message}`));
  const body = `      <failure message="${xml(message)}" type="${xml(severity)}">${xml(`${where} ${message} [${rule}]`)}</failure>\n`;
  return testCase("failed", head, body);
}

function problemCase({ file, startLine, code, level, message, help, change }: AssessedProblem): Case {
  const head = `classname="${xml(file)}" name="${xml(code)}"`;
  if (change === "unchanged") return testCase("skipped", head, skipped(`not new: ${message}`));
  const body = `      <error message="${xml(message)}" type="${xml(level)}">${xml(`${file}:${startLine} ${message} ${help}`)}</error>\n`;
  return testCase("error", head, body);
}

function skipped(message: string): string {
  return `      <skipped message="${xml(message)}"/>\n`;
}

function testCase(state: State, head: string, body: string): Case {
  const text = body === "" ? `    <testcase ${head}/>\n` : `    <testcase ${head}>\n${body}    </testcase>\n`;
  return { state, text };
}
