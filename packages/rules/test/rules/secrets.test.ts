import { describe, expect, it } from "vitest";
import { accountHardCoded } from "../../src/rules/account-hard-coded.js";
import { secretInEnvironment } from "../../src/rules/secret-in-environment.js";
import { secretInTemplate } from "../../src/rules/secret-in-template.js";
import { secretNotRotated } from "../../src/rules/secret-not-rotated.js";
import { secretParameterShown } from "../../src/rules/secret-parameter-shown.js";
import { check } from "../check-rule.js";

type Case = readonly [name: string, input: string | Readonly<Record<string, string>>, expected: readonly string[]];

describe("secret-in-environment", () => {
  const cases: readonly Case[] = [
    [
      "a literal password",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { DB_PASSWORD: 9f-Rabbit-Hole } } } }
`,
      ["fail 4:128 The environment variable DB_PASSWORD of Fn holds a literal of 14 characters. [likely]"],
    ],
    [
      "a key by its format",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { KEY: AKIAIOSFODNN7ABCDEFG } } } }
`,
      ["fail 4:120 The environment variable KEY of Fn holds an AWS access key id."],
    ],
    [
      "a URL with a password",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { URL: 'postgres://app:s3cr3t77@db:5432/app' } } } }
`,
      ["fail 4:120 The environment variable URL of Fn holds a URL with a password."],
    ],
    [
      "the name of a secret",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { DB_SECRET_NAME: prod/db-1, TOKEN_TTL: 3600x1, API_KEY: my-api-key, PASSWORD_POLICY: strict1 } } } }
`,
      ["pass 4:3 None of the 4 environment variables of Fn looks like a secret."],
    ],
    [
      "a placeholder",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { DB_PASSWORD: changeme, API_KEY: 1x0000000000000000000000000000000AA } } } }
`,
      ["pass 4:3 None of the 2 environment variables of Fn looks like a secret."],
    ],
    [
      "a route and an address",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { RESET_PASSWORD_ROUTE: 'reset-password?code=1', CONFIG_API_KEY: 'ssm:/app1/key' } } } }
`,
      ["pass 4:3 None of the 2 environment variables of Fn looks like a secret."],
    ],
    [
      "a reference",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { DB_PASSWORD: !Ref Stage } } } }
`,
      ["pass 4:3 None of the 1 environment variables of Fn looks like a secret."],
    ],
    [
      "a default of a parameter",
      `Parameters: { P: { Type: String, Default: 9f-Rabbit-Hole } }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { DB_PASSWORD: !Ref P } } } }
`,
      ["fail 1:43 The environment variable DB_PASSWORD of Fn holds a literal of 14 characters. [likely]"],
    ],
    [
      "in one scenario",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { API_TOKEN: !If [IsProd, !Ref Unknown, abc123def456] } } } }
`,
      [
        "fail 4:153 The environment variable API_TOKEN of Fn holds a literal of 12 characters. (when not IsProd) [likely]",
      ],
    ],
    [
      "variables not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: !ImportValue e } }
`,
      ["unknown 4:3 The environment variables of Fn are not known: the export e is not among the scanned templates."],
    ],
    [
      "no variables",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      ["not-applicable 2:3 Fn has no environment variables."],
    ],
    [
      "no function",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(secretInEnvironment, input)).toEqual(expected);
  });
});

describe("secret-in-template", () => {
  const cases: readonly Case[] = [
    [
      "a literal",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: 9f-Rabbit-Hole } }
`,
      ["fail 2:71 The secret S has its SecretString in the template: a literal of 14 characters."],
    ],
    [
      "generated",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret, Properties: { GenerateSecretString: {} } }
`,
      [],
    ],
    [
      "a parameter",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  D: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !Ref Stage } }
`,
      ["pass 4:75 MasterUserPassword of D comes from a parameter."],
    ],
    [
      "a dynamic reference",
      `Resources:
  D: { Type: AWS::RDS::DBCluster, Properties: { MasterUserPassword: '{{resolve:secretsmanager:db}}' } }
`,
      ["pass 2:69 MasterUserPassword of D comes from a dynamic reference."],
    ],
    [
      "an object that holds no text",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: { a: b } } }
`,
      ["unknown 2:71 Whether SecretString of S is written in the template is not known: it is not a string."],
    ],
    [
      "a placeholder",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: '{}' } }
`,
      ["pass 2:71 SecretString of S is a placeholder. [likely]"],
    ],
    [
      "an SSM parameter",
      `Resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Name: /app/api_key, Value: abc123def456 } }
`,
      ["fail 2:76 The parameter P holds a literal of 12 characters in Value, called api_key. [likely]"],
    ],
    [
      "an SSM parameter of another name",
      `Resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Name: /app/table, Value: abc123def456 } }
`,
      ["pass 2:74 The parameter P holds no secret that is written in Value."],
    ],
    [
      "a stage variable",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, Variables: { apiToken: abc123def456 } } }
