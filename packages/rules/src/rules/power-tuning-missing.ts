import { nameOf, toJson, type Analysis } from "@assay/analyzer";
import { artifactsOfProject, projectsWithFunctions, type ProjectSubject } from "../artifacts/projects.js";
import { artifactAt, listedFiles } from "../artifacts/words.js";
import { at, defineRule, fail, pass, type Finding } from "../rule.js";

const NAME = "lambda-power-tuning";

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

const TUNING = `{ "lambdaARN": "orders", "powerValues": [128, 512, 1024], "num": 50 }
`;

export const powerTuningMissing = defineRule({
  id: "power-tuning-missing",
  title: "Nothing shows how memory sizes were found",
  topic: "sizing",
  severity: "info",
  profile: "evidence",
  why: "Memory also decides about CPU and price. AWS Lambda Power Tuning runs a function with several sizes and shows time and cost of each; its input or outcome in the repository shows that a size was measured and not guessed.",
  remedy: {
    sam: "Run AWS Lambda Power Tuning and keep its input and the link to its outcome in the repository.",
    serverless: "Run AWS Lambda Power Tuning and keep its input and the link to its outcome in the repository.",
    cdk: "Run AWS Lambda Power Tuning and keep its input and the link to its outcome in the repository.",
    cloudformation: "Run AWS Lambda Power Tuning and keep its input and the link to its outcome in the repository.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
    "https://github.com/alexcasalboni/aws-lambda-power-tuning",
  ],
  aliases: [],
  covers: ["B12", "S4"],
  examples: [
    {
      framework: "sam",
      bad: TEMPLATE,
      good: TEMPLATE,
      beside: { "tuning/orders.json": TUNING },
    },
  ],
  *check(analysis) {
    for (const project of projectsWithFunctions(analysis)) yield judge(project, analysis);
  },
});

function judge(project: ProjectSubject, analysis: Analysis): Finding {
  const { subject } = project;
  const place = at(subject, nameOf(subject));
  const files = artifactsOfProject(project, analysis).filter(({ kind }) => kind === "power-tuning");
  const stacks = analysis.graph
    .ofKind("stack")
    .filter(({ stack, logicalId }) => {
      const body = stack?.project === project.project ? stack.resources.get(logicalId) : undefined;
      return body !== undefined && JSON.stringify(toJson(body)).includes(NAME);
    })
    .map((stack) => at(stack, `${nameOf(stack)} deploys AWS Lambda Power Tuning`));
  if (files.length + stacks.length === 0)
    return fail(subject, {
      message: `Nothing in the scanned files shows how the memory sizes of ${nameOf(subject)} were found.`,
      evidence: [place],
      confidence: "likely",
    });
  const what = files.length > 0 ? listedFiles(files) : stacks.map(({ says }) => says).join(", ");
  return pass(subject, {
    message: `Memory sizes of ${nameOf(subject)} are tuned: ${what}.`,
    evidence: [place, ...files.map(artifactAt), ...stacks],
    confidence: "likely",
  });
}
