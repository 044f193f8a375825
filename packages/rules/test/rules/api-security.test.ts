import { describe, expect, it } from "vitest";
import { apiCacheUnencrypted } from "../../src/rules/api-cache-unencrypted.js";
import { apiRequestUnvalidated } from "../../src/rules/api-request-unvalidated.js";
import { apiRouteOpen } from "../../src/rules/api-route-open.js";
import { apiWithoutFirewall } from "../../src/rules/api-without-firewall.js";
import { bucketPlainHttp } from "../../src/rules/bucket-plain-http.js";
import { check } from "../check-rule.js";

type Case = readonly [name: string, input: string | Readonly<Record<string, string>>, expected: readonly string[]];

describe("api-route-open", () => {
  const cases: readonly Case[] = [
    [
      "a method",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, AuthorizationType: NONE } }
`,
      ["fail 5:110 GET of Api has no authorizer. [likely]"],
    ],
    [
      "a method that says nothing",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, OperationName: a } }
`,
      ["fail 5:3 GET of Api has no authorizer. [likely]"],
    ],
    [
      "a method with an authorizer",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, AuthorizationType: AWS_IAM } }
`,
      ["pass 5:110 GET of Api asks for authorization: AWS_IAM."],
    ],
    [
      "a method with a key",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, AuthorizationType: NONE, ApiKeyRequired: true } }
`,
      ["fail 5:110 GET of Api asks for an API key and no authorization. [likely]"],
    ],
    [
      "a method that is not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, AuthorizationType: !Ref Stage } }
`,
      ["unknown 5:115 Whether GET of Api asks for authorization is not known: parameter Stage has no default."],
    ],
    [
      "a method behind a resource policy",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a, Policy: { Statement: [] } } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, AuthorizationType: NONE } }
`,
      ["not-applicable 5:3 GET of Api is behind the resource policy of the API, which decides who may call it."],
    ],
    [
      "a method of a private API",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a, EndpointConfiguration: { Types: [PRIVATE] } } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, AuthorizationType: NONE } }
`,
      ["not-applicable 5:3 GET of Api is part of a private API."],
    ],
    [
      "a route behind a domain that asks for certificates",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a } }
  M: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'GET /orders' } }
  D: { Type: AWS::ApiGatewayV2::DomainName, Properties: { DomainName: a, MutualTlsAuthentication: { TruststoreUri: b } } }
  X: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { ApiId: !Ref Api, DomainName: !Ref D, Stage: s } }
`,
      ["not-applicable 5:3 GET /orders of Api asks clients for a certificate (mutual TLS)."],
    ],
    [
      "preflight",
      `Resources:
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: a, HttpMethod: OPTIONS, AuthorizationType: NONE } }
`,
      ["not-applicable 2:3 OPTIONS answers preflight requests, which browsers send without credentials."],
    ],
    [
      "a route",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a } }
  M: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'GET /orders' } }
`,
      ["fail 5:3 GET /orders of Api has no authorizer. [likely]"],
    ],
    [
      "a route with a token",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a } }
  M: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'GET /orders', AuthorizationType: JWT } }
`,
      ["pass 5:115 GET /orders of Api asks for authorization: JWT."],
    ],
    [
      "a route that is open on purpose",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a } }
  M: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'GET /health' } }
`,
      ["not-applicable 5:3 GET /health of Api is a route that is usually open (health)."],
    ],
    [
      "a route that is usually open, with an underscore",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a } }
  M: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'GET /health_check' } }
`,
      ["not-applicable 5:3 GET /health_check of Api is a route that is usually open (health_check)."],
    ],
    [
      "a message of a socket",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a, ProtocolType: WEBSOCKET } }
  M: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'send' } }
`,
      ["not-applicable 5:3 send of Api is reached over a connection that $connect has let in."],
    ],
    [
      "the connection of a socket",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a, ProtocolType: WEBSOCKET } }
  M: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: '$connect' } }
`,
      ["fail 5:3 $connect of Api has no authorizer. [likely]"],
    ],
    [
      "an event of SAM",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: Api, Properties: { Path: /orders, Method: GET } } }
