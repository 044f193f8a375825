import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/rule.js";
import { functionUrlOpenCors } from "../../src/rules/function-url-open-cors.js";
import { functionUrlPublic } from "../../src/rules/function-url-public.js";
import { permissionAction } from "../../src/rules/permission-action.js";
import { permissionPrincipalMismatch } from "../../src/rules/permission-principal-mismatch.js";
import { permissionPublic } from "../../src/rules/permission-public.js";
import { permissionSeveralPrincipals } from "../../src/rules/permission-several-principals.js";
import { permissionSourceAccount } from "../../src/rules/permission-source-account.js";
import { permissionSourceUnbounded } from "../../src/rules/permission-source-unbounded.js";
import { policyNotPrincipal } from "../../src/rules/policy-not-principal.js";
import { resourcePolicyCrossAccount } from "../../src/rules/resource-policy-cross-account.js";
import { resourcePolicyNoTls } from "../../src/rules/resource-policy-no-tls.js";
import { resourcePolicyPublic } from "../../src/rules/resource-policy-public.js";
import { resourcePolicyWildcardAction } from "../../src/rules/resource-policy-wildcard-action.js";
import { trustPolicyConfusedDeputy } from "../../src/rules/trust-policy-confused-deputy.js";
import { trustPolicyCrossAccount } from "../../src/rules/trust-policy-cross-account.js";
import { trustPolicyPublic } from "../../src/rules/trust-policy-public.js";
import { trustPolicyWildcardAction } from "../../src/rules/trust-policy-wildcard-action.js";
import { check, FN, resources, STAGES } from "../check-rule.js";

const trust = (statement: string) =>
  resources(
    `  R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [{ ${statement} }] } } }\n`,
    STAGES,
  );
const trusting = (principal: string, more = "") =>
  trust(
    `Effect: Allow, Action: sts:AssumeRole, Principal: ${principal}${more && `, Condition: { StringEquals: { '${more}': x } }`}`,
  );
const queue = (statement: string) =>
  resources(
    `  Q: { Type: AWS::SQS::Queue }\n  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Q], PolicyDocument: { Statement: [{ ${statement} }] } } }\n`,
    STAGES,
  );
const letting = (principal: string, more = "") =>
  queue(
    `Effect: Allow, Action: sqs:SendMessage, Principal: ${principal}${more && `, Condition: { StringEquals: { '${more}': x } }`}`,
  );
const key = (statement: string) =>
  resources(`  K: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ ${statement} }] } } }\n`);
const permit = (properties: string) =>
  resources(
    `${FN}  B: { Type: AWS::S3::Bucket }\n  T: { Type: AWS::SNS::Topic }\n  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, ${properties} } }\n`,
    STAGES,
  );
const invoking = (principal: string, more = "") =>
  permit(`Action: lambda:InvokeFunction, Principal: ${principal}${more && `, ${more}`}`);
const url = (properties: string) =>
  resources(
    `${FN}  U: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref Fn, ${properties} } }\n`,
    STAGES,
  );
const SAM = `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src/
      Events: { T: { Type: SNS, Properties: { Topic: arn:aws:sns:eu-west-1:123456789012:t } } }
`;
const EMPTY = resources("  R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }\n");
const EMPTY_QUEUE = resources(
  "  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [q], PolicyDocument: { Statement: [] } } }\n",
);
const OPEN = "unknown Not all that R allows is known: Principal: parameter Stage has no default.";
const QUEUE_OPEN = "unknown Not all that P allows is known: Principal: parameter Stage has no default.";

async function said(rule: Rule, input: string): Promise<string[]> {
  return (await check(rule, input)).map((line) => line.replace(/ \d+:\d+ /, " "));
}

