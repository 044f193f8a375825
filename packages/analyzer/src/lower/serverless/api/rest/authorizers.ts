import { normalized } from "../../names.js";
import { arn, invocationUri, type Stack } from "../../stack.js";
import type { Authorizer, Rest } from "./rest-api.js";
import { literal } from "../../text.js";

/** The logical id of an authorizer that the framework makes. */
export function authorizerId(authorizer: Authorizer): string {
  return `${normalized(authorizer.name)}ApiGatewayAuthorizer`;
}

/** Adds the authorizers of the routes, and the permission to call those that are functions. */
export function addAuthorizers(rest: Rest, stack: Stack): void {
  for (const { authorizer } of [...rest.routes, ...rest.proxies]) {
    if (!authorizer || authorizer.arn === undefined) continue;
    addAuthorizer(rest, stack, authorizer);
    if (authorizer.kind === "lambda" && !authorizer.managedExternally) addPermission(rest, stack, authorizer);
  }
}

function addAuthorizer({ apiId }: Rest, stack: Stack, authorizer: Authorizer): void {
  const { kind, type, name, origin, ttl, identitySource, validation, alias } = authorizer;
  stack.add(
    authorizerId(authorizer),
    "AWS::ApiGateway::Authorizer",
    origin,
    {
      AuthorizerResultTtlInSeconds: ttl,
      IdentitySource: identitySource,
      Name: name,
      RestApiId: apiId,
      IdentityValidationExpression: literal(validation) === undefined ? undefined : validation,
      ...(kind === "cognito"
        ? { Type: "COGNITO_USER_POOLS", ProviderARNs: [authorizer.arn] }
        : { AuthorizerUri: invocationUri([authorizer.arn]), Type: type?.toUpperCase() ?? "TOKEN" }),
    },
    { DependsOn: alias },
  );
}

function addPermission({ apiId }: Rest, stack: Stack, authorizer: Authorizer): void {
  const id = `${normalized(authorizer.name)}LambdaPermissionApiGateway`;
  if (stack.resources.has(id)) return;
  stack.add(id, "AWS::Lambda::Permission", authorizer.origin, {
    FunctionName: authorizer.alias === undefined ? authorizer.arn : { Ref: authorizer.alias },
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn: arn("execute-api", apiId, "/*/*"),
  });
}