`,
      ["fail 9:20 GET /orders of ServerlessRestApi, which calls Fn, has no authorizer. [likely]"],
    ],
    [
      "an event of SAM with IAM",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: Api, Properties: { Path: /orders, Method: GET, Auth: { Authorizer: AWS_IAM } } } }
`,
      ["pass 9:20 GET /orders of ServerlessRestApi, which calls Fn, asks for authorization: IAM."],
    ],
    [
      "an event of SAM with a key",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: Api, Properties: { Path: /orders, Method: GET, Auth: { ApiKeyRequired: true } } } }
`,
      [
        "fail 9:20 GET /orders of ServerlessRestApi, which calls Fn, asks for an API key and no authorization. [likely]",
      ],
    ],
    [
      "an operation of a document with IAM",
      `Resources:
  Fn: { Type: AWS::Lambda::Function }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        paths:
          /a: { get: { x-amazon-apigateway-auth: { type: AWS_IAM }, x-amazon-apigateway-integration: { uri: !Sub 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations' } } }
`,
      ["pass 8:22 GET /a of Api, which calls Fn, asks for authorization: IAM."],
    ],
    [
      "a callback of SAM",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: Api, Properties: { Path: /doc-app-callback, Method: GET } } }
`,
      [
        "not-applicable 9:20 GET /doc-app-callback of ServerlessRestApi is a route that is usually open (doc-app-callback).",
      ],
    ],
    [
      "a webhook of SAM",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: Api, Properties: { Path: /webhooks/github, Method: GET } } }
`,
      ["not-applicable 9:20 GET /webhooks/github of ServerlessRestApi is a route that is usually open (webhooks)."],
    ],
    [
      "no API",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(apiRouteOpen, input)).toEqual(expected);
  });
});

describe("api-without-firewall", () => {
  const cases: readonly Case[] = [
    [
      "none",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, StageName: p } }
`,
      ["fail 4:3 The API stage S has no web ACL in the scanned inputs."],
    ],
    [
      "by the stage",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, StageName: p } }
  W: { Type: AWS::WAFv2::WebACLAssociation, Properties: { WebACLArn: a, ResourceArn: !Sub 'arn:aws:apigateway:eu-west-1::/restapis/a/stages/\${S}' } }
`,
      ["pass 4:3 The API stage S has a web ACL: W."],
    ],
    [
      "by the API",
      `Resources:
  Api: { Type: AWS::ApiGateway::RestApi }
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api } }
  W: { Type: AWS::WAFv2::WebACLAssociation, Properties: { WebACLArn: a, ResourceArn: !Sub 'arn:aws:apigateway:eu-west-1::/restapis/\${Api}/stages/p' } }
`,
      ["pass 3:3 The API stage S has a web ACL: W."],
    ],
    [
      "an AppSync API",
      `Resources:
  G: { Type: AWS::AppSync::GraphQLApi, Properties: { Name: g } }
`,
      ["fail 2:3 The API G has no web ACL in the scanned inputs."],
    ],
    [
      "an HTTP API, which takes none",
      `Resources:
  S: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: a } }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(apiWithoutFirewall, input)).toEqual(expected);
  });
});

describe("api-request-unvalidated", () => {
  const cases: readonly Case[] = [
    [
      "none",
      `Resources:
  Api: { Type: AWS::ApiGateway::RestApi }
`,
      ["fail 2:3 The API Api has no validator of bodies and parameters."],
    ],
    [
      "full",
      `Resources:
  Api: { Type: AWS::ApiGateway::RestApi }
  V: { Type: AWS::ApiGateway::RequestValidator, Properties: { RestApiId: !Ref Api, ValidateRequestBody: true, ValidateRequestParameters: true } }
`,
      ["pass 2:3 The API Api has a validator of bodies and parameters: V."],
    ],
    [
      "a part",
      `Resources:
  Api: { Type: AWS::ApiGateway::RestApi }
  V: { Type: AWS::ApiGateway::RequestValidator, Properties: { RestApiId: !Ref Api, ValidateRequestBody: true } }
`,
      ["fail 2:3 The API Api has no validator of bodies and parameters (V checks a part only)."],
    ],
    [
      "in the document",
      `Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { x-amazon-apigateway-request-validators: { all: { validateRequestBody: true } } } } }
`,
      ["pass 2:104 The API Api has validators in its OpenAPI document."],
    ],
    [
      "a document elsewhere",
      `Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { BodyS3Location: { Bucket: b, Key: k } } }
`,
      ["unknown 2:3 Whether Api checks requests is not known: its OpenAPI document is not read."],
    ],
    [
      "no API",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(apiRequestUnvalidated, input)).toEqual(expected);
  });
});

