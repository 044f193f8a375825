import { analyze, memoryRepository } from "@assay/analyzer";
import { assess, packs, rules } from "@assay/rules";
import { renderer } from "assay";

const analysis = await analyze(
  memoryRepository({
    "template.yaml": `
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 1 } }
  Failed:
    Type: AWS::SQS::Queue
`,
  }),
  { region: "eu-central-1", parameters: new Map() },
);

export const assessment = assess(analysis, {
  rules,
  packs: packs.filter(({ id }) => id === "aws-lambda-sdp-2018-v2.0"),
  configuration: { profile: "recommended" },
  version: "1.0.0",
  today: "2026-11-22",
});

const sarif = await renderer("sarif");
export const log = sarif(assessment);
