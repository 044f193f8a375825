import {
  nameOf,
  stackResource,
  mappingAt,
  at as nodeAt,
  type MappingNode,
  type Resource,
  type Stack,
} from "@assay/analyzer";
import { defineRule, fail, pass, type Finding } from "../rule.js";
import { isPlaceholder, namesSecret } from "../secrets/secret.js";

export const secretParameterShown = defineRule({
  id: "secret-parameter-shown",
  title: "A secret that is given as a parameter is shown",
  topic: "security",
  severity: "medium",
  why: "CloudFormation shows the values of parameters to everybody who may describe the stack, unless the parameter has `NoEcho`. A default is in the repository on top.",
  remedy: {
    sam: "Set `NoEcho: true` and remove the default; better, refer to the secret with `{{resolve:secretsmanager:…}}`.",
    serverless: "Set `NoEcho: true` of the parameter under `resources.Parameters` and remove the default.",
    cdk: "Set `noEcho: true` of the `CfnParameter`; better, use `SecretValue.secretsManager(…)`.",
    cloudformation:
      "Set `NoEcho: true` and remove the default; better, refer to the secret with `{{resolve:secretsmanager:…}}`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds",
  ],
  aliases: ["cfn-lint:W2501"],
  differs:
    "cfn-lint asks it of parameters that stand in properties which it knows to hold a password; this rule asks it of parameters whose own name says so, wherever they are used.",
  covers: ["X1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Parameters:
  DatabasePassword: { Type: String }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      good: `Parameters:
  DatabasePassword: { Type: String, NoEcho: true }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
    },
  ],
  *check({ graph }) {
    for (const stack of graph.world.stacks) {
      const subject = stackResource(stack, graph);
      for (const [name, parameter] of mappingAt(stack.template.root, "Parameters")?.entries ?? [])
        if (parameter.kind === "mapping" && namesSecret(name) && !nodeAt(parameter, "AllowedValues"))
          yield judge(name, parameter, stack, subject);
    }
  },
});

function judge(name: string, parameter: MappingNode, stack: Stack, subject: Resource): Finding {
  const { origin } = parameter;
  const place = { origin: { ...origin, span: origin.key ?? origin.span }, says: `parameter ${name}` };
  const said = { key: name, evidence: [place] as const };
  const value = (key: string) => {
    const node = nodeAt(parameter, key);
    return node?.kind === "scalar" ? String(node.value) : undefined;
  };
  const type = value("Type") ?? "String";
  if (type.startsWith("AWS::SSM::"))
    return pass(subject, { ...said, message: `The parameter ${name} of ${stack.id} is the name of an SSM parameter.` });
  const fallback = value("Default") ?? "";
  if (value("NoEcho")?.toLowerCase() !== "true")
    return fail(subject, { ...said, message: `The parameter ${name} of ${nameOf(subject)} has no NoEcho.` });
  if (!isPlaceholder(fallback))
    return fail(subject, {
      ...said,
      message: `The parameter ${name} of ${nameOf(subject)} has a default of ${fallback.length} characters.`,
      confidence: "likely",
    });
  return pass(subject, { ...said, message: `The parameter ${name} of ${nameOf(subject)} is not shown.` });
}
