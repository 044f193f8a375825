import {
  authoredFunctions,
  follow,
  known,
  nameOf,
  readEntries,
  readString,
  type Resource,
  type Scenario,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type Evidence, type Finding } from "../rule.js";
import { credentialFormat, looksSecret, namesSecret } from "../secrets/secret.js";

export const secretInEnvironment = defineRule({
  id: "secret-in-environment",
  title: "A secret stands in an environment variable",
  topic: "security",
  severity: "high",
  why: "A secret that is written into a template is in the repository's history, in the deployed template and in the function's configuration, where everybody reads it who may list functions. It cannot be rotated without a deployment.",
  remedy: {
    sam: "Keep the secret in Secrets Manager or as a SecureString in SSM, give the function its name, and read it at run time (Parameters and Secrets Lambda Extension).",
    serverless:
      "Keep the secret in Secrets Manager or as a SecureString in SSM, give the function its name, and read it at run time. `${ssm:…}` and `${env:…}` still end up in plain text in the configuration.",
    cdk: "Use `secretsmanager.Secret`, pass `secret.secretName`, call `secret.grantRead(fn)` and read it at run time.",
    cloudformation:
      "Keep the secret in Secrets Manager or as a SecureString in SSM, give the function its name, and read it at run time.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/with-secrets-manager.html",
  ],
  aliases: ["checkov:CKV_AWS_45", "checkov:CKV_AWS_41", "prowler:awslambda_function_no_secrets_in_variables"],
  differs:
    "Checkov looks for AWS keys and private keys only; this rule also knows the formats of other tokens, and literals of variables whose name says password, token or secret.",
  covers: ["X1"],
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
      Environment:
        Variables:
          DB_PASSWORD: 9f-Rabbit-Hole
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Database:
    Type: AWS::SecretsManager::Secret
    Properties: { GenerateSecretString: {} }
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
      Environment:
        Variables:
          DB_SECRET_ARN: !Ref Database
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield* judge(fn);
  },
});

function* judge(fn: Resource): Iterable<Finding> {
  const place = at(fn, `function ${nameOf(fn)}`);
  const variables = readEntries(fn.properties, "Environment", "Variables");
  if (variables.length === 0) {
    const open = follow(fn.properties, "Environment", "Variables").find(({ shape }) => shape.kind === "unknown");
    if (open?.shape.kind === "unknown")
      yield unknown(fn, {
        message: `The environment variables of ${nameOf(fn)} are not known: ${open.shape.because}.`,
        evidence: [place],
      });
    else yield notApplicable(fn, { message: `${nameOf(fn)} has no environment variables.`, evidence: [place] });
    return;
  }
  const found = new Map<string, { readonly what: string; readonly place: Evidence; readonly when: Scenario }>();
  for (const { key, view, when } of variables) {
    for (const { value, origin, when: scenario } of known(readString(view))) {
      const format = credentialFormat(value);
      const isSecret = format !== undefined || (namesSecret(key) && looksSecret(key, value));
      if (!isSecret || found.has(key)) continue;
      const what = format ?? `a literal of ${value.length} characters`;
      found.set(key, { what, place: { origin, says: `${key}: ${what}` }, when: [...when, ...scenario] });
    }
  }
  for (const [key, { what, place: where, when }] of found)
    yield fail(fn, {
      key,
      when: when.length > 0 ? when : fn.when,
      message: `The environment variable ${key} of ${nameOf(fn)} holds ${what}.`,
      evidence: [where, place],
      confidence: what.startsWith("a literal") ? "likely" : "certain",
    });
  if (found.size === 0)
    yield pass(fn, {
      message: `None of the ${variables.length} environment variables of ${nameOf(fn)} looks like a secret.`,
      evidence: [place],
    });
}
