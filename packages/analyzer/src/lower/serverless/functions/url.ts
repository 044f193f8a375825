import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { normalized } from "../names.js";
import type { ServiceFunction } from "../service.js";
import { addPermission, aliasDependency, targetOf, type Stack } from "../stack.js";
import { isPresent, isTruthy, listOf, literal } from "../text.js";
import cors from "../data/cors.json" with { type: "json" };

/** Adds the URL of a function. https://www.serverless.com/framework/docs/providers/aws/guide/functions#lambda-function-urls */
export function addUrl(stack: Stack, fn: ServiceFunction): void {
  const url = at(fn.config, "url");
  if (!isTruthy(url)) return;
  const { origin } = url;
  const id = `${normalized(fn.key)}LambdaFunctionUrl`;
  const isPublic = literal(at(url, "authorizer")) !== "aws_iam";
  const streams = literal(at(url, "invokeMode")) === "RESPONSE_STREAM";
  stack.add(
    id,
    "AWS::Lambda::Url",
    origin,
    {
      AuthType: isPublic ? "NONE" : "AWS_IAM",
      TargetFunctionArn: targetOf(fn),
      Cors: corsOf(at(url, "cors")),
      InvokeMode: streams ? at(url, "invokeMode") : undefined,
    },
    { DependsOn: aliasDependency(fn) },
  );
  stack.output(id, origin, "Lambda Function URL", { "Fn::GetAtt": [id, "FunctionUrl"] });
  if (!isPublic) return;
  const permission = `${normalized(fn.key)}LambdaPermissionFn`;
  const byUrl = { Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" };
  addPermission(stack, `${permission}Url`, fn, origin, "*", byUrl);
  addPermission(stack, permission, fn, origin, "*", { InvokedViaFunctionUrl: true });
}

function corsOf(config: Node | undefined): Draft {
  if (!isTruthy(config)) return undefined;
  const list = (name: keyof typeof cors.functionUrl): Draft => {
    const own = at(config, name);
    if (own && !isPresent(own)) return undefined;
    return own ? listOf(own) : cors.functionUrl[name];
  };
  return {
    AllowCredentials: isTruthy(at(config, "allowCredentials")) ? true : undefined,
    AllowHeaders: list("allowedHeaders"),
    AllowMethods: list("allowedMethods"),
    AllowOrigins: list("allowedOrigins"),
    ExposeHeaders: isTruthy(at(config, "exposedResponseHeaders"))
      ? listOf(at(config, "exposedResponseHeaders"))
      : undefined,
    MaxAge: at(config, "maxAge"),
  };
}
