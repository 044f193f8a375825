import { describe, expect, it } from "vitest";
import { expand, fn, told } from "./expand.js";

function api(type: string, properties: string, event = ""): string {
  const lines = properties.split("\n").map((line) => `      ${line}\n`);
  return `${fn(event)}  Api:\n    Type: AWS::Serverless::${type}\n    Properties:\n${lines.join("")}`;
}

const restEvent = "Events: { Get: { Type: Api, Properties: { Path: '/x/{id}', Method: get, RestApiId: !Ref Api } } }";
const httpEvent = "Events: { Get: { Type: HttpApi, Properties: { Path: '/x', Method: get, ApiId: !Ref Api } } }";
const uri = (partition: string) => ({
  "Fn::Sub": `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations`,
});

describe("implicit APIs", () => {
  it("are made for events without an API", async () => {
    const { types, value, origin } = await expand(
      fn(
        "Events:\n  Get: { Type: Api, Properties: { Path: /x, Method: get } }\n  Post: { Type: HttpApi, Properties: { Path: /y, Method: post } }",
      ),
    );
    expect(types).toMatchObject({
      ServerlessRestApi: "AWS::ApiGateway::RestApi",
      ServerlessRestApiProdStage: "AWS::ApiGateway::Stage",
      FnGetPermissionProd: "AWS::Lambda::Permission",
      ServerlessHttpApi: "AWS::ApiGatewayV2::Api",
      ServerlessHttpApiApiGatewayDefaultStage: "AWS::ApiGatewayV2::Stage",
      FnPostPermission: "AWS::Lambda::Permission",
    });
    expect(Object.keys(types).some((id) => /^ServerlessRestApiDeployment[0-9a-f]{10}$/.test(id))).toBe(true);
    expect(value("ServerlessRestApi.Properties.Body.paths./x.get.x-amazon-apigateway-integration.uri")).toEqual(
      uri("aws"),
    );
    expect(origin("ServerlessRestApi.Properties.Body.paths./x.get")).toMatch(/^generated \(SAM event Api\): Get:/);
    expect(origin("ServerlessRestApi")).toMatch(/^generated \(SAM implicit API\): Get:/);
  });

  it("exist when one of the functions that they serve does", async () => {
    const { value, root } = await expand(
      `Conditions:\n  C: !Equals [a, b]\n${fn("Events: { Get: { Type: Api, Properties: { Path: /x, Method: get } } }", "Condition: C")}`,
    );
    expect(value("ServerlessRestApi.Condition")).toBe("C");
    expect(root.entries.has("Transform")).toBe(false);
  });
});

