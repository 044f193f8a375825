import { set } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const apiStageWithoutCertificate = propertyRule({
  id: "api-stage-without-certificate",
  title: "The API does not prove itself to its HTTP backends",
  topic: "security",
  severity: "info",
  profile: "strict",
  why: "An HTTP backend that is reachable from the internet cannot tell the API's calls from anybody else's unless the stage presents a client certificate. Functions need none: IAM says who may invoke them.",
  remedy: {
    sam: "Declare an `AWS::ApiGateway::ClientCertificate` and an `AWS::ApiGateway::Stage` with its `ClientCertificateId`.",
    serverless: "Set `ClientCertificateId` of the stage under `resources.extensions`.",
    cdk: "Set `clientCertificateId` in `deployOptions`.",
    cloudformation: "Set `ClientCertificateId` of the stage.",
  },
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html",
  ],
  aliases: [
    "kics:ed4c48b8",
    "securityhub:APIGateway.2",
    "cdk-nag:HIPAA.Security-APIGWSSLEnabled",
    "cdk-nag:NIST.800.53.R5-APIGWSSLEnabled",
    "cdk-nag:PCI.DSS.321-APIGWSSLEnabled",
    "guard:API_GW_SSL_ENABLED",
  ],
  covers: ["X7"],
  good: "presents a client certificate to its backends",
  bad: "presents no client certificate to its backends",
  checks: [{ type: "AWS::ApiGateway::Stage", require: { property: "ClientCertificateId", expected: set } }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: abc123, StageName: prod }
`,
      good: `Resources:
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: abc123, StageName: prod, ClientCertificateId: a1b2c3 }
`,
    },
  ],
});
