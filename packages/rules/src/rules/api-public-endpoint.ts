import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const apiPublicEndpoint = propertyRule({
  id: "api-public-endpoint",
  title: "The API can be reached from the internet",
  topic: "security",
  severity: "info",
  profile: "strict",
  why: "A private REST API is reachable through a VPC endpoint only. For an API that the public is meant to call, being reachable is the purpose; for an internal one it is a door too many.",
  remedy: {
    sam: "Set `EndpointConfiguration: { Type: PRIVATE, VPCEndpointIds: [...] }` for an internal API; accept the finding for a public one.",
    serverless: "Set `provider.endpointType: PRIVATE` for an internal API; accept the finding for a public one.",
    cdk: "Set `endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints }` for an internal API; accept the finding for a public one.",
    cloudformation:
      "Set `EndpointConfiguration: { Types: [PRIVATE] }` for an internal API; accept the finding for a public one.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html"],
  aliases: ["kics:4a8daf95", "kics:6b5b0313", "kics:4d424558"],
  covers: ["X7"],
  good: "is reachable through a VPC endpoint only",
  bad: "is reachable from the internet",
  checks: [
    {
      type: "AWS::ApiGateway::RestApi",
      require: { property: "EndpointConfiguration.Types.0", expected: oneOf("PRIVATE") },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: orders }
`,
      good: `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: orders, EndpointConfiguration: { Types: [PRIVATE] } }
`,
    },
  ],
});