describe("a REST API", () => {
  it("routes to the function, which it may call", async () => {
    const { value, types, problems } = await expand(api("Api", "StageName: v1", restEvent));
    expect(told({ problems })).toEqual([]);
    expect(types).toMatchObject({ Apiv1Stage: "AWS::ApiGateway::Stage", FnGetPermissionv1: "AWS::Lambda::Permission" });
    expect(value("FnGetPermissionv1.Properties")).toEqual({
      Action: "lambda:InvokeFunction",
      FunctionName: { Ref: "Fn" },
      Principal: "apigateway.amazonaws.com",
      SourceArn: {
        "Fn::Sub": [
          "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/GET/x/*",
          { __ApiId__: { Ref: "Api" }, __Stage__: "*" },
        ],
      },
    });
  });

  it("has authorizers, a default, and permissions for functions that authorize", async () => {
    const { value, types, origin } = await expand(
      api(
        "Api",
        "StageName: v1\nAuth:\n  DefaultAuthorizer: Users\n  Authorizers:\n    Users: { UserPoolArn: arn:pool }\n    Own: { FunctionArn: !GetAtt Fn.Arn }",
        restEvent,
      ),
    );
    const body = "Api.Properties.Body";
    expect(value(`${body}.paths./x/{id}.get.security`)).toEqual([{ Users: [] }]);
    expect(origin(`${body}.paths./x/{id}.get.security`)).toBe(
      "generated (SAM DefaultAuthorizer): DefaultAuthorizer: Users",
    );
    expect(value(`${body}.securityDefinitions.Users.x-amazon-apigateway-authorizer.providerARNs`)).toEqual([
      "arn:pool",
    ]);
    expect(origin(`${body}.securityDefinitions.Users`)).toMatch(/^generated \(SAM authorizer\): Users:/);
    expect(types["ApiOwnAuthorizerPermission"]).toBe("AWS::Lambda::Permission");
  });

  it.each<readonly [auth: string, security: object[]]>([
    ["Authorizer: NONE", [{ NONE: [] }]],
    ["Authorizer: AWS_IAM", [{ AWS_IAM: [] }]],
    ["ApiKeyRequired: true", [{ Users: [] }, { api_key: [] }]],
  ])("lets an event say %s", async (auth, security) => {
    const { value } = await expand(
      api(
        "Api",
        "StageName: v1\nAuth: { DefaultAuthorizer: Users, Authorizers: { Users: { UserPoolArn: arn:pool } } }",
        restEvent.replace("RestApiId", `Auth: { ${auth} }, RestApiId`),
      ),
    );
    const found = value("Api.Properties.Body.paths./x/{id}.get.security");
    expect(found).toEqual(expect.arrayContaining(security));
  });

  it("answers preflight requests", async () => {
    const { value, origin } = await expand(api("Api", "StageName: v1\nCors: \"'https://a'\"", restEvent));
    const integration = "Api.Properties.Body.paths./x/{id}.options.x-amazon-apigateway-integration";
    expect(value(`${integration}.responses.default.responseParameters`)).toEqual({
      "method.response.header.Access-Control-Allow-Origin": "'https://a'",
      "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
    });
    expect(origin(integration)).toMatch(/^generated \(SAM Cors\): Cors:/);
  });

  it("has a resource policy", async () => {
    const { value } = await expand(
      api("Api", "StageName: v1\nAuth: { ResourcePolicy: { IpRangeWhitelist: [10.0.0.0/8] } }", restEvent),
    );
    const statements = value("Api.Properties.Body.x-amazon-apigateway-policy.Statement");
    expect(statements).toMatchObject([
      { Effect: "Allow", Action: "execute-api:Invoke", Principal: "*" },
      { Effect: "Deny", Condition: { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } } },
    ]);
  });

  it("has a usage plan with a key", async () => {
    const { types } = await expand(
      api("Api", "StageName: v1\nAuth: { ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: PER_API } }", restEvent),
    );
    expect(types).toMatchObject({
      ApiUsagePlan: "AWS::ApiGateway::UsagePlan",
      ApiApiKey: "AWS::ApiGateway::ApiKey",
      ApiUsagePlanKey: "AWS::ApiGateway::UsagePlanKey",
    });
  });

  it("has a domain name with base paths and records", async () => {
    const { types } = await expand(
      api(
        "Api",
        "StageName: v1\nDomain: { DomainName: a.example, CertificateArn: c, BasePath: [one, /two], Route53: { HostedZoneId: z } }",
      ),
    );
    expect(Object.values(types)).toEqual(
      expect.arrayContaining(["AWS::ApiGateway::DomainName", "AWS::Route53::RecordSetGroup"]),
    );
    expect(types).toMatchObject({
      ApioneBasePathMapping: "AWS::ApiGateway::BasePathMapping",
      ApitwoBasePathMapping: "AWS::ApiGateway::BasePathMapping",
    });
  });

  it("leaves the author's definition as it is, unless events are merged into it", async () => {
    const definition =
      "StageName: v1\nDefinitionBody:\n  swagger: '2.0'\n  paths: { '/x/{id}': { get: { description: mine } } }";
    const path = "Api.Properties.Body.paths./x/{id}.get";
    expect(Object.keys((await expand(api("Api", definition, restEvent))).value(path) as object)).toEqual([
      "description",
    ]);
    const merged = (await expand(api("Api", `${definition}\nMergeDefinitions: true`, restEvent))).value(path);
    expect(merged).toMatchObject({ description: "mine", "x-amazon-apigateway-integration": { type: "aws_proxy" } });
  });

  it("takes a new deployment when the definition changes", async () => {
    const deployment = async (event: string) =>
      Object.keys((await expand(api("Api", "StageName: v1", event))).types).find((id) =>
        id.startsWith("ApiDeployment"),
      );
    expect(await deployment(restEvent)).toMatch(/^ApiDeployment[0-9a-f]{10}$/);
    expect(await deployment(restEvent)).not.toBe(await deployment(restEvent.replace("get", "post")));
  });
});

