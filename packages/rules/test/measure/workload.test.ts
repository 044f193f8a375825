import { expect, it } from "vitest";
import { criterion } from "../assess-one.js";
import { FN, resources } from "../check-rule.js";

const role = (name: string, actions: string) =>
  `  ${name}: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: [${actions}], Resource: "*" }] } }] } }\n`;
const fn = (name: string, roleName: string) =>
  `  ${name}: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt ${roleName}.Arn } }\n`;

it.each<[string, string, string, string]>([
  ["no server", "servers", FN, "met"],
  ["a server", "servers", `${FN}  S: { Type: AWS::EC2::Instance }\n`, "needs-input"],
  ["no database", "non-serverless", FN, "met"],
  ["a database", "non-serverless", `${FN}  D: { Type: AWS::RDS::DBInstance }\n`, "needs-input"],
  ["business functions", "infrastructure-automation", role("R", '"dynamodb:PutItem"') + fn("A", "R"), "met"],
  [
    "functions that start servers",
    "infrastructure-automation",
    role("R", '"ec2:StartInstances", "logs:PutLogEvents"') + fn("A", "R"),
    "not-met",
  ],
  [
    "one of two",
    "infrastructure-automation",
    role("R", '"ecs:RunTask"') + fn("A", "R") + role("Q", '"s3:GetObject"') + fn("B", "Q"),
    "needs-input",
  ],
  [
    "what a function in a VPC needs",
    "infrastructure-automation",
    role("R", '"ec2:CreateNetworkInterface", "ec2:DescribeSubnets"') + fn("A", "R"),
    "met",
  ],
  ["a role that is elsewhere", "infrastructure-automation", FN, "needs-input"],
])("%s", async (_, measure, template, verdict) => {
  expect((await criterion(resources(template), { kind: "static", measure, policy: "all" })).verdict).toBe(verdict);
});

it("proves each service by the place of the connection", async () => {
  const template = resources(
    `${role("R", '"dynamodb:PutItem"').replace('"*"', "!GetAtt T.Arn")}${fn("A", "R")}  T: { Type: AWS::DynamoDB::Table }\n`,
  );
  const { evidence } = await criterion(template, { measure: "connected-services", atLeast: 1 });
  expect(evidence.map(({ startLine, says }) => [startLine, says])).toEqual([[2, "Amazon DynamoDB: A writes T"]]);
});

it("drafts what only a person can say", async () => {
  const layers = `  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ["arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Extension:65", "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3:1"], Environment: { Variables: { API: "https://api.stripe.com/v1", QUEUE: "https://sqs.eu-west-1.amazonaws.com/1/q" } } } }\n`;
  const { draft } = await criterion(resources(layers), {
    kind: "assist",
    measure: "third-parties",
    answers: ["thirdParty"],
  });
  expect(draft).toBe(
    "AWSLambdaPowertoolsPythonV3 (AWS layer), Datadog-Extension (layer of account 464622532012) and endpoint api.stripe.com",
  );
});

it("says in words who calls a function, and nothing of what is not there", async () => {
  const permission = `  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Action: "lambda:InvokeFunction", Principal: appconfig.amazonaws.com } }\n`;
  const types = await criterion(resources(FN + permission), { kind: "assist", measure: "microservice-types" });
  expect(types.statement).toBe("By what starts them the functions are: called by another AWS service, 1 function.");
  const vpc = await criterion(resources(FN), { measure: "vpc" });
  expect(vpc.statement).toBe("0 of 1 function run in a VPC.");
  expect(vpc.evidence.map(({ says }) => says)).toEqual(["Fn runs in no VPC"]);
  const queue = `  Q: { Type: AWS::SQS::Queue }\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn } }\n`;
  const failures = await criterion(resources(FN + queue), { measure: "failure-paths" });
  expect(failures.statement).toBe("Failed events are kept for 0 of 1 trigger that needs a failure path.");
});

it("says of a role that is elsewhere no more than is known", async () => {
  const fn = `  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: "arn:aws:iam::123456789012:role/pay" } }\n`;
  const { statement, table } = await criterion(resources(fn), { measure: "iam" });
  expect(statement).toBe("The role of 1 function is not declared in the scanned inputs.");
  expect(JSON.stringify(table?.rows)).toContain("not in the scanned inputs");
});
