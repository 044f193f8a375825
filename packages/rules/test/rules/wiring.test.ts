import { apiMethodSettingsIgnored } from "../../src/rules/api-method-settings-ignored.js";
import { apiPartsMismatch } from "../../src/rules/api-parts-mismatch.js";
import { authorizerCacheTime } from "../../src/rules/authorizer-cache-time.js";
import { dependencyCircular } from "../../src/rules/dependency-circular.js";
import { durableFunctionDestination } from "../../src/rules/durable-function-destination.js";
import { recursionLoop } from "../../src/rules/recursion-loop.js";
import { referenceToConditional } from "../../src/rules/reference-to-conditional.js";
import { restApiMixedDefinition } from "../../src/rules/rest-api-mixed-definition.js";
import { subscriptionEndpoint } from "../../src/rules/subscription-endpoint.js";
import { topicWithoutSubscriber } from "../../src/rules/topic-without-subscriber.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const NOTHING = resources("  Q: { Type: AWS::SQS::Queue }\n");

const parts = (deployment: string, stage = "!Ref A") => `  A: { Type: AWS::ApiGateway::RestApi }
  B: { Type: AWS::ApiGateway::RestApi }
  D: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: ${deployment} } }
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: ${stage}, DeploymentId: !Ref D } }
`;
const guarded = (type: string, asked: string) => `  A: { Type: AWS::ApiGateway::RestApi }
  Z: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref A, Type: ${type} } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref A, AuthorizationType: ${asked}, AuthorizerId: !Ref Z } }
`;
saysOf(apiPartsMismatch, [
  ["the same API", resources(parts("!Ref A")), ["pass 5:68 S and D belong to A."]],
  ["another API", resources(parts("!Ref B")), ["fail 5:68 S belongs to A, and D, which it names, to B."]],
  [
    "another API in one scenario",
    resources(parts("!If [IsProd, !Ref A, !Ref B]"), STAGES),
    ["fail 7:68 S belongs to A, and D, which it names, to B. (when not IsProd)"],
  ],
  [
    "the same choice in both",
    resources(parts("!If [IsProd, !Ref A, !Ref B]", "!If [IsProd, !Ref A, !Ref B]"), STAGES),
    ["pass 7:81 S and D belong to A. (when IsProd)"],
  ],
  ["an API that is not known", resources(parts("!Select [!Ref Unknown, [a, b]]"), STAGES), []],
  [
    "a fitting authorizer",
    resources(guarded("TOKEN", "CUSTOM")),
    ["pass 4:69 M and Z belong to A.", "pass 4:91 M asks for CUSTOM, and Z is a TOKEN authorizer."],
  ],
  [
    "an authorizer of another type",
    resources(guarded("COGNITO_USER_POOLS", "CUSTOM")),
    ["pass 4:69 M and Z belong to A.", "fail 4:91 M asks for CUSTOM, but Z is a COGNITO_USER_POOLS authorizer."],
  ],
  [
    "an authorization without an authorizer's type",
    resources(guarded("TOKEN", "NONE")),
    ["pass 4:69 M and Z belong to A."],
  ],
  ["no API", NOTHING, []],
]);

const settings = (text: string) =>
  resources(
    `  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, StageName: s, MethodSettings: [${text}] } }\n`,
  );
saysOf(apiMethodSettingsIgnored, [
  [
    "something set",
    settings("{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: INFO }"),
    ["pass 2:97 S sets LoggingLevel for /*."],
  ],
  [
    "nothing set",
    settings("{ HttpMethod: '*', ResourcePath: '/*' }"),
    ["fail 2:97 An entry of the method settings of S sets nothing."],
  ],
  [
    "no slash",
    settings("{ HttpMethod: '*', ResourcePath: '*', LoggingLevel: INFO }"),
    ["fail 2:97 The path * in the method settings of S does not begin with a slash."],
  ],
  ["no settings", settings(""), []],
]);

const authorizer = (more: string) =>
  `  Z: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: a, ${more} } }\n`;
