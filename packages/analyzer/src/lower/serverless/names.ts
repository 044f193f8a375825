/**
 * The logical ids and names that the Serverless Framework generates.
 * https://www.serverless.com/framework/docs/providers/aws/guide/resources#aws-cloudformation-resource-reference
 */

/** The first character in upper case. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A function's (or layer's, authorizer's …) key as it appears in logical ids. */
export function normalized(key: string): string {
  return upperFirst(key.replaceAll("-", "Dash").replaceAll("_", "Underscore"));
}

/** A name reduced to letters and digits. */
export function alphanumeric(name: string): string {
  return upperFirst(name.replace(/[^0-9A-Za-z]/g, ""));
}

/** The parts of a URL path joined: `users/{id}` is `UsersIdVar`. */
export function normalizedPath(path: string): string {
  return path
    .split("/")
    .map((part) =>
      upperFirst(
        part
          .toLowerCase()
          .replaceAll("-", "Dash")
          .replace(/\{(.*)\}/g, "$1Var")
          .replace(/[^0-9A-Za-z]/g, ""),
      ),
    )
    .join("");
}

/** A WebSocket route key: `$connect` is `Sconnect`. */
export function normalizedRoute(route: string): string {
  return route
    .replaceAll("$", "S")
    .replaceAll("/", "Slash")
    .replaceAll("-", "Dash")
    .replaceAll("_", "Underscore")
    .replaceAll(".", "Period");
}

/** The words of a text in start case without blanks: `application/json` is `ApplicationJson`. */
export function startCase(text: string): string {
  return words(text).map(upperFirst).join("");
}

/** The words of a text in camel case, first letter in upper case. */
export function camelCase(text: string): string {
  return words(text)
    .map((word) => upperFirst(word.toLowerCase()))
    .join("");
}

function words(text: string): readonly string[] {
  return text.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g) ?? [];
}

export const ids = {
  deploymentBucket: "ServerlessDeploymentBucket",
  deploymentBucketPolicy: "ServerlessDeploymentBucketPolicy",
  role: "IamRoleLambdaExecution",
  restApi: "ApiGatewayRestApi",
  httpApi: "HttpApi",
  websocketsApi: "WebsocketsApi",
  customResourcesRole: "IamRoleCustomResourcesLambdaExecution",
  lambda: (key: string) => `${normalized(key)}LambdaFunction`,
  logGroup: (key: string) => `${normalized(key)}LogGroup`,
  layer: (key: string) => `${normalized(key)}LambdaLayer`,
} as const;
