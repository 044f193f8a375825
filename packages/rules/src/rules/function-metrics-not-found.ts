import {
  authoredFunctions,
  known,
  nameOf,
  readEntries,
  readItems,
  readText,
  showText,
  type Analysis,
  type Resource,
} from "@assay/analyzer";
import { at, defineRule, fail, pass, type Evidence, type Finding } from "../rule.js";

export const functionMetricsNotFound = defineRule({
  id: "function-metrics-not-found",
  title: "Nothing in the configuration says that the function has metrics of its own",
  topic: "monitoring",
  severity: "info",
  profile: "evidence",
  why: "The metrics of Lambda say that a function failed or was slow, not whether orders were paid. Lambda Insights adds memory and network, Powertools and the embedded metric format what the business counts. Handler code is not looked at, so metrics may be there nevertheless.",
  remedy: {
    sam: "Add the layer `LambdaInsightsExtension`, or set `POWERTOOLS_METRICS_NAMESPACE` and use Powertools.",
    serverless: "Use serverless-plugin-lambda-insights, or set `POWERTOOLS_METRICS_NAMESPACE` and use Powertools.",
    cdk: "Set `insightsVersion`, or set `POWERTOOLS_METRICS_NAMESPACE` and use Powertools.",
    cloudformation:
      "Add the layer `LambdaInsightsExtension`, or set `POWERTOOLS_METRICS_NAMESPACE` and use Powertools.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-insights.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html",
  ],
  aliases: [],
  covers: ["O14"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
`,
      good: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      Environment:
        Variables: { POWERTOOLS_METRICS_NAMESPACE: Shop }
`,
    },
  ],
  *check(analysis) {
    for (const fn of authoredFunctions(analysis.graph)) yield judge(fn, analysis);
  },
});

function judge(fn: Resource, analysis: Analysis): Finding {
  const signs = [...layers(fn), ...variables(fn), ...permissions(fn, analysis)];
  const place = at(fn, nameOf(fn));
  if (signs.length === 0)
    return fail(fn, {
      message: `No sign of metrics of its own was found in the configuration of ${nameOf(fn)}.`,
      evidence: [place],
      confidence: "likely",
    });
  const words = [...new Set(signs.map(({ says }) => says))].join(", ");
  return pass(fn, { message: `${nameOf(fn)} has metrics of its own: ${words}.`, evidence: [place, ...signs] });
}

const LAYERS = /:layer:[^:]*(LambdaInsightsExtension|AWSLambdaPowertools)/;

function layers(fn: Resource): readonly Evidence[] {
  return readItems(fn.properties, "Layers").flatMap(({ view }) =>
    known(readText(view)).flatMap(({ value, origin }) => {
      const [, name] = LAYERS.exec(showText(value)) ?? [];
      return name === undefined ? [] : [{ origin, says: `layer ${name}` }];
    }),
  );
}

function variables(fn: Resource): readonly Evidence[] {
  return readEntries(fn.properties, "Environment", "Variables").flatMap(({ key, view }) =>
    /^(POWERTOOLS_METRICS_NAMESPACE|AWS_EMF_)/.test(key)
      ? known(readText(view)).map(({ origin }) => ({ origin, says: `variable ${key}` }))
      : [],
  );
}

function permissions(fn: Resource, { graph, statements }: Analysis): readonly Evidence[] {
  return graph
    .from(fn, "assumes")
    .flatMap(({ to }) => statements.get(to.id) ?? [])
    .filter(({ effect, actions }) => effect === "Allow" && actions.includes("cloudwatch:PutMetricData"))
    .map(({ origin }) => ({ origin, says: "permission cloudwatch:PutMetricData" }));
}