saysOf(authorizerCacheTime, [
  [
    "too long",
    resources(authorizer("Type: TOKEN, AuthorizerResultTtlInSeconds: 3601")),
    ["fail 2:114 The answers of Z are kept for 3601 s; 3600 s are possible."],
  ],
  [
    "long",
    resources(authorizer("Type: REQUEST, AuthorizerResultTtlInSeconds: 3600")),
    ["pass 2:116 The answers of Z are kept for 3600 s; 3600 s are possible."],
  ],
  [
    "the default",
    resources(authorizer("Type: TOKEN")),
    ["pass 2:55 The answers of Z are kept for 300 s; 3600 s are possible."],
  ],
  [
    "of a user pool",
    resources(authorizer("Type: COGNITO_USER_POOLS, AuthorizerResultTtlInSeconds: 9999")),
    ["not-applicable 2:127 Z is no Lambda authorizer."],
  ],
  [
    "not known",
    resources(authorizer("Type: TOKEN, AuthorizerResultTtlInSeconds: !Ref Unknown"), STAGES),
    ["unknown 4:119 Z cannot be judged: cache time unknown, because parameter Unknown has no default."],
  ],
]);

const documented = (document: string, more = "") =>
  `  A: { Type: AWS::ApiGateway::RestApi, Properties: { ${document} } }\n${more}`;
const RESPONSE =
  "  G: { Type: AWS::ApiGateway::GatewayResponse, Properties: { RestApiId: !Ref A, ResponseType: DEFAULT_4XX } }\n";
saysOf(restApiMixedDefinition, [
  [
    "a document alone",
    resources(documented("Body: { openapi: 3.0.1 }")),
    ["pass 2:60 A is described by a document alone."],
  ],
  [
    "a document and a resource",
    resources(documented("Body: { openapi: 3.0.1 }", RESPONSE)),
    ["fail 2:60 A is described by a document, and also by G."],
  ],
  [
    "a document in S3 and a resource",
    resources(documented("BodyS3Location: { Bucket: b }", RESPONSE)),
    ["fail 2:52 A is described by a document, and also by G."],
  ],
  [
    "resources alone",
    resources(documented("Name: a", RESPONSE)),
    ["not-applicable 2:52 A is described by resources alone."],
  ],
  [
    "not known",
    resources(documented("Body: !If [Nobody, 1, 2]", RESPONSE)),
    ["unknown 2:64 A cannot be judged: document unknown, because there is no condition Nobody."],
  ],
]);

const subscription = (protocol: string, endpoint: string) =>
  resources(`  T: { Type: AWS::SNS::Topic }
  Q: { Type: AWS::SQS::Queue }
  Fn: { Type: AWS::Lambda::Function }
  L: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, Name: live } }
  C: { Type: Custom::Thing }
  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref T, Protocol: ${protocol}, Endpoint: ${endpoint} } }
`);
saysOf(subscriptionEndpoint, [
  [
    "a queue's ARN",
    subscription("sqs", "!GetAtt Q.Arn"),
    ["pass 7:103 The endpoint Q.Arn of S is the ARN of a queue."],
  ],
  [
    "a queue's URL",
    subscription("sqs", "!Ref Q"),
    ["fail 7:100 The endpoint Ref Q of S is not the ARN of a queue, as sqs needs."],
  ],
  [
    "a function as a queue",
    subscription("sqs", "!GetAtt Fn.Arn"),
    ["fail 7:103 The endpoint Fn.Arn of S is not the ARN of a queue, as sqs needs."],
  ],
  [
    "a function",
    subscription("lambda", "!GetAtt Fn.Arn"),
    ["pass 7:106 The endpoint Fn.Arn of S is the ARN of a function."],
  ],
  [
    "a function's name",
    subscription("lambda", "!Ref Fn"),
    ["fail 7:103 The endpoint Ref Fn of S is not the ARN of a function, as lambda needs."],
  ],
  ["an alias", subscription("lambda", "!Ref L"), ["pass 7:103 The endpoint Ref L of S is the ARN of a function."]],
  [
    "a literal ARN",
    subscription("sqs", "'arn:aws:sqs:eu-west-1:1:jobs'"),
    ["pass 7:95 The endpoint arn:aws:sqs:eu-west-1:1:jobs of S is the ARN of a queue."],
  ],
  [
    "a composed ARN",
    subscription("sqs", "!Sub 'arn:aws:sqs:${AWS::Region}:1:jobs'"),
    ["pass 7:100 The endpoint arn:aws:sqs:${AWS::Region}:1:jobs of S is the ARN of a queue."],
  ],
  [
    "an address without a scheme",
    subscription("https", "example.com/hook"),
    ["fail 7:97 The endpoint example.com/hook of S is not an address that begins with https://, as https needs."],
  ],
  [
    "an e-mail address",
    subscription("email", "a@example.com"),
    ["pass 7:97 The endpoint a@example.com of S is an e-mail address."],
  ],
  [
    "known at deployment only",
    subscription("sqs", "!ImportValue queue"),
    ["unknown 7:108 Whether ${queue} is the ARN of a queue is known at deployment only."],
  ],
  [
    "of a custom resource",
    subscription("sqs", "!GetAtt C.Arn"),
    ["unknown 7:103 Whether C.Arn is the ARN of a queue is known at deployment only."],
  ],
  ["a text message", subscription("sms", "'+3212345'"), []],
  [
    "inside the topic",
    resources(
      "  T: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: email, Endpoint: nobody }] } }\n",
    ),
    ["fail 2:89 The endpoint nobody of T is not an e-mail address, as email needs."],
  ],
]);

