import { counts, severities } from "@assay/rules";
import { code } from "assay";
import { z } from "zod";
import { within } from "../confine.js";
import { path, problem, profile } from "../shapes.js";
import { defineTool } from "../tool.js";

export const scan = defineTool({
  name: "scan",
  title: "Scan",
  description:
    "Analyses the serverless infrastructure (SAM, Serverless Framework, CDK output, CloudFormation) below a path: what was found, how many findings there are by severity and rule, what could not be read. list_findings gives the findings themselves.",
  input: { path, profile },
  output: {
    complete: z.boolean().describe("Whether everything that was found could be read and evaluated."),
    projects: z.array(z.looseObject({ framework: z.string(), entry: z.string() })),
    functionCount: z.int(),
    findingCount: z.int().describe("Failing findings that nobody accepts."),
    acceptedCount: z.int(),
    undecidedCount: z.int().describe("Findings that depend on what is known at deployment only."),
    bySeverity: z.record(z.string(), z.int()),
    byRule: z.array(z.object({ rule: z.string(), severity: z.string(), findings: z.int() })),
    problems: z.array(problem).describe("What cannot be understood or would fail at deployment; the first twenty."),
    problemCount: z.int(),
    ruleFailures: z.array(z.looseObject({ ruleId: z.string() })),
  },
  async run(input, analyses) {
    const inside = within(analyses.root, input.path);
    const { assessment } = await analyses.of({ folder: "", inside, profile: input.profile });
    const { complete, projects, functions, findings, ruleFailures } = assessment;
    const failing = findings.filter(counts);
    const problems = assessment.problems.filter(({ level }) => level !== "note");
    const rules = new Map<string, { rule: string; severity: string; findings: number }>();
    for (const { rule, severity } of failing) {
      const row = rules.get(`${rule} ${severity}`) ?? { rule, severity, findings: 0 };
      row.findings++;
      rules.set(`${rule} ${severity}`, row);
    }
    const bySeverity = Object.fromEntries(
      [...severities].reverse().map((name) => [name, failing.filter(({ severity }) => severity === name).length]),
    );
    const rank = ({ severity }: { severity: string }) => severities.findIndex((name) => name === severity);
    const said = Object.entries(bySeverity).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
    const lines = [
      projects.length === 0
        ? "Nothing to analyse was found."
        : `${functions.length} functions in ${projects.length} projects: ${failing.length} findings${said.length > 0 ? ` (${said.join(", ")})` : ""}.`,
      ...(complete ? [] : ["Not everything could be read or evaluated; see problems."]),
      ...problems
        .slice(0, 5)
        .map(
          ({ level, message, file, startLine }) => `- ${level}: ${code(message)} at ${code(`${file}:${startLine}`)}`,
        ),
    ];
    return {
      data: {
        complete,
        projects: projects.map(({ framework, entry }) => ({ framework, entry })),
        functionCount: functions.length,
        findingCount: failing.length,
        acceptedCount: findings.filter(({ accepted }) => accepted).length,
        undecidedCount: findings.filter(({ outcome }) => outcome === "unknown").length,
        bySeverity,
        byRule: [...rules.values()].sort((a, b) => rank(b) - rank(a) || b.findings - a.findings),
        problems: problems.slice(0, 20),
        problemCount: problems.length,
        ruleFailures: ruleFailures,
      },
      text: lines.join("\n"),
    };
  },
});