`,
      ["fail 4:89 The API stage S holds a literal of 12 characters in apiToken, called apiToken. [likely]"],
    ],
    [
      "nothing of the kind",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(secretInTemplate, input)).toEqual(expected);
  });
});

describe("secret-parameter-shown", () => {
  const cases: readonly Case[] = [
    [
      "without NoEcho",
      `Parameters: { DbPassword: { Type: String } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      ["fail 1:15 The parameter DbPassword of template.yaml has no NoEcho."],
    ],
    [
      "with NoEcho",
      `Parameters: { DbPassword: { Type: String, NoEcho: true } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      ["pass 1:15 The parameter DbPassword of template.yaml is not shown."],
    ],
    [
      "with a default",
      `Parameters: { DbPassword: { Type: String, NoEcho: true, Default: 9f-Rabbit-Hole } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      ["fail 1:15 The parameter DbPassword of template.yaml has a default of 14 characters. [likely]"],
    ],
    [
      "the name of an SSM parameter",
      `Parameters: { DbPassword: { Type: 'AWS::SSM::Parameter::Value<String>' } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      ["pass 1:15 The parameter DbPassword of template.yaml is the name of an SSM parameter."],
    ],
    [
      "a choice",
      `Parameters: { ClientSecret: { Type: String, AllowedValues: ['yes', 'no'] } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
    [
      "something about a secret",
      `Parameters: { SecretArn: { Type: String } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(secretParameterShown, input)).toEqual(expected);
  });
});

describe("secret-not-rotated", () => {
  const cases: readonly Case[] = [
    [
      "never",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret }
`,
      ["fail 2:3 The secret S has no rotation schedule."],
    ],
    [
      "by a schedule",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret }
  R: { Type: AWS::SecretsManager::RotationSchedule, Properties: { SecretId: !Ref S } }
`,
      ["pass 2:3 The secret S is rotated by R."],
    ],
    [
      "through an attachment",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret }
  A: { Type: AWS::SecretsManager::SecretTargetAttachment, Properties: { SecretId: !Ref S } }
  R: { Type: AWS::SecretsManager::RotationSchedule, Properties: { SecretId: !Ref A } }
`,
      ["pass 2:3 The secret S is rotated by R."],
    ],
    [
      "by name",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret, Properties: { Name: db } }
  R: { Type: AWS::SecretsManager::RotationSchedule, Properties: { SecretId: db } }
`,
      ["pass 2:3 The secret S is rotated by R."],
    ],
    [
      "the schedule of another",
      `Resources:
  S: { Type: AWS::SecretsManager::Secret, Properties: { Name: db } }
  R: { Type: AWS::SecretsManager::RotationSchedule, Properties: { SecretId: other } }
`,
      ["fail 2:3 The secret S has no rotation schedule."],
    ],
    [
      "a schedule for a secret that is not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::SecretsManager::Secret }
  R: { Type: AWS::SecretsManager::RotationSchedule, Properties: { SecretId: !Ref Stage } }
`,
      [
        "unknown 4:3 Whether the secret S is rotated is not known: parameter Stage has no default, so R may be about it.",
      ],
    ],
    [
      "no secret",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(secretNotRotated, input)).toEqual(expected);
  });
});

describe("account-hard-coded", () => {
  const cases: readonly Case[] = [
    [
      "an account",
      `Resources:
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders' } }
`,
      ["fail 2:77 M names the account 111122223333 in an ARN."],
    ],
    [
      "the account of the deployment",
      `Resources:
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !Sub 'arn:aws:sqs:eu-west-1:\${AWS::AccountId}:orders' } }
`,
      ["pass 2:3 No ARN of M names an account of the author's."],
    ],
    [
      "a layer of AWS",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ['arn:aws:lambda:eu-west-1:017000801446:layer:P:1'] } }
`,
      ["pass 2:3 No ARN of Fn names an account of the author's."],
    ],
    [
      "two accounts",
      `Resources:
  M: { Type: AWS::SNS::TopicPolicy, Properties: { A: 'arn:aws:iam::111122223333:root', B: !Sub 'arn:\${AWS::Partition}:iam::444455556666:root' } }
`,
      ["fail 2:54 M names the accounts 111122223333, 444455556666 in 2 ARNs."],
    ],
    [
      "an application of somebody",
      `Resources:
  A: { Type: AWS::Serverless::Application, Properties: { Location: { ApplicationId: 'arn:aws:serverlessrepo:us-east-1:111122223333:applications/a' } } }
`,
      ["pass 2:3 No ARN of A names an account of the author's."],
    ],
    [
      "no ARN",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(accountHardCoded, input)).toEqual(expected);
  });
});
