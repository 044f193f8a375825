import { expect, it } from "vitest";
import { resourceType } from "@assay/analyzer";

it("calls an unlisted type by the name of its service", () => {
  const services = ["AWS::ApiGateway::ApiKey", "AWS::ApiGatewayV2::VpcLink", "AWS::S3::StorageLens", "AWS::Acme::It"];
  expect(services.map((type) => resourceType(type).service)).toEqual([
    "Amazon API Gateway",
    "Amazon API Gateway",
    "Amazon S3",
    "AWS Acme",
  ]);
});
