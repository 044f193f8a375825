import { firstUnknown, known, nameOf, readText, referrers, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

export const secretNotRotated = defineRule({
  id: "secret-not-rotated",
  title: "The secret is never rotated",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "A secret that never changes is good for ever to whoever got hold of it once. Secrets Manager can rotate secrets of databases by itself and others with a function.",
  remedy: {
    sam: "Add an `AWS::SecretsManager::RotationSchedule` for the secret.",
    serverless: "Add an `AWS::SecretsManager::RotationSchedule` for the secret under `resources`.",
    cdk: "Call `secret.addRotationSchedule(…)` or `database.addRotationSingleUser()`.",
    cloudformation: "Add an `AWS::SecretsManager::RotationSchedule` for the secret.",
  },
  references: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html"],
  aliases: [
    "cdk-nag:AwsSolutions-SMG4",
    "securityhub:SecretsManager.1",
    "guard:SECRETSMANAGER_ROTATION_ENABLED_CHECK",
    "prowler:secretsmanager_automatic_rotation_enabled",
  ],
  covers: ["X5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Database:
    Type: AWS::SecretsManager::Secret
    Properties: { GenerateSecretString: {} }
`,
      good: `Resources:
  Database:
    Type: AWS::SecretsManager::Secret
    Properties: { GenerateSecretString: {} }
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties: { SecretId: !Ref Database, RotationRules: { AutomaticallyAfterDays: 30 } }
`,
    },
  ],
  *check({ graph }) {
    for (const secret of graph.ofKind("secret"))
      if (secret.stack && secret.owner === undefined) yield judge(secret, graph);
  },
});

function judge(secret: Resource, graph: ResourceGraph): Finding {
  const schedules = (named: Resource) => referrers(named, graph, "AWS::SecretsManager::RotationSchedule", "SecretId");
  const attachments = referrers(secret, graph, "AWS::SecretsManager::SecretTargetAttachment", "SecretId");
  const found = [secret, ...attachments].flatMap(schedules);
  const place = at(secret, `secret ${nameOf(secret)}`);
  const open = found.length > 0 ? undefined : graph.ofKind("rotation-schedule").find((schedule) => whyOpen(schedule));
  if (open)
    return unknown(secret, {
      message: `Whether the secret ${nameOf(secret)} is rotated is not known: ${whyOpen(open) ?? ""}, so ${nameOf(open)} may be about it.`,
      evidence: [place, at(open, `rotation ${nameOf(open)}`)],
    });
  if (found.length === 0)
    return fail(secret, { message: `The secret ${nameOf(secret)} has no rotation schedule.`, evidence: [place] });
  return pass(secret, {
    message: `The secret ${nameOf(secret)} is rotated by ${found.map(nameOf).join(", ")}.`,
    evidence: [place, ...found.map((schedule) => at(schedule, `rotation ${nameOf(schedule)}`))],
  });
}

/** Why it is not known which secret a schedule rotates. */
function whyOpen({ properties }: Resource): string | undefined {
  return known(readText(properties, "SecretId")).flatMap(({ value }) => firstUnknown(value)?.because ?? [])[0];
}