saysOf(topicWithoutSubscriber, [
  [
    "nobody",
    resources("  T: { Type: AWS::SNS::Topic }\n"),
    ["fail 2:3 Nobody subscribes to T in the scanned inputs. [likely]"],
  ],
  ["a queue", subscription("sqs", "!GetAtt Q.Arn"), ["pass 2:3 Q subscribes to T."]],
  [
    "somebody who is known at deployment only",
    subscription("email", "!If [Nobody, a, b]"),
    ["pass 2:3 Somebody subscribes to T."],
  ],
  [
    "handed out",
    `${resources("  T: { Type: AWS::SNS::Topic }\n")}Outputs: { Topic: { Value: !Ref T } }\n`,
    ["unknown 2:3 Nobody subscribes to T in the scanned inputs, which hand it to others."],
  ],
  ["no topic", NOTHING, []],
]);

saysOf(dependencyCircular, [
  [
    "in a circle",
    resources(
      "  A: { Type: AWS::SNS::Topic, Properties: { B: !Ref B } }\n  B: { Type: AWS::SNS::Topic, Properties: { C: !Sub 'x${C.Arn}' } }\n  C: { Type: AWS::SNS::Topic, DependsOn: A }\n",
    ),
    ["fail 2:3 A → B → C → A: each of them needs the next one first."],
  ],
  [
    "on itself",
    resources("  A: { Type: AWS::SNS::Topic, Properties: { B: !GetAtt A.Arn } }\n"),
    ["fail 2:3 A → A: each of them needs the next one first."],
  ],
  [
    "in a row",
    resources("  A: { Type: AWS::SNS::Topic, Properties: { B: !Ref B } }\n  B: { Type: AWS::SNS::Topic }\n"),
    ["pass 2:3 The 2 resources of template.yaml do not depend on each other in a circle."],
  ],
  [
    "a text that only looks like it",
    resources("  A: { Type: AWS::SNS::Topic, Properties: { B: !Sub '${!A}' } }\n"),
    ["pass 2:3 The 1 resources of template.yaml do not depend on each other in a circle."],
  ],
  [
    "a name that Sub defines itself",
    resources("  A: { Type: AWS::SNS::Topic, Properties: { B: !Sub ['${A}', { A: 1 }] } }\n"),
    ["pass 2:3 The 1 resources of template.yaml do not depend on each other in a circle."],
  ],
  [
    "never at once",
    resources(
      "  A: { Type: AWS::SNS::Topic, Properties: { B: !If [IsProd, !Ref B, 1] } }\n  B: { Type: AWS::SNS::Topic, Properties: { A: !If [IsProd, 1, !Ref A] } }\n",
      STAGES,
    ),
    ["pass 4:3 The 2 resources of template.yaml do not depend on each other in a circle."],
  ],
  [
    "in one scenario",
    resources(
      "  A: { Type: AWS::SNS::Topic, Properties: { B: !If [IsProd, !Ref B, 1] } }\n  B: { Type: AWS::SNS::Topic, Properties: { A: !Ref A } }\n",
      STAGES,
    ),
    ["fail 4:3 A → B → A: each of them needs the next one first. (when IsProd)"],
  ],
  [
    "a bucket and its function in SAM",
    `Transform: AWS::Serverless-2016-10-31
Resources:
  B: { Type: AWS::S3::Bucket }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src/
      Environment: { Variables: { BUCKET: !Ref B } }
      Events: { Put: { Type: S3, Properties: { Bucket: !Ref B, Events: s3:ObjectCreated:* } } }
`,
    ["fail 3:3 B → Fn → B: each of them needs the next one first."],
  ],
]);

