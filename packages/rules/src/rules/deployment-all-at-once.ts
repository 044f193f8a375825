import { authoredFunctions, nameOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { deploymentOf, shiftOf } from "../deployment/deployment.js";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

export const deploymentAllAtOnce = defineRule({
  id: "deployment-all-at-once",
  title: "A new version of the function takes all traffic at once",
  topic: "management",
  severity: "info",
  profile: "strict",
  why: "A mistake in a new version then hits every request, and going back means another deployment. With an alias CodeDeploy shifts traffic step by step and goes back by itself when an alarm fires.",
  remedy: {
    sam: "Set `AutoPublishAlias` and `DeploymentPreference: { Type: Canary10Percent5Minutes, Alarms: [...] }`.",
    serverless: "Use serverless-plugin-canary-deployments with `deploymentSettings`.",
    cdk: "Create a `LambdaDeploymentGroup` for an alias of the function.",
    cloudformation:
      "Add an `AWS::Lambda::Alias` with the update policy `CodeDeployLambdaAliasUpdate` and an `AWS::CodeDeploy::DeploymentGroup`.",
  },
  references: [
    "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html",
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html",
  ],
  aliases: [],
  covers: ["M8", "B14"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: pay.handler, CodeUri: src/ }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
      AutoPublishAlias: live
      DeploymentPreference: { Type: Canary10Percent5Minutes }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield judge(fn, graph);
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const place = at(fn, `function ${nameOf(fn)}`);
  const aliases = graph.from(fn, "contains").flatMap(({ to }) => (to.kind === "alias" ? [to] : []));
  if (aliases.length === 0)
    return fail(fn, {
      message: `${nameOf(fn)} has no alias through which traffic could be shifted.`,
      evidence: [place],
    });
  const places = aliases.map((alias) => at(alias, `alias ${nameOf(alias)}`));
  for (const alias of aliases) {
    const deployment = deploymentOf(alias, graph);
    if (!deployment) continue;
    const shift = shiftOf(deployment);
    const evidence = [place, ...places, ...shift.evidence] as const;
    if (shift.name === undefined)
      return unknown(fn, { message: `How ${nameOf(fn)} is deployed is not known: ${shift.because}.`, evidence });
    if (shift.name.endsWith("AllAtOnce"))
      return fail(fn, { message: `${nameOf(fn)} is deployed with ${shift.name}.`, evidence });
    return pass(fn, { message: `${nameOf(fn)} is deployed gradually: ${shift.name}.`, evidence });
  }
  return fail(fn, {
    message: `The alias ${aliases.map(nameOf).join(", ")} of ${nameOf(fn)} moves to a new version at once.`,
    evidence: [place, ...places],
  });
}
