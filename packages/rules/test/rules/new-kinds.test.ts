import { durableFunctionTimeout } from "../../src/rules/durable-function-timeout.js";
import { durableFunctionUnqualified } from "../../src/rules/durable-function-unqualified.js";
import { managedInstancesMemory } from "../../src/rules/managed-instances-memory.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const fn = (properties: string) => `  Fn: { Type: AWS::Lambda::Function, Properties: { ${properties} } }\n`;
const PROVIDER = "CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: {} }";
const NOTHING = resources(fn(""));

saysOf(managedInstancesMemory, [
  [
    "too little",
    resources(fn(`MemorySize: 1024, ${PROVIDER}`)),
    ["fail 2:64 Fn has a capacity provider and 1024 MB of memory; 2048 MB are the least."],
  ],
  [
    "the default",
    resources(fn(PROVIDER)),
    ["fail 2:3 Fn has a capacity provider and 128 MB of memory; 2048 MB are the least."],
  ],
  [
    "enough",
    resources(fn(`MemorySize: 2048, ${PROVIDER}`)),
    ["pass 2:64 Fn has a capacity provider and 2048 MB of memory; 2048 MB are the least."],
  ],
  [
    "a provider in one scenario",
    resources(
      fn("MemorySize: !If [IsProd, 4096, 128], CapacityProviderConfig: !If [IsProd, { A: b }, !Ref AWS::NoValue]"),
      STAGES,
    ),
    ["pass 4:77 Fn has a capacity provider and 4096 MB of memory; 2048 MB are the least. (when IsProd)"],
  ],
  [
    "no provider where it exists",
    resources(
      "  Fn: { Type: AWS::Lambda::Function, Condition: IsProd, Properties: { CapacityProviderConfig: !If [IsProd, !Ref AWS::NoValue, { A: b }] } }\n",
      STAGES,
    ),
    ["not-applicable 4:3 Fn has no capacity provider. (when IsProd)"],
  ],
  [
    "not known",
    resources(fn(`MemorySize: !Ref Unknown, ${PROVIDER}`), STAGES),
    ["unknown 4:69 Fn cannot be judged: memory unknown, because parameter Unknown has no default."],
  ],
  ["no provider", NOTHING, []],
]);

const VERSION = "  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }\n";
const DURABLE = "DurableConfig: { ExecutionTimeout: 3600 }";
const QUEUE = "  Q: { Type: AWS::SQS::Queue }\n";
const mapping = (target: string) =>
  `  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Q.Arn, FunctionName: ${target} } }\n`;
const rule = (target: string) =>
  `  E: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: ${target} }] } }\n`;

saysOf(durableFunctionUnqualified, [
  [
    "by its name",
    resources(fn(DURABLE) + rule("!GetAtt Fn.Arn")),
    ["fail 2:67 E starts the durable function Fn without a version or alias."],
  ],
  [
    "by a version",
    resources(fn(DURABLE) + VERSION + rule("!Ref V")),
    ["pass 2:67 The durable function Fn is started by version or alias."],
  ],
  [
    "by $LATEST",
    resources(fn(DURABLE) + rule("!Sub '${Fn.Arn}:$LATEST'")),
    ["pass 2:67 The durable function Fn is started by version or alias."],
  ],
  ["by nobody", resources(fn(DURABLE)), ["not-applicable 2:67 Nothing starts the durable function Fn here."]],
  [
    "not known",
    resources(fn("DurableConfig: !If [Nobody, 1, 2]") + rule("!GetAtt Fn.Arn")),
    ["unknown 2:71 Fn cannot be judged: durable configuration unknown, because there is no condition Nobody."],
  ],
  ["not durable", NOTHING, []],
]);

saysOf(durableFunctionTimeout, [
  [
    "a queue",
    resources(fn(DURABLE) + QUEUE + mapping("!Ref Fn")),
    ["fail 2:87 The durable function Fn may take 3600 s; Q (queue) may start at most 900 s."],
  ],
  [
    "a short one",
    resources(fn("DurableConfig: { ExecutionTimeout: 900 }") + QUEUE + mapping("!Ref Fn")),
    ["pass 2:87 The durable function Fn may take 900 s; Q (queue) may start at most 900 s."],
  ],
  [
    "asynchronous",
    resources(fn(DURABLE) + rule("!GetAtt Fn.Arn")),
    ["pass 2:87 Nobody waits for the 3600 s that Fn may take."],
  ],
  [
    "not known",
    resources(fn("DurableConfig: { ExecutionTimeout: !Ref Unknown }") + QUEUE + mapping("!Ref Fn"), STAGES),
    ["unknown 4:92 Fn cannot be judged: execution timeout unknown, because parameter Unknown has no default."],
  ],
  [
    "not durable where it exists",
    resources(
      "  Fn: { Type: AWS::Lambda::Function, Condition: IsProd, Properties: { DurableConfig: !If [IsProd, !Ref AWS::NoValue, { ExecutionTimeout: 5 }] } }\n",
      STAGES,
    ),
    ["not-applicable 4:104 Fn is no durable function. (when IsProd)"],
  ],
  [
    "a permission alone",
    resources(
      fn(DURABLE) +
        "  A: { Type: AWS::ApiGateway::RestApi }\n  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Principal: apigateway.amazonaws.com, SourceArn: !Sub 'arn:aws:execute-api:x:1:${A}/*' } }\n",
    ),
    ["not-applicable 2:87 How Fn is started is not in the scanned inputs; a permission alone shows it."],
  ],
  ["not durable", NOTHING, []],
]);
