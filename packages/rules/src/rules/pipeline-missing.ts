import { nameOf, type Analysis } from "@assay/analyzer";
import { artifactsOfProject, projectsWithFunctions, type ProjectSubject } from "../artifacts/projects.js";
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

const WORKFLOW = `on: { push: { branches: [main] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: sam build && sam deploy --no-confirm-changeset
`;

export const pipelineMissing = defineRule({
  id: "pipeline-missing",
  title: "No pipeline deploys the functions",
  topic: "management",
  severity: "info",
  profile: "evidence",
  why: "What is deployed by hand differs between stages and people, and nobody can tell afterwards which commit runs. A pipeline deploys every change in the same way and keeps a record.",
  remedy: {
    sam: "Create one with `sam pipeline init`.",
    serverless: "Add a workflow that runs `serverless deploy` for each stage.",
    cdk: "Use CDK Pipelines, or a workflow that runs `cdk deploy`.",
    cloudformation: "Add a workflow that runs `aws cloudformation deploy`, or an `AWS::CodePipeline::Pipeline`.",
  },
  references: [
    "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-generating-example-ci-cd.html",
    "https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/",
  ],
  aliases: [],
  covers: ["B14", "M9"],
  examples: [
    {
      framework: "sam",
      bad: TEMPLATE,
      good: TEMPLATE,
      beside: { ".github/workflows/deploy.yml": WORKFLOW },
    },
  ],
  *check(analysis) {
    for (const project of projectsWithFunctions(analysis)) yield judge(project, analysis);
  },
});

function judge(project: ProjectSubject, analysis: Analysis): Finding {
  const { subject } = project;
  const place = at(subject, nameOf(subject));
  const pipelines = analysis.artifacts.filter(({ kind }) => kind === "pipeline");
  const scripts = artifactsOfProject(project, analysis).filter(({ kind }) => kind === "deployment-script");
  const resources = analysis.graph.ofKind("pipeline").filter(({ stack }) => stack);
  const evidence = [
    place,
    ...[...pipelines, ...scripts].map(artifactAt),
    ...resources.map((pipeline) => at(pipeline, `pipeline ${nameOf(pipeline)}`)),
  ] as const;
  if (pipelines.length + resources.length > 0) {
    const what = [
      ...(pipelines.length > 0 ? [listedFiles(pipelines)] : []),
      ...(resources.length > 0 ? [`the pipeline ${resources.map(nameOf).join(", ")}`] : []),
    ].join(" and ");
    return pass(subject, { message: `The repository is deployed by ${what}.`, evidence, confidence: "likely" });
  }
  const byHand = scripts.length > 0 ? `; ${listedFiles(scripts)} can be run by hand` : "";
  return fail(subject, {
    message: `No pipeline that deploys ${nameOf(subject)} was found in the scanned files${byHand}.`,
    evidence,
    confidence: "likely",
  });
}