const conditional = (use: string, more = "") =>
  resources(
    `  T: { Type: AWS::SNS::Topic, Condition: IsProd }\n  Fn: { Type: AWS::Lambda::Function${more}, Properties: { X: ${use} } }\n`,
    STAGES,
  );
saysOf(referenceToConditional, [
  [
    "without a condition",
    conditional("!Ref T"),
    ["fail 5:60 Fn refers to T, which exists only when IsProd. (when not IsProd)"],
  ],
  [
    "within its condition",
    conditional("!If [IsProd, !Ref T, 1]"),
    ["pass 4:3 Fn refers to T only where it exists. (when IsProd)"],
  ],
  [
    "within the other branch",
    conditional("!If [IsProd, 1, !Ref T]"),
    ["fail 5:76 Fn refers to T, which exists only when IsProd. (when not IsProd)"],
  ],
  [
    "by something with its condition",
    conditional("!GetAtt T.TopicArn", ", Condition: IsProd"),
    [
      "pass 4:3 Fn refers to T only where it exists. (when IsProd)",
      "not-applicable 5:3 Nothing refers to Fn. (when IsProd)",
    ],
  ],
  ["by nobody", conditional("1"), ["not-applicable 4:3 Nothing refers to T. (when IsProd)"]],
  [
    "by DependsOn, which does not matter",
    conditional("1", ", DependsOn: T"),
    ["not-applicable 4:3 Nothing refers to T. (when IsProd)"],
  ],
  [
    "by an output",
    `${conditional("1")}Outputs: { Topic: { Value: !Ref T } }\n`,
    ["fail 6:33 output Topic refers to T, which exists only when IsProd. (when not IsProd)"],
  ],
  [
    "by an output of a nested stack that exists with it",
    {
      "template.yaml": `${STAGES}Resources:\n  N: { Type: AWS::CloudFormation::Stack, Condition: IsProd, Properties: { TemplateURL: nested.yaml } }\n`,
      "nested.yaml": "Resources:\n  T: { Type: AWS::SNS::Topic }\nOutputs: { Topic: { Value: !Ref T } }\n",
    },
    [
      "pass nested.yaml:2:3 output Topic refers to T only where it exists. (when IsProd)",
      "not-applicable 4:3 Nothing refers to N. (when IsProd)",
    ],
  ],
  [
    "by an output with its condition",
    `${conditional("1")}Outputs: { Topic: { Condition: IsProd, Value: !Ref T } }\n`,
    ["pass 4:3 output Topic refers to T only where it exists. (when IsProd)"],
  ],
  [
    "under a condition that implies its own",
    resources(
      "  T: { Type: AWS::SNS::Topic, Condition: IsBig }\n  Fn: { Type: AWS::Lambda::Function, Condition: IsProd, Properties: { X: !Ref T } }\n",
      "Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod], IsBig: !Or [!Condition IsProd, !Equals [!Ref Stage, test]] }\n",
    ),
    [
      "pass 4:3 Fn refers to T only where it exists. (when IsBig)",
      "not-applicable 5:3 Nothing refers to Fn. (when IsProd)",
    ],
  ],
  ["nothing conditional", NOTHING, []],
]);

