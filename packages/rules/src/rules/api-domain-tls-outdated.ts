import { noneOf, whenUnset } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

const modern = whenUnset(noneOf("TLS_1_0"), false, "not set");

export const apiDomainTlsOutdated = propertyRule({
  id: "api-domain-tls-outdated",
  title: "The API's domain accepts outdated TLS",
  topic: "security",
  severity: "medium",
  why: "TLS 1.0 and 1.1 have known weaknesses. A custom domain of a REST API that does not say `TLS_1_2` or newer may still accept them.",
  remedy: {
    sam: "Set `Domain.SecurityPolicy: TLS_1_2` of the API.",
    serverless:
      "Set `SecurityPolicy: TLS_1_2` of the domain name under `resources`, or `securityPolicy: tls_1_2` of serverless-domain-manager.",
    cdk: "Set `securityPolicy: SecurityPolicy.TLS_1_2`.",
    cloudformation: "Set `SecurityPolicy: TLS_1_2`.",
  },
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
  ],
  aliases: ["kics:8275fab0", "trivy:AWS-0005"],
  differs:
    "Peers know TLS_1_2 only; newer policies such as SecurityPolicy_TLS13_1_3_2025_09 are accepted here as well.",
  covers: ["X7"],
  good: "asks for TLS 1.2 or newer",
  bad: "does not ask for TLS 1.2 or newer",
  checks: [{ type: "AWS::ApiGateway::DomainName", require: { property: "SecurityPolicy", expected: modern } }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties: { DomainName: api.example.com, SecurityPolicy: TLS_1_0 }
`,
      good: `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties: { DomainName: api.example.com, SecurityPolicy: TLS_1_2 }
`,
    },
  ],
});