describe("an HTTP API", () => {
  it("routes to the function with payloads of version 2", async () => {
    const { value, origin } = await expand(api("HttpApi", "StageName: v1", httpEvent));
    expect(value("Api.Properties.Body.paths./x.get.x-amazon-apigateway-integration")).toEqual({
      type: "aws_proxy",
      httpMethod: "POST",
      payloadFormatVersion: "2.0",
      uri: uri("${AWS::Partition}"),
    });
    expect(origin("FnGetPermission")).toMatch(/^generated \(SAM event HttpApi\)/);
  });

  it("checks tokens, and answers preflight requests", async () => {
    const { value } = await expand(
      api(
        "HttpApi",
        "CorsConfiguration: { AllowOrigins: [a] }\nAuth:\n  DefaultAuthorizer: Jwt\n  Authorizers:\n    Jwt: { IdentitySource: $request.header.A, JwtConfiguration: { issuer: i, audience: [b] } }",
        httpEvent,
      ),
    );
    const body = "Api.Properties.Body";
    expect(value(`${body}.paths./x.get.security`)).toEqual([{ Jwt: [] }]);
    expect(value(`${body}.components.securitySchemes.Jwt.x-amazon-apigateway-authorizer`)).toEqual({
      type: "jwt",
      identitySource: "$request.header.A",
      jwtConfiguration: { issuer: "i", audience: ["b"] },
    });
    expect(value(`${body}.x-amazon-apigateway-cors`)).toEqual({ allowOrigins: ["a"] });
  });
});

describe("a WebSocket API", () => {
  it("has a route, an integration and a permission per route", async () => {
    const { types, value, origin, problems } = await expand(
      api(
        "WebSocketApi",
        "RouteSelectionExpression: $request.body.action\nRoutes:\n  $connect: { FunctionArn: !GetAtt Fn.Arn }\n  send: { FunctionArn: !GetAtt Fn.Arn }",
      ),
    );
    expect(told({ problems })).toEqual([]);
    for (const name of ["Connect", "Send"])
      expect(types).toMatchObject({
        [`Api${name}Route`]: "AWS::ApiGatewayV2::Route",
        [`Api${name}Integration`]: "AWS::ApiGatewayV2::Integration",
        [`Api${name}Permission`]: "AWS::Lambda::Permission",
      });
    expect(value("ApiConnectRoute.Properties.RouteKey")).toBe("$connect");
    expect(origin("ApiSendRoute")).toMatch(/^generated \(SAM WebSocketApi\): send:/);
  });
});

describe("APIs are checked", () => {
  it.each([
    ["Api", "Name: x", "", "the required property 'StageName' is missing"],
    ["Api", "StageName: v1\nDefinitionUri: s3://b/k\nDefinitionBody: { swagger: 2 }", "", "cannot be given together"],
    ["Api", "StageName: v1\nAuth: { DefaultAuthorizer: No, Authorizers: { A: { UserPoolArn: a } } }", "", "'No'"],
    ["Api", "StageName: v1\nAuth: { UsagePlan: { CreateUsagePlan: SOME } }", "", "'CreateUsagePlan'"],
    ["Api", "StageName: v1\nDomain: { DomainName: x }", "", "'Domain.CertificateArn' is required"],
    ["Api", "StageName: v1", restEvent.replace("RestApiId", "Auth: { Authorizer: X }, RestApiId"), "'Authorizer'"],
    ["HttpApi", "CorsConfiguration: { Colour: red }", httpEvent, "no property 'Colour'"],
    ["WebSocketApi", "Routes: { $connect: { FunctionArn: a } }", "", "'RouteSelectionExpression'"],
  ])("%s %s", async (type, properties, event, words) => {
    const found = told(await expand(api(type, properties, event)));
    expect(found.every((text) => text.startsWith("error: SAM rejects"))).toBe(true);
    expect(found.join("\n")).toContain(words);
  });

  it("one method of a path is defined once", async () => {
    const found = told(
      await expand(
        fn(
          "Events:\n  A: { Type: Api, Properties: { Path: /x, Method: get } }\n  B: { Type: Api, Properties: { Path: /x, Method: GET } }",
        ),
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("GET /x is defined more than once");
  });
});

describe("an included definition", () => {
  it("is what the API gets, whatever stands beside the include", async () => {
    const { value, problems } = await expand(
      api(
        "Api",
        "StageName: v1\nDefinitionBody:\n  openapi: 3.0.1\n  paths: { /foo: { bar: baz } }\n  Fn::Transform: { Name: AWS::Include, Parameters: { Location: api.yaml } }",
      ),
      { files: { "api.yaml": "openapi: 3.0.3\npaths: { /x: { get: {} } }\n" } },
    );
    expect(told({ problems })).toEqual([]);
    expect(value("Api.Properties.Body")).toEqual({ openapi: "3.0.3", paths: { "/x": { get: {} } } });
  });
});
