import {
  firstUnknown,
  literalText,
  nameOf,
  readEntries,
  readString,
  readText,
  known,
  type Alternative,
  type Resource,
  type Text,
} from "@assay/analyzer";
import data from "../data/secrets.json" with { type: "json" };
import { called } from "../properties/property-rule.js";
import { at, defineRule, fail, pass, unknown, worst, type Finding } from "../rule.js";
import { credentialFormat, isPlaceholder, looksSecret, namesSecret } from "../secrets/secret.js";

const SOURCES = {
  parameter: "a parameter",
  pseudo: "the deployment",
  dynamic: "a dynamic reference",
  import: "another stack",
  unresolved: "elsewhere",
} as const;

export const secretInTemplate = defineRule({
  id: "secret-in-template",
  title: "A secret is written into the template",
  topic: "security",
  severity: "high",
  why: "Who reads the repository or the deployed template has the secret, and the repository's history keeps it after it is removed.",
  remedy: {
    sam: "Let Secrets Manager generate it (`GenerateSecretString`), or refer to it with `{{resolve:secretsmanager:…}}` or a parameter with `NoEcho`.",
    serverless: "Refer to it with `{{resolve:secretsmanager:…}}` under `resources`, or use `${ssm:…}`.",
    cdk: "Use `Secret` with `generateSecretString`, `SecretValue.secretsManager(…)` or `Credentials.fromGeneratedSecret(…)`.",
    cloudformation:
      "Let Secrets Manager generate it (`GenerateSecretString`), or refer to it with `{{resolve:secretsmanager:…}}` or a parameter with `NoEcho`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
  ],
  aliases: ["checkov:CKV_AWS_384", "prowler:ssm_document_secrets"],
  differs:
    "Checkov looks into SSM parameters only. Stage variables of APIs are judged by name and value, properties that hold nothing but secrets by whether a literal stands there.",
  covers: ["X1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Database:
    Type: AWS::SecretsManager::Secret
    Properties: { SecretString: 9f-Rabbit-Hole }
`,
      good: `Resources:
  Database:
    Type: AWS::SecretsManager::Secret
    Properties: { SecretString: "{{resolve:ssm-secure:/database/password}}" }
`,
    },
  ],
  *check({ graph }) {
    const own = (resource: Resource) => resource.stack !== undefined && resource.owner === undefined;
    for (const { type, property } of data.properties) {
      for (const resource of graph.ofType(type).filter(own)) {
        const values = readText(resource.properties, ...property.split("."));
        const found = worst(
          values.flatMap((value) => (value.state === "absent" ? [] : [held(resource, property, value)])),
        );
        if (found) yield found;
      }
    }
    for (const parameter of graph.ofType("AWS::SSM::Parameter").filter(own)) {
      const name = known(readString(parameter.properties, "Name"))[0]?.value ?? parameter.logicalId;
      const found = worst(
        readText(parameter.properties, "Value").map((value) => named(parameter, "Value", lastPart(name), value)),
      );
      if (found) yield found;
    }
    for (const type of ["AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"]) {
      for (const stage of graph.ofType(type).filter(own)) {
        for (const path of ["Variables", "StageVariables"])
          for (const { key, view } of readEntries(stage.properties, path))
            for (const value of readText(view)) yield named(stage, key, key, value);
      }
    }
  },
});

/** A property that can hold nothing but a secret. */
function held(resource: Resource, property: string, value: Alternative<Text>): Finding {
  const key = property.split(".").at(-1) ?? property;
  const said = { key: property, when: value.when, evidence: [{ origin: value.origin, says: key }] as const };
  if (value.state !== "known")
    return unknown(resource, {
      ...said,
      message: `Whether ${key} of ${nameOf(resource)} is written in the template is not known: ${value.state === "unknown" ? value.because : "it is not set"}.`,
    });
  const literal = literalText(value.value);
  if (literal === undefined || literal.includes("{{resolve:")) {
    const from = firstUnknown(value.value);
    return pass(resource, {
      ...said,
      message: `${key} of ${nameOf(resource)} comes from ${from ? SOURCES[from.kind] : "elsewhere"}.`,
    });
  }
  if (isPlaceholder(literal) || /^\{\s*\}$/.test(literal))
    return pass(resource, {
      ...said,
      message: `${key} of ${nameOf(resource)} is a placeholder.`,
      confidence: "likely",
    });
  return fail(resource, {
    ...said,
    message: `${called(resource)} has its ${key} in the template: a literal of ${literal.length} characters.`,
  });
}

/** A value that may be anything: its name or format has to say that it is a secret. */
function named(resource: Resource, key: string, name: string, value: Alternative<Text>): Finding {
  const origin = value.state === "absent" ? at(resource, key).origin : value.origin;
  const said = { key, when: value.when, evidence: [{ origin, says: key }] as const };
  const literal = value.state === "known" ? literalText(value.value) : undefined;
  const format = literal === undefined ? undefined : credentialFormat(literal);
  if (literal !== undefined && (format !== undefined || (namesSecret(name) && looksSecret(name, literal))))
    return fail(resource, {
      ...said,
      message: `${called(resource)} holds ${format ?? `a literal of ${literal.length} characters`} in ${key}, called ${name}.`,
      confidence: format === undefined ? "likely" : "certain",
    });
  return pass(resource, { ...said, message: `${called(resource)} holds no secret that is written in ${key}.` });
}

const lastPart = (name: string) => name.split("/").at(-1) ?? name;