describe.each<[Rule, readonly (readonly [string, string, ...string[]])[]]>([
  [
    trustPolicyPublic,
    [
      ["anybody", trusting("{ AWS: '*' }"), "fail R can be assumed by anybody in AWS."],
      ["anybody, in short", trusting("'*'"), "fail R can be assumed by anybody in AWS."],
      [
        "an organisation",
        trusting("{ AWS: '*' }", "aws:PrincipalOrgID"),
        "pass The 1 statement about who may assume R name them.",
      ],
      [
        "a service",
        trusting("{ Service: lambda.amazonaws.com }"),
        "pass The 1 statement about who may assume R name them.",
      ],
      ["unknown", trusting("{ AWS: !Ref Stage }"), OPEN],
      ["SAM's own", SAM],
      ["an empty document", EMPTY, "not-applicable R has no statement that an author wrote."],
    ],
  ],
  [
    trustPolicyCrossAccount,
    [
      [
        "an account",
        trusting("{ AWS: ['arn:aws:iam::123456789012:root'] }"),
        "fail R can be assumed by all of account 123456789012.",
      ],
      ["its number", trusting("{ AWS: '123456789012' }"), "fail R can be assumed by all of account 123456789012."],
      [
        "with an external id",
        trusting("{ AWS: '123456789012' }", "sts:ExternalId"),
        expect.stringMatching(/^pass/) as never,
      ],
      ["the own account", trusting("{ AWS: !Ref AWS::AccountId }"), expect.stringMatching(/^(pass|unknown)/) as never],
      [
        "one role of it",
        trusting("{ AWS: 'arn:aws:iam::123456789012:role/x' }"),
        expect.stringMatching(/^pass/) as never,
      ],
      ["unknown", trusting("{ AWS: !Ref Stage }"), OPEN],
      ["SAM's own", SAM],
      ["an empty document", EMPTY, "not-applicable R has no statement that an author wrote."],
    ],
  ],
  [
    trustPolicyWildcardAction,
    [
      [
        "every action",
        trust("Effect: Allow, Action: 'sts:*', Principal: { Service: x }"),
        "fail The trust policy of R allows sts:*.",
      ],
      ["one", trusting("{ Service: x }"), "pass The 1 statement of the trust policy of R name their actions."],
      [
        "unknown",
        trust("Effect: Allow, Action: !Ref Stage, Principal: { Service: x }"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["SAM's own", SAM],
      ["an empty document", EMPTY, "not-applicable R has no statement that an author wrote."],
    ],
  ],
  [
    trustPolicyConfusedDeputy,
    [
      [
        "a scheduler",
        trusting("{ Service: [scheduler.amazonaws.com, lambda.amazonaws.com] }"),
        "fail R can be assumed by scheduler.amazonaws.com whatever the account it acts for.",
      ],
      [
        "for the own account",
        trusting("{ Service: scheduler.amazonaws.com }", "aws:SourceAccount"),
        expect.stringMatching(/^pass/) as never,
      ],
      [
        "a service that cannot tell",
        trusting("{ Service: lambda.amazonaws.com }"),
        expect.stringMatching(/^pass/) as never,
      ],
      ["unknown", trusting("{ Service: !Ref Stage }"), OPEN],
      ["SAM's own", SAM],
      ["an empty document", EMPTY, "not-applicable R has no statement that an author wrote."],
    ],
  ],
  [
    policyNotPrincipal,
    [
      [
        "all but one",
        queue("Effect: Allow, Action: sqs:SendMessage, NotPrincipal: { AWS: x }"),
        "fail P lets in everybody but AWS:x.",
      ],
      [
        "a denial",
        queue("Effect: Deny, Action: sqs:SendMessage, NotPrincipal: { AWS: x }"),
        "pass The 1 statement of P name whom they are about.",
      ],
      [
        "in a trust policy",
        trust("Effect: Allow, Action: sts:AssumeRole, NotPrincipal: '*'"),
        "fail R lets in everybody but AWS:*.",
      ],
      [
        "a document that is not known",
        resources("  P: { Type: AWS::SQS::QueuePolicy, Properties: { PolicyDocument: !Ref Stage } }\n", STAGES),
        "unknown Not all that P allows is known: parameter Stage has no default.",
      ],
      ["SAM's own", SAM],
      ["an empty document", EMPTY, "not-applicable R has no statement that an author wrote."],
    ],
  ],
  [
    resourcePolicyPublic,
    [
      ["everybody", letting("'*'"), "fail P allows everybody sqs:SendMessage."],
      ["everybody, at length", letting("{ AWS: ['*'] }"), "fail P allows everybody sqs:SendMessage."],
      ["for one topic", letting("'*'", "aws:SourceArn"), "pass The 1 statement of P say whom they let in."],
      ["a service", letting("{ Service: sns.amazonaws.com }"), "pass The 1 statement of P say whom they let in."],
      [
        "a denial",
        queue("Effect: Deny, Action: 'sqs:*', Principal: '*'"),
        "pass The 1 statement of P say whom they let in.",
      ],
      [
        "a search domain in a VPC",
        resources(
          "  D: { Type: AWS::OpenSearchService::Domain, Properties: { VPCOptions: { SubnetIds: [x] }, AccessPolicies: { Statement: [{ Effect: Allow, Action: 'es:*', Principal: '*' }] } } }\n",
        ),
      ],
      ["a key", key("Effect: Allow, Action: 'kms:*', Principal: '*', Resource: '*'"), "fail K allows everybody kms:*."],
      ["unknown", letting("{ AWS: !Ref Stage }"), QUEUE_OPEN],
      ["SAM's queue policy", SAM.replace("Topic: ", "SqsSubscription: true, Topic: ")],
      ["an empty document", EMPTY_QUEUE, "not-applicable P has no statement that an author wrote."],
    ],
  ],
  [
    resourcePolicyWildcardAction,
    [
      [
        "every action",
        queue("Effect: Allow, Action: 'sqs:*', Principal: { Service: sns.amazonaws.com }"),
        "fail P allows sqs:*.",
      ],
      ["one", letting("{ Service: sns.amazonaws.com }"), "pass The 1 statement of P name their actions."],
      [
        "a key's owner",
        key(
          "Effect: Allow, Action: 'kms:*', Principal: { AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root' }, Resource: '*'",
        ),
        "pass The 1 statement of K name their actions.",
      ],
      [
        "unknown",
        queue("Effect: Allow, Action: !Ref Stage, Principal: x"),
        "unknown Not all that P allows is known: Action: parameter Stage has no default.",
      ],
      ["SAM's queue policy", SAM.replace("Topic: ", "SqsSubscription: true, Topic: ")],
      ["an empty document", EMPTY_QUEUE, "not-applicable P has no statement that an author wrote."],
    ],
  ],
  [
    resourcePolicyCrossAccount,
    [
      [
        "another account",
        letting("{ AWS: 'arn:aws:iam::123456789012:role/x' }"),
        "fail P lets in account 123456789012.",
      ],
      [
        "under a condition",
        letting("{ AWS: '123456789012' }", "aws:PrincipalOrgID"),
        expect.stringMatching(/^pass/) as never,
      ],
      ["a service", letting("{ Service: sns.amazonaws.com }"), expect.stringMatching(/^pass/) as never],
      ["unknown", letting("{ AWS: !Ref Stage }"), QUEUE_OPEN],
      ["SAM's queue policy", SAM.replace("Topic: ", "SqsSubscription: true, Topic: ")],
      ["an empty document", EMPTY_QUEUE, "not-applicable P has no statement that an author wrote."],
    ],
  ],
  [
    resourcePolicyNoTls,
    [
      [
        "no policy",
        resources("  Q: { Type: AWS::SQS::Queue }\n"),
        "fail Q has no policy, and so does not deny requests without TLS.",
      ],
      ["another policy", letting("{ Service: sns.amazonaws.com }"), "fail Q does not deny requests without TLS."],
      [
        "denied",
        queue("Effect: Deny, Action: 'sqs:*', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': false } }"),
        "pass Q denies requests without TLS.",
      ],
      [
        "a policy that is not known",
        resources(
          "  Q: { Type: AWS::SQS::Queue }\n  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Q], PolicyDocument: !Ref Stage } }\n",
          STAGES,
        ),
        "unknown Whether Q denies requests without TLS is not known: parameter Stage has no default.",
      ],
      ["nothing to protect", resources(FN)],
    ],
  ],
  [
    permissionPublic,
    [
      ["everybody", invoking("'*'"), "fail P lets everybody invoke the function."],
      ["an organisation", invoking("'*'", "PrincipalOrgID: o-1"), "pass P lets one organisation invoke the function."],
      [
        "through the URL",
        invoking("'*'", "FunctionUrlAuthType: NONE"),
        "pass P lets everybody use the function's URL, and nothing else.",
      ],
      ["a service", invoking("sns.amazonaws.com"), "pass P lets sns.amazonaws.com invoke the function."],
      ["unknown", invoking("!Ref Stage"), "unknown Whom P lets in is not known: parameter Stage has no default."],
      ["SAM's own", SAM],
    ],
  ],
  [
    permissionAction,
    [
      [
        "everything",
        permit("Action: 'lambda:*', Principal: sns.amazonaws.com"),
        "fail P allows sns.amazonaws.com lambda:*.",
      ],
      ["invoking", invoking("sns.amazonaws.com"), "pass P allows sns.amazonaws.com lambda:InvokeFunction."],
      [
        "unknown",
        permit("Action: !Ref Stage, Principal: sns.amazonaws.com"),
        "unknown What P allows sns.amazonaws.com is not known.",
      ],
      ["SAM's own", SAM],
    ],
  ],
  [
    permissionSourceUnbounded,
    [
      [
        "without a source",
        invoking("s3.amazonaws.com"),
        "fail P lets s3.amazonaws.com invoke the function for any account.",
      ],
      [
        "with one",
        invoking("s3.amazonaws.com", "SourceArn: !GetAtt B.Arn"),
        "pass P limits s3.amazonaws.com by SourceArn.",
      ],
      [
        "with an account",
        invoking("s3.amazonaws.com", "SourceAccount: !Ref AWS::AccountId"),
        "pass P limits s3.amazonaws.com by SourceAccount.",
      ],
      [
        "an Alexa skill",
        invoking("alexa-appkit.amazon.com", "EventSourceToken: x"),
        "pass P limits alexa-appkit.amazon.com by EventSourceToken.",
      ],
      [
        "in one scenario",
        invoking("s3.amazonaws.com", "SourceArn: !If [IsProd, x, !Ref AWS::NoValue]"),
        "unknown Whether P limits s3.amazonaws.com depends on the deployment: SourceArn.",
      ],
      ["an account", invoking("'123456789012'"), "not-applicable P is for 123456789012, which is no service."],
      ["unknown", invoking("!Ref Stage"), "unknown Whom P lets in is not known: parameter Stage has no default."],
      ["SAM's own", SAM],
    ],
  ],
  [
    permissionSourceAccount,
    [
      [
        "a bucket",
        invoking("s3.amazonaws.com", "SourceArn: !GetAtt B.Arn"),
        "fail P names ${B.Arn} but not its account.",
      ],
      [
        "a bucket elsewhere",
        invoking("s3.amazonaws.com", "SourceArn: 'arn:aws:s3:::b'"),
        "fail P names arn:aws:s3:::b but not its account.",
      ],
      [
        "with its account",
        invoking("s3.amazonaws.com", "SourceArn: !GetAtt B.Arn, SourceAccount: x"),
        "pass P names the account of ${B.Arn}.",
      ],
      [
        "with it in one scenario",
        invoking("s3.amazonaws.com", "SourceArn: !GetAtt B.Arn, SourceAccount: !If [IsProd, x, !Ref AWS::NoValue]"),
        "unknown Whether P names the account of ${B.Arn} depends on the deployment.",
      ],
      ["a topic", invoking("sns.amazonaws.com", "SourceArn: !Ref T"), "not-applicable P is not for a bucket."],
    ],
  ],
  [
    permissionPrincipalMismatch,
    [
      [
        "another service",
        invoking("events.amazonaws.com", "SourceArn: !Ref T"),
        "fail P names events.amazonaws.com, but T invokes functions as sns.amazonaws.com.",
      ],
      ["the service", invoking("sns.amazonaws.com", "SourceArn: !Ref T"), "pass P names sns.amazonaws.com for T."],
      ["no source", invoking("sns.amazonaws.com"), "not-applicable P names no source that is declared here."],
      [
        "unknown",
        invoking("!Ref Stage", "SourceArn: !Ref T"),
        "unknown Whom P lets in is not known: parameter Stage has no default.",
      ],
    ],
  ],
  [
    permissionSeveralPrincipals,
    [
      [
        "two",
        `${invoking("sns.amazonaws.com")}  P2: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !GetAtt Fn.Arn, Action: x, Principal: s3.amazonaws.com } }\n`,
        "fail 2 principals may invoke Fn: sns.amazonaws.com, s3.amazonaws.com.",
      ],
      ["one", invoking("sns.amazonaws.com"), "pass sns.amazonaws.com alone may invoke Fn."],
      ["none", resources(FN), "not-applicable No permission lets anybody invoke Fn."],
    ],
  ],
  [
    functionUrlPublic,
    [
      ["open", url("AuthType: NONE"), "fail The URL of Fn is open to everybody: its authentication is NONE."],
      ["signed", url("AuthType: AWS_IAM"), "pass The URL of Fn asks its callers for AWS_IAM authentication."],
      [
        "open in one scenario",
        url("AuthType: !If [IsProd, AWS_IAM, NONE]"),
        "fail The URL of Fn is open to everybody: its authentication is NONE. (when not IsProd)",
      ],
      [
        "unknown",
        url("AuthType: !Ref Stage"),
        "unknown Who may use the URL of Fn is not known: parameter Stage has no default.",
      ],
      ["none", resources(FN)],
    ],
  ],
  [
    functionUrlOpenCors,
    [
      [
        "everything",
        url("Cors: { AllowOrigins: ['*'], AllowMethods: ['*'] }"),
        "fail U lets every origin call it with every method.",
      ],
      [
        "with credentials",
        url("Cors: { AllowOrigins: ['*'], AllowCredentials: true }"),
        "fail U lets every origin call it with credentials.",
      ],
      [
        "one origin",
        url("Cors: { AllowOrigins: ['https://a.example'], AllowMethods: ['*'] }"),
        "pass U lets https://a.example call it.",
      ],
      [
        "unknown",
        url("Cors: { AllowOrigins: [!Ref Stage], AllowMethods: ['*'] }"),
        "unknown Which origins U lets call it is known at deployment only.",
      ],
      ["none", url("AuthType: NONE"), "not-applicable U lets no other origin call it."],
    ],
  ],
])("$id", (rule, cases) => {
  it.each(cases)("%s", async (_, input, ...expected) => {
    const found = await said(rule, input);
    expect(found).toEqual(expected);
  });
});