const sam = (policy: string, more = "", loop = "") => `Transform: AWS::Serverless-2016-10-31
Resources:
  Q: { Type: AWS::SQS::Queue }
  Other: { Type: AWS::SQS::Queue }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src/
      ${loop}
      Policies: [${policy}]
      Events: { Q: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn${more} } } }
`;
const SEND = "{ SQSSendMessagePolicy: { QueueName: !GetAtt Q.QueueName } }";
const bucket = (key: string, filter: string) =>
  resources(`  B: { Type: AWS::S3::Bucket, Properties: { BucketName: media, NotificationConfiguration: { LambdaConfigurations: [{ Event: s3:ObjectCreated:*, Function: !GetAtt Fn.Arn${filter} }] } } }
  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: s3:PutObject, Resource: 'arn:aws:s3:::media/${key}' }] } }] } }
  Fn: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt R.Arn } }
`);
const prefix = (value: string) => `, Filter: { S3Key: { Rules: [{ Name: prefix, Value: ${value} }] } }`;
saysOf(recursionLoop, [
  ["its own queue", sam(SEND), ["fail 5:3 Fn may start itself: Fn → Q → Fn. [likely]"]],
  [
    "another queue",
    sam("{ SQSSendMessagePolicy: { QueueName: !GetAtt Other.QueueName } }"),
    ["pass 5:3 Nothing that Fn is known to write leads back to Q."],
  ],
  [
    "on purpose",
    sam(SEND, "", "RecursiveLoop: Allow"),
    ["not-applicable 5:3 Fn → Q → Fn is a loop on purpose: RecursiveLoop is Allow. [likely]"],
  ],
  [
    "with a filter in between",
    sam(SEND, `, FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":["b"]}}' }] }`),
    ["unknown 5:3 Fn → Q → Fn is a loop unless the filter of FnQ ends it. [likely]"],
  ],
  ["its own bucket", bucket("*", ""), ["fail 4:3 Fn may start itself: Fn → B → Fn. [likely]"]],
  ["another prefix", bucket("out/*", prefix("in/")), ["pass 4:3 Nothing that Fn is known to write leads back to B."]],
  [
    "below the same prefix",
    bucket("in/done/*", prefix("in/")),
    ["fail 4:3 Fn may start itself: Fn → B → Fn. [likely]"],
  ],
  ["any prefix", bucket("*", prefix("in/")), ["fail 4:3 Fn may start itself: Fn → B → Fn. [likely]"]],
  [
    "allowed by a wildcard",
    sam("{ Statement: [{ Effect: Allow, Action: sqs:*, Resource: !GetAtt Q.Arn }] }"),
    ["unknown 5:3 Whether Fn → Q → Fn is a loop is not known: Fn may do all of sqs:*. [likely]"],
  ],
  [
    "allowed by a role of several functions",
    resources(`  Q: { Type: AWS::SQS::Queue }
  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Q.Arn }] } }] } }
  A: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt R.Arn } }
  B: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt R.Arn } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Q.Arn, FunctionName: !Ref A } }
`),
    ["unknown 4:3 Whether A → Q → A is a loop is not known: R is the role of 2 functions. [likely]"],
  ],
  [
    "around two functions and a topic",
    resources(`  T: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: sqs, Endpoint: !GetAtt Q.Arn }] } }
  Q: { Type: AWS::SQS::Queue }
  P: { Type: AWS::SQS::Queue }
  RA: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt P.Arn }] } }] } }
  RB: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: sns:Publish, Resource: !Ref T }] } }] } }
  A: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt RA.Arn } }
  B: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt RB.Arn } }
  MA: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Q.Arn, FunctionName: !Ref A } }
  MB: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt P.Arn, FunctionName: !Ref B } }
`),
    ["fail 7:3 A may start itself: A → P → B → T → Q → A. [likely]"],
  ],
  ["no event source", resources("  Fn: { Type: AWS::Lambda::Function }\n"), []],
]);

const durable = (more: string, config = "DurableConfig: { ExecutionTimeout: 60 }") =>
  resources(`  Q: { Type: AWS::SQS::Queue }
  Fn: { Type: AWS::Lambda::Function, Properties: { ${config} } }
${more}`);
const DESTINATION =
  "  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } } }\n";
saysOf(durableFunctionDestination, [
  [
    "a destination",
    durable(DESTINATION),
    ["fail 3:67 The durable function Fn has the destination Q, which Lambda does not use."],
  ],
  ["none", durable(""), ["pass 3:67 The durable function Fn has no destination."]],
  [
    "not known",
    durable(DESTINATION, "DurableConfig: !If [Nobody, 1, 2]"),
    ["unknown 3:71 Fn cannot be judged: durable configuration unknown, because there is no condition Nobody."],
  ],
  ["not durable", durable(DESTINATION, "Timeout: 5"), []],
]);
