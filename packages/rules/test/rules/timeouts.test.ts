import { apiTimeout } from "../../src/rules/api-timeout.js";
import { callerTimeout } from "../../src/rules/caller-timeout.js";
import { functionInvokesLonger } from "../../src/rules/function-invokes-longer.js";
import { stateMachineCallbackUnbounded } from "../../src/rules/state-machine-callback-unbounded.js";
import { stateMachineTaskTimeout } from "../../src/rules/state-machine-task-timeout.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const fn = (timeout: string | number, id = "Fn", more = "") =>
  `  ${id}: { Type: AWS::Lambda::Function, Properties: { Timeout: ${timeout}${more} } }\n`;

const method = (integration: string) =>
  `  A: { Type: AWS::ApiGateway::RestApi }\n  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref A, ResourceId: x, HttpMethod: GET, Integration: { Uri: !GetAtt Fn.Arn${integration} } } }\n`;
const socket = `  A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref A, IntegrationUri: !GetAtt Fn.Arn } }
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref A, RouteKey: $default, Target: !Sub 'integrations/\${I}' } }
`;
saysOf(apiTimeout, [
  [
    "an integration that waits less",
    resources(fn(10) + method(", TimeoutInMillis: 5000")),
    ["fail 2:61 The timeout of Fn is 10 s; A waits at most 5 s."],
  ],
  [
    "an integration that waits longer",
    resources(fn(60) + method(", TimeoutInMillis: 120000")),
    ["pass 2:61 The timeout of Fn is 60 s; A waits at most 120 s."],
  ],
  [
    "an integration that is not known",
    resources(fn(10) + method(", TimeoutInMillis: !Ref Unknown"), STAGES),
    ["unknown 4:61 Fn cannot be judged: integration timeout unknown, because parameter Unknown has no default."],
  ],
  [
    "an integration that does not wait",
    resources(fn(60) + method(`, RequestParameters: { integration.request.header.X-Amz-Invocation-Type: "'Event'" }`)),
    [],
  ],
  [
    "an integration that streams",
    resources(fn(300) + method(", ResponseTransferMode: STREAM")),
    ["pass 2:61 The timeout of Fn is 300 s; A waits at most 900 s."],
  ],
  ["a WebSocket API", resources(fn(30) + socket), ["fail 2:61 The timeout of Fn is 30 s; A waits at most 29 s."]],
]);

const pool = (trigger: string) =>
  `  P: { Type: AWS::Cognito::UserPool, Properties: { LambdaConfig: { ${trigger} } } }\n`;
const httpAuthorizer = `  A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }
  Z: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref A, AuthorizerType: REQUEST, AuthorizerUri: !Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations' } }
`;
saysOf(callerTimeout, [
  [
    "longer than Cognito waits",
    resources(fn(6) + pool("PreSignUp: !GetAtt Fn.Arn")),
    ["fail 2:61 The timeout of Fn is 6 s; P (cognito) waits at most 5 s."],
  ],
  [
    "as long as Cognito waits",
    resources(fn(5) + pool("PreSignUp: !GetAtt Fn.Arn")),
    ["pass 2:61 The timeout of Fn is 5 s; P (cognito) waits at most 5 s."],
  ],
  [
    "a sender, for which nobody waits",
    resources(fn(60) + pool("CustomEmailSender: { LambdaArn: !GetAtt Fn.Arn, LambdaVersion: V1_0 }")),
    [],
  ],
  [
    "longer than an authorizer may take",
    resources(fn(11) + httpAuthorizer),
    ["fail 2:61 The timeout of Fn is 11 s; A (authorizer) waits at most 10 s."],
  ],
  [
    "in one scenario",
    resources(fn("!If [IsProd, 5, 30]") + pool("PreSignUp: !GetAtt Fn.Arn"), STAGES),
    ["fail 4:77 The timeout of Fn is 30 s; P (cognito) waits at most 5 s. (when not IsProd)"],
  ],
  [
    "not known",
    resources(fn("!Ref Unknown") + pool("PreSignUp: !GetAtt Fn.Arn"), STAGES),
    ["unknown 4:66 Fn cannot be judged: timeout unknown, because parameter Unknown has no default."],
  ],
  ["an authorizer of a WebSocket API", resources(fn(30) + httpAuthorizer.replace("HTTP", "WEBSOCKET")), []],
  ["no caller", resources(fn(900)), []],
]);

