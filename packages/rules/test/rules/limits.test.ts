import { describe, expect, it } from "vitest";
import { apiTimeout } from "../../src/rules/api-timeout.js";
import { reservedConcurrencyBelowMappings } from "../../src/rules/reserved-concurrency-below-mappings.js";
import { vpcEgress } from "../../src/rules/vpc-egress.js";
import { check, resources, STAGES } from "../check-rule.js";

describe("api-timeout", () => {
  const http = (timeout: string) => `  Fn: { Type: AWS::Lambda::Function, Properties: { ${timeout} } }
  A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP, Target: !GetAtt Fn.Arn } }
`;
  const rest =
    http("Timeout: 30").replace("V2::Api, Properties: { ProtocolType: HTTP, Target: !GetAtt Fn.Arn }", "::RestApi") +
    "  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref A, ResourceId: !GetAtt A.RootResourceId, HttpMethod: GET, Integration: { Uri: !GetAtt Fn.Arn } } }\n";
  it.each([
    [
      "longer than an HTTP API waits",
      resources(http("Timeout: 31")),
      ["fail 2:61 The timeout of Fn is 31 s; A waits at most 30 s."],
    ],
    [
      "as long as an HTTP API waits",
      resources(http("Timeout: 30")),
      ["pass 2:61 The timeout of Fn is 30 s; A waits at most 30 s."],
    ],
    ["longer than a REST API waits", resources(rest), ["fail 2:61 The timeout of Fn is 30 s; A waits at most 29 s."]],
    [
      "not known",
      resources(http("Timeout: !Ref Unknown"), STAGES),
      ["unknown 4:66 Fn cannot be judged: timeout unknown, because parameter Unknown has no default."],
    ],
    ["no API", resources("  Fn: { Type: AWS::Lambda::Function, Properties: { Timeout: 900 } }\n"), []],
  ])("%s", async (_, text, expected) => {
    expect(await check(apiTimeout, text)).toEqual(expected);
  });
});

describe("reserved-concurrency-below-mappings", () => {
  const template = (reserved: string, ...maxima: string[]) =>
    `  Fn: { Type: AWS::Lambda::Function, Properties: { ${reserved} } }\n` +
    maxima
      .map(
        (maximum, i) =>
          `  Q${i}: { Type: AWS::SQS::Queue }\n  M${i}: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Q${i}.Arn, FunctionName: !Ref Fn${maximum} } }\n`,
      )
      .join("");
  const at = (maximum: string) => `, ScalingConfig: { MaximumConcurrency: ${maximum} }`;
  it.each([
    [
      "the sum is more",
      resources(template("ReservedConcurrentExecutions: 5", at("3"), at("4"))),
      ["fail 2:82 Fn reserves 5 executions; its queue mappings may use 3 + 4 = 7."],
    ],
    [
      "the sum fits",
      resources(template("ReservedConcurrentExecutions: 10", at("10"))),
      ["pass 2:82 Fn reserves 10 executions; its queue mappings may use 10."],
    ],
    ["nothing reserved", resources(template("", at("3"))), ["not-applicable 2:50 Fn reserves no concurrency."]],
    [
      "no maximum",
      resources(template("ReservedConcurrentExecutions: 5", at("3"), "")),
      [
        "not-applicable 2:82 1 of 2 queue mappings of Fn set no maximum concurrency; its reserved concurrency of 5 limits them.",
      ],
    ],
    [
      "not known",
      resources(template("ReservedConcurrentExecutions: !Ref Unknown", at("3")), STAGES),
      ["unknown 4:87 The concurrency of Fn is not known: parameter Unknown has no default."],
    ],
    ["no queue", resources(template("ReservedConcurrentExecutions: 5")), []],
  ])("%s", async (_, text, expected) => {
    expect(await check(reservedConcurrencyBelowMappings, text)).toEqual(expected);
  });
});

describe("vpc-egress", () => {
  const network = (more: string) => `  V: { Type: AWS::EC2::VPC }
  S: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref V } }
  T: { Type: AWS::DynamoDB::Table }
  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt T.Arn }] } }] } }
  RT: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref V } }
  SA: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref S, RouteTableId: !Ref RT } }
${more}`;
  const inside = (subnet = "!Ref S", role = "!GetAtt R.Arn") =>
    `  Fn: { Type: AWS::Lambda::Function, Properties: { Role: ${role}, VpcConfig: { SubnetIds: [${subnet}], SecurityGroupIds: [sg-1] } } }\n`;
  it.each([
    [
      "no way out",
      resources(network(inside())),
      ["fail 8:3 Fn runs in S without a route to a NAT gateway, and there is no VPC endpoint for Amazon DynamoDB."],
    ],
    [
      "a NAT gateway",
      resources(
        network(
          `${inside()}  O: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref RT, NatGatewayId: nat-1 } }\n`,
        ),
      ),
      ["pass 8:3 Fn reaches the internet from all 1 subnets."],
    ],
    [
      "an endpoint",
      resources(
        network(
          `${inside()}  E: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref V, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.dynamodb' } }\n`,
        ),
      ),
      ["pass 8:3 Fn reaches Amazon DynamoDB through VPC endpoints."],
    ],
    [
      "nothing that needs a way out",
      resources(network(inside("!Ref S", "!ImportValue role"))),
      ["pass 8:3 Fn has no way out of S and uses no AWS service that is known. [likely]"],
    ],
    [
      "a subnet elsewhere",
      resources(inside("subnet-1", "x")),
      [
        "unknown 2:3 Whether Fn reaches AWS services from its VPC is not known: subnet-1 are not declared in the scanned inputs.",
      ],
    ],
    ["not in a VPC", resources("  Fn: { Type: AWS::Lambda::Function }\n"), ["not-applicable 2:3 Fn is not in a VPC."]],
  ])("%s", async (_, text, expected) => {
    expect(await check(vpcEgress, text)).toEqual(expected);
  });
});
