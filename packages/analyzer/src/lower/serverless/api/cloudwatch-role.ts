import { at, type Origin } from "../../../parse/node.js";
import { addCustomResource } from "../custom-resources.js";
import { ids } from "../names.js";
import type { Service } from "../service.js";
import type { Stack } from "../stack.js";
import { isTruthy } from "../text.js";

const RESOURCE = "CustomApiGatewayAccountCloudWatchRole";

/** Lets API Gateway write logs in this account, unless the author cares for that. */
export function addCloudWatchRole(service: Service, stack: Stack, cause: Origin): void {
  const logs = at(service.provider, "logs", "restApi");
  if (isTruthy(at(logs, "roleManagedExternally")) || stack.resources.has(RESOURCE)) return;
  const handler = ids.lambda("custom-resource-apigw-cw-role");
  stack.add(
    RESOURCE,
    "Custom::ApiGatewayAccountRole",
    cause,
    { ServiceToken: { "Fn::GetAtt": [handler, "Arn"] }, RoleArn: at(logs, "role") },
    { Version: 1 },
  );
  addCustomResource(service, stack, "apiGatewayCloudWatchRole", cause, [
    {
      Resource: {
        "Fn::Join": [":", ["arn", { Ref: "AWS::Partition" }, "iam:", { Ref: "AWS::AccountId" }, "role/*"]],
      },
      Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:ListAttachedRolePolicies", "iam:PassRole"],
    },
    {
      Resource: { "Fn::Join": [":", ["arn", { Ref: "AWS::Partition" }, "apigateway:*::/account"]] },
      Action: ["apigateway:GET", "apigateway:PATCH"],
    },
  ]);
}