const flow = (state: string, head = "") =>
  `  S: { Type: AWS::StepFunctions::StateMachine, Properties: { Definition: { ${head}StartAt: A, States: { A: { Type: Task, ${state}, End: true } } } } }\n`;
saysOf(stateMachineTaskTimeout, [
  [
    "shorter than the function",
    resources(fn(30) + flow("Resource: !GetAtt Fn.Arn, TimeoutSeconds: 10")),
    ["fail 2:61 The state A of S waits 10 s for Fn, whose timeout is 30 s."],
  ],
  [
    "as long as the function",
    resources(fn(30) + flow("Resource: !GetAtt Fn.Arn, TimeoutSeconds: 30")),
    ["pass 2:61 The state A of S waits 30 s for Fn, whose timeout is 30 s."],
  ],
  [
    "by the optimized integration",
    resources(
      fn(30) +
        flow("Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: !Ref Fn }, TimeoutSeconds: 29"),
    ),
    ["fail 2:61 The state A of S waits 29 s for Fn, whose timeout is 30 s."],
  ],
  [
    "none",
    resources(fn(30) + flow("Resource: !GetAtt Fn.Arn")),
    ["not-applicable 2:61 The state A of S sets no timeout in seconds."],
  ],
  [
    "not known",
    resources(fn("!Ref Unknown") + flow("Resource: !GetAtt Fn.Arn, TimeoutSeconds: 10"), STAGES),
    ["unknown 4:66 S cannot be judged: timeout of Fn unknown, because parameter Unknown has no default."],
  ],
  ["no function", resources(flow("Resource: 'arn:aws:states:::sqs:sendMessage', TimeoutSeconds: 10")), []],
]);

const WAITS = "Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'";
saysOf(stateMachineCallbackUnbounded, [
  [
    "without an end",
    resources(flow(WAITS)),
    ["fail 2:101 The state A of S waits for an answer without a timeout or heartbeat."],
  ],
  [
    "with a timeout",
    resources(flow(`${WAITS}, TimeoutSeconds: 60`)),
    ["pass 2:101 The state A of S waits for an answer, but not for ever."],
  ],
  [
    "with a heartbeat from its input",
    resources(flow(`${WAITS}, HeartbeatSecondsPath: $.beat`)),
    ["pass 2:101 The state A of S waits for an answer, but not for ever."],
  ],
  [
    "with a timeout of the whole machine",
    resources(flow(WAITS, "TimeoutSeconds: 600, ")),
    ["pass 2:122 The state A of S waits for an answer, but not for ever."],
  ],
  [
    "an activity",
    resources(flow("Resource: 'arn:aws:states:eu-west-1:1:activity:paint'")),
    ["fail 2:101 The state A of S waits for an answer without a timeout or heartbeat."],
  ],
  [
    "in a definition string",
    resources(
      `  S: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","End":true}}}' } }\n`,
    ),
    ["fail 2:92 The state A of S waits for an answer without a timeout or heartbeat."],
  ],
  ["does not wait", resources(flow("Resource: 'arn:aws:states:::sqs:sendMessage'")), []],
]);

const ROLE =
  "  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt B.Arn }] } }] } }\n";
const caller = (timeout: string | number) => fn(timeout, "A", ", Role: !GetAtt R.Arn") + ROLE;
saysOf(functionInvokesLonger, [
  [
    "longer",
    resources(caller(10) + fn(11, "B")),
    ["fail 2:60 A may invoke B: its own timeout is 10 s, the other's 11 s. [likely]"],
  ],
  [
    "shorter",
    resources(caller(10) + fn(10, "B")),
    ["pass 2:60 A may invoke B: its own timeout is 10 s, the other's 10 s. [likely]"],
  ],
  [
    "not known",
    resources(caller("!Ref Unknown") + fn(10, "B"), STAGES),
    ["unknown 4:65 A cannot be judged: timeout of A unknown, because parameter Unknown has no default. [likely]"],
  ],
  ["no permission", resources(fn(10, "A") + fn(20, "B")), []],
]);
