import { nameOf, referrers, type Resource, type ResourceGraph } from "@assay/analyzer";
import { called } from "../properties/property-rule.js";
import { at, defineRule, fail, pass, type Finding } from "../rule.js";

const ASSOCIATIONS = ["AWS::WAFv2::WebACLAssociation", "AWS::WAFRegional::WebACLAssociation"] as const;

export const apiWithoutFirewall = defineRule({
  id: "api-without-firewall",
  title: "No web application firewall stands before the API",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "AWS WAF keeps known attacks, bad addresses and floods of requests away from the functions behind an API, which are paid for per request.",
  remedy: {
    sam: "Add an `AWS::WAFv2::WebACLAssociation` with the ARN of the stage.",
    serverless: "Add an `AWS::WAFv2::WebACLAssociation` under `resources`, or use serverless-associate-waf.",
    cdk: "Add a `CfnWebACLAssociation` with the ARN of the stage.",
    cloudformation: "Add an `AWS::WAFv2::WebACLAssociation` with the ARN of the stage.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html"],
  aliases: [
    "cdk-nag:AwsSolutions-APIG3",
    "kics:fcbf9019",
    "securityhub:APIGateway.4",
    "checkov:CKV2_AWS_33",
    "guard:API_GW_ASSOCIATED_WITH_WAF",
    "prowler:apigateway_restapi_waf_acl_attached",
  ],
  covers: ["X7"],
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
    Properties: { RestApiId: abc123, StageName: prod }
  Firewall:
    Type: AWS::WAFv2::WebACLAssociation
    Properties:
      WebACLArn: arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/api/1
      ResourceArn: !Sub arn:aws:apigateway:\${AWS::Region}::/restapis/abc123/stages/\${Prod}
`,
    },
  ],
  *check({ graph }) {
    for (const type of ["AWS::ApiGateway::Stage", "AWS::AppSync::GraphQLApi"])
      for (const entry of graph.ofType(type)) if (entry.stack && entry.owner === undefined) yield judge(entry, graph);
  },
});

function judge(entry: Resource, graph: ResourceGraph): Finding {
  const protectedBy = (resource: Resource) =>
    ASSOCIATIONS.flatMap((type) => referrers(resource, graph, type, "ResourceArn"));
  // An association may name the stage by a literal beside the API.
  const apis = graph.to(entry, "contains").map((edge) => edge.from);
  const found = [entry, ...apis].flatMap(protectedBy);
  const place = at(entry, nameOf(entry));
  if (found.length === 0)
    return fail(entry, { message: `${called(entry)} has no web ACL in the scanned inputs.`, evidence: [place] });
  return pass(entry, {
    message: `${called(entry)} has a web ACL: ${found.map(nameOf).join(", ")}.`,
    evidence: [place, ...found.map((association) => at(association, nameOf(association)))],
  });
}
