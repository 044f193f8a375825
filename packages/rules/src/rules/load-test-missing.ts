import { nameOf, type Analysis } from "@assay/analyzer";
import { artifactsOfProject, projectsWithFunctions, testedBy, type ProjectSubject } from "../artifacts/projects.js";
import { artifactAt, listedFiles } from "../artifacts/words.js";
import { at, defineRule, fail, pass, type Finding } from "../rule.js";

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: orders.handler
      CodeUri: src/
      Events:
        List: { Type: HttpApi, Properties: { Path: /orders, Method: GET } }
`;

const LOAD_TEST = `config:
  target: https://api.example.com
  phases: [{ duration: 60, arrivalRate: 20 }]
scenarios:
  - flow:
      - get: { url: "/orders" }
`;

export const loadTestMissing = defineRule({
  id: "load-test-missing",
  title: "There is no load test",
  topic: "sizing",
  severity: "info",
  profile: "evidence",
  why: "How much memory and concurrency a workload needs, and what breaks first, shows under load only. A load test beside the code can be repeated after every change; one that a pipeline runs is.",
  remedy: {
    sam: "Add a load test (Artillery, k6, Locust, JMeter or Gatling) to the repository, and a job that runs it against a test stage.",
    serverless: "Add a load test (Artillery, k6, Locust, JMeter or Gatling) to the repository, and a job that runs it.",
    cdk: "Add a load test (Artillery, k6, Locust, JMeter or Gatling) to the repository, and a job that runs it.",
    cloudformation:
      "Add a load test (Artillery, k6, Locust, JMeter or Gatling) to the repository, and a job that runs it.",
  },
  references: [
    "https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/",
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/load-testing/welcome.html",
  ],
  aliases: [],
  covers: ["B12", "S4"],
  examples: [
    {
      framework: "sam",
      bad: TEMPLATE,
      good: TEMPLATE,
      beside: { "test/load.yml": LOAD_TEST },
    },
  ],
  *check(analysis) {
    for (const project of projectsWithFunctions(analysis)) yield judge(project, analysis);
  },
});

function judge(project: ProjectSubject, analysis: Analysis): Finding {
  const { subject, functions } = project;
  const place = at(subject, nameOf(subject));
  const artifacts = artifactsOfProject(project, analysis);
  const tests = artifacts.filter(({ kind }) => kind === "load-test");
  const runs = artifacts.filter(({ kind }) => kind === "load-test-run");
  if (tests.length + runs.length === 0)
    return fail(subject, {
      message: `No load test of ${nameOf(subject)} was found in the scanned files.`,
      evidence: [place],
      confidence: "likely",
    });
  const tested = new Map(tests.flatMap((test) => [...testedBy(test, functions, analysis)]));
  const covered = [...tested].map(([fn, how]) => `${nameOf(fn)} (${how})`);
  const which =
    covered.length > 0
      ? `, which call ${covered.length} of ${functions.length} functions: ${covered.slice(0, 5).join(", ")}${covered.length > 5 ? " and others" : ""}`
      : `; which of the ${functions.length} functions they reach does not show`;
  const by = runs.length > 0 ? ` They are run by ${listedFiles(runs)}.` : "";
  const what = tests.length > 0 ? listedFiles(tests) : listedFiles(runs);
  return pass(subject, {
    message: `There are load tests for ${nameOf(subject)}: ${what}${which}.${by}`,
    evidence: [place, ...[...tests, ...runs].map(artifactAt)],
    confidence: covered.length > 0 ? "certain" : "likely",
  });
}