describe("api-cache-unencrypted", () => {
  const cases: readonly Case[] = [
    [
      "in plain text",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, MethodSettings: [{ CachingEnabled: true }] } }
`,
      ["fail 4:101 The API stage S caches responses, and CacheDataEncrypted is not set."],
    ],
    [
      "switched off",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, MethodSettings: [{ CachingEnabled: true, CacheDataEncrypted: false }] } }
`,
      ["fail 4:101 The API stage S caches responses, and CacheDataEncrypted is false."],
    ],
    [
      "encrypted",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, MethodSettings: [{ CachingEnabled: true, CacheDataEncrypted: true }] } }
`,
      ["pass 4:101 The API stage S encrypts what it caches."],
    ],
    [
      "not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, MethodSettings: [{ CachingEnabled: true, CacheDataEncrypted: !Ref Stage }] } }
`,
      ["unknown 4:101 Whether S caches in plain text is not known: parameter Stage has no default."],
    ],
    [
      "no cache",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, MethodSettings: [{ MetricsEnabled: true }] } }
`,
      ["not-applicable 4:3 The API stage S caches nothing."],
    ],
    [
      "in one scenario",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: a, MethodSettings: [{ CachingEnabled: !If [IsProd, true, false] }] } }
`,
      ["fail 4:114 The API stage S caches responses, and CacheDataEncrypted is not set. (when IsProd)"],
    ],
    [
      "by a deployment",
      `Resources:
  D: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: a, StageDescription: { CachingEnabled: true } } }
`,
      ["fail 2:107 The deployment D caches responses, and CacheDataEncrypted is not set."],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(apiCacheUnencrypted, input)).toEqual(expected);
  });
});

describe("bucket-plain-http", () => {
  const cases: readonly Case[] = [
    [
      "no policy",
      `Resources:
  B: { Type: AWS::S3::Bucket }
`,
      ["fail 2:3 The bucket B answers requests without TLS: no policy of it denies them."],
    ],
    [
      "denied",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  B: { Type: AWS::S3::Bucket }
  P: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref B, PolicyDocument: { Statement: [{ Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': false } } }] } } }
`,
      ["pass 5:97 The bucket B denies requests without TLS."],
    ],
    [
      "another policy",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  B: { Type: AWS::S3::Bucket }
  P: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref B, PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: '*' }] } } }
`,
      ["fail 4:3 The bucket B answers requests without TLS: its policy does not deny them."],
    ],
    [
      "some actions only",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  B: { Type: AWS::S3::Bucket }
  P: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref B, PolicyDocument: { Statement: [{ Effect: Deny, Principal: '*', Action: 's3:PutObject', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': false } } }] } } }
`,
      ["fail 4:3 The bucket B answers requests without TLS: its policy does not deny them."],
    ],
    [
      "not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  B: { Type: AWS::S3::Bucket }
  P: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref B, PolicyDocument: { Statement: [{ Effect: Deny, Principal: '*', Action: !Ref Stage, Resource: '*' }] } } }
`,
      [
        "unknown 4:3 Whether the bucket B denies requests without TLS is not known: Action: parameter Stage has no default.",
      ],
    ],
    [
      "no bucket",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(bucketPlainHttp, input)).toEqual(expected);
  });
});
