import { nameOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { deploymentOf, guardsOf, shiftOf } from "../deployment/deployment.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

export const deploymentUnguarded = defineRule({
  id: "deployment-unguarded",
  title: "Nothing stops a gradual deployment that goes wrong",
  topic: "management",
  severity: "low",
  why: "Shifting traffic step by step helps only if somebody looks. Without an alarm that rolls back or a function that tests the new version, CodeDeploy goes on to 100 percent whatever happens.",
  remedy: {
    sam: "Set `DeploymentPreference.Alarms`, and `Hooks` with a function that tests the new version.",
    serverless:
      "Set `alarms`, `preTrafficHook` or `postTrafficHook` in `deploymentSettings` (serverless-plugin-canary-deployments).",
    cdk: "Set `alarms`, `preHook` or `postHook` of the `LambdaDeploymentGroup`.",
    cloudformation: "Set `AlarmConfiguration` of the deployment group, or hooks in `CodeDeployLambdaAliasUpdate`.",
  },
  references: [
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-configure-advanced-options.html",
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html",
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
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
      AutoPublishAlias: live
      DeploymentPreference: { Type: Canary10Percent5Minutes }
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
      DeploymentPreference: { Type: Canary10Percent5Minutes, Alarms: [pay-fails] }
`,
    },
  ],
  *check({ graph }) {
    for (const alias of graph.ofKind("alias")) if (alias.stack && alias.owner === undefined) yield judge(alias, graph);
  },
});

function judge(alias: Resource, graph: ResourceGraph): Finding {
  const [owner] = graph.to(alias, "contains").map((edge) => edge.from);
  const name = `${nameOf(alias)}${owner ? ` of ${nameOf(owner)}` : ""}`;
  const place = at(alias, `alias ${nameOf(alias)}`);
  const deployment = deploymentOf(alias, graph);
  if (!deployment)
    return notApplicable(alias, { message: `The alias ${name} is not deployed gradually.`, evidence: [place] });
  const shift = shiftOf(deployment);
  const evidence = [place, ...shift.evidence] as const;
  if (shift.name?.endsWith("AllAtOnce"))
    return notApplicable(alias, { message: `The alias ${name} is deployed with ${shift.name}.`, evidence });
  const { alarms, hooks } = guardsOf(deployment);
  if (alarms + hooks.length > 0) {
    const guards = [...(alarms > 0 ? [`${alarms} alarm${alarms > 1 ? "s" : ""}`] : []), ...hooks];
    return pass(alias, { message: `The deployment of ${name} is guarded by ${guards.join(", ")}.`, evidence });
  }
  if (!deployment.group)
    return unknown(alias, {
      message: `What guards the deployment of ${name} is not known: ${shift.because}.`,
      evidence,
    });
  return fail(alias, { message: `The deployment of ${name} has neither an alarm nor a hook.`, evidence });
}
