import { databaseConnectionsUnlimited } from "../../src/rules/database-connections-unlimited.js";
import { mappingPollersConflict } from "../../src/rules/mapping-pollers-conflict.js";
import { provisionedConcurrencyFixed } from "../../src/rules/provisioned-concurrency-fixed.js";
import { provisionedConcurrencyLatest } from "../../src/rules/provisioned-concurrency-latest.js";
import { provisionedConcurrencyOverReserved } from "../../src/rules/provisioned-concurrency-over-reserved.js";
import { queueBatchSize } from "../../src/rules/queue-batch-size.js";
import { reservedConcurrencyBelowShards } from "../../src/rules/reserved-concurrency-below-shards.js";
import { reservedConcurrencyOverQuota } from "../../src/rules/reserved-concurrency-over-quota.js";
import { reservedConcurrencyUndecided } from "../../src/rules/reserved-concurrency-undecided.js";
import { reservedConcurrencyZero } from "../../src/rules/reserved-concurrency-zero.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const fn = (properties: string, id = "Fn") =>
  `  ${id}: { Type: AWS::Lambda::Function, Properties: { ${properties} } }\n`;
const reserving = (executions: string | number, id = "Fn") => fn(`ReservedConcurrentExecutions: ${executions}`, id);
const NOTHING = resources("  T: { Type: AWS::SNS::Topic }\n");
const mapping = (source: string, more = "") =>
  `  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: ${source}, FunctionName: !Ref Fn${more} } }\n`;
const QUEUE = "  Q: { Type: AWS::SQS::Queue }\n";

saysOf(reservedConcurrencyUndecided, [
  ["reserved", resources(reserving(5)), ["pass 2:82 Fn reserves 5 executions."]],
  ["nothing", resources(fn("")), ["fail 2:50 Fn reserves no executions."]],
  [
    "a limited queue",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn", ", ScalingConfig: { MaximumConcurrency: 5 }")),
    ["pass 2:50 The event sources of Fn use at most 5 executions."],
  ],
  [
    "a queue without a limit",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn")),
    ["fail 2:50 Fn reserves no executions; it is started by sqs."],
  ],
  [
    "managed instances",
    resources(fn("CapacityProviderConfig: { A: b }")),
    ["not-applicable 2:50 Fn runs on instances of a capacity provider."],
  ],
  [
    "in one scenario",
    resources(reserving("!If [IsProd, 5, !Ref AWS::NoValue]"), STAGES),
    ["fail 4:103 Fn reserves no executions. (when not IsProd)"],
  ],
  [
    "not known",
    resources(reserving("!Ref Unknown"), STAGES),
    ["unknown 4:87 Fn cannot be judged: reserved concurrency unknown, because parameter Unknown has no default."],
  ],
  ["no function", NOTHING, []],
]);

saysOf(reservedConcurrencyZero, [
  ["zero", resources(reserving(0)), ["fail 2:82 Fn reserves 0 executions: it never runs."]],
  ["some", resources(reserving(1)), ["pass 2:82 Fn reserves 1 executions."]],
  ["nothing", resources(fn("")), ["not-applicable 2:50 Fn reserves no concurrency."]],
  [
    "zero in one scenario",
    resources(reserving("!If [IsProd, 5, 0]"), STAGES),
    ["fail 4:98 Fn reserves 0 executions: it never runs. (when not IsProd)"],
  ],
  [
    "not known",
    resources(reserving("!Ref Unknown"), STAGES),
    ["unknown 4:87 Fn cannot be judged: reserved concurrency unknown, because parameter Unknown has no default."],
  ],
  ["no function", NOTHING, []],
]);

saysOf(reservedConcurrencyOverQuota, [
  [
    "more than the account has",
    resources(reserving(500, "A") + reserving(401, "B") + fn("", "C")),
    ["fail 2:81 2 of 3 functions of template.yaml reserve 901 executions; 900 can be reserved."],
  ],
  [
    "as much as it has",
    resources(reserving(500, "A") + reserving(400, "B")),
    ["pass 2:81 2 of 2 functions of template.yaml reserve 900 executions; 900 can be reserved."],
  ],
  ["nothing reserved", resources(fn("")), []],
  [
    "never together",
    resources(reserving("!If [IsProd, 800, 10]", "A") + reserving("!If [IsProd, 10, 800]", "B"), STAGES),
    ["pass 4:94 2 of 2 functions of template.yaml reserve 810 executions; 900 can be reserved. (when IsProd)"],
  ],
  [
    "in one scenario",
    resources(reserving("!If [IsProd, 800, 10]", "A") + reserving(200, "B"), STAGES),
    ["fail 4:94 2 of 2 functions of template.yaml reserve 1000 executions; 900 can be reserved. (when IsProd)"],
  ],
  [
    "functions that never exist together",
    resources(
      "  A: { Type: AWS::Lambda::Function, Condition: IsProd, Properties: { ReservedConcurrentExecutions: 600 } }\n" +
        "  B: { Type: AWS::Lambda::Function, Condition: IsTest, Properties: { ReservedConcurrentExecutions: 600 } }\n",
      "Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod], IsTest: !Not [!Condition IsProd] }\n",
    ),
    ["pass 4:100 2 of 2 functions of template.yaml reserve 600 executions; 900 can be reserved. (when IsProd)"],
  ],
  [
    "not known",
    resources(reserving("!Ref Unknown", "A") + reserving(5, "B"), STAGES),
    ["unknown 5:81 How much A reserves is not known; the others reserve 5 of 900 executions."],
  ],
]);

const version = (provisioned: string) =>
  `  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }\n  Live: { Type: AWS::Lambda::Alias, Properties: { Name: live, FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version${provisioned} } }\n`;
const provisioned = (executions: string | number) =>
  version(`, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: ${executions} }`);

saysOf(provisionedConcurrencyOverReserved, [
  ["more", resources(reserving(5) + provisioned(6)), ["fail 2:82 Fn reserves 5 executions; 6 are provisioned."]],
  ["as many", resources(reserving(5) + provisioned(5)), ["pass 2:82 Fn reserves 5 executions; 5 are provisioned."]],
  [
    "nothing reserved",
    resources(fn("") + provisioned(5)),
    ["not-applicable 2:50 Fn reserves no concurrency; 5 executions are provisioned."],
  ],
  [
    "in one scenario",
    resources(reserving("!If [IsProd, 10, 1]") + provisioned(5), STAGES),
    ["fail 4:99 Fn reserves 1 executions; 5 are provisioned. (when not IsProd)"],
  ],
  [
    "not known",
    resources(reserving(5) + provisioned("!Ref Unknown"), STAGES),
    ["unknown 4:82 Fn cannot be judged: provisioned concurrency unknown, because parameter Unknown has no default."],
  ],
  ["nothing provisioned", resources(reserving(5) + version("")), []],
]);

saysOf(provisionedConcurrencyLatest, [
  [
    "a version",
    resources(fn("") + provisioned(5)),
    ["pass 4:152 Concurrency is provisioned for the alias Live of a published version."],
  ],
  [
    "the latest",
    resources(fn("") + provisioned(5).replace("!GetAtt V.Version", "$LATEST")),
    ["fail 4:142 Concurrency is provisioned for the alias Live, which leads to $LATEST."],
  ],
  [
    "in one scenario",
    resources(
      fn("") +
        version(
          ", ProvisionedConcurrencyConfig: !If [IsProd, { ProvisionedConcurrentExecutions: 1 }, !Ref AWS::NoValue]",
        ).replace("!GetAtt V.Version", "!If [IsProd, !GetAtt V.Version, $LATEST]"),
      STAGES,
    ),
    ["pass 6:188 Concurrency is provisioned for the alias Live of a published version. (when IsProd)"],
  ],
  [
    "not known",
    resources(fn("") + version(", ProvisionedConcurrencyConfig: !If [Nobody, 1, 2]")),
    ["unknown 4:156 Live cannot be judged: provisioned concurrency unknown, because there is no condition Nobody."],
  ],
  ["nothing provisioned", resources(fn("") + version("")), []],
]);

const scaling = (what: string) =>
  `  S: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ServiceNamespace: lambda, ScalableDimension: 'lambda:function:ProvisionedConcurrency', ResourceId: ${what} } }\n`;
saysOf(provisionedConcurrencyFixed, [
  [
    "nothing scales it",
    resources(fn("") + provisioned(5)),
    ["fail 4:187 5 executions of Fn are provisioned through Live at all times."],
  ],
  [
    "the alias is scaled",
    resources(fn("") + provisioned(5) + scaling("!Sub 'function:${Fn}:live'")),
    ["pass 4:187 S scales the provisioned concurrency of Live."],
  ],
  [
    "as the CDK writes it",
    resources(
      fn("") + provisioned(5) + scaling("!Join ['', ['function:', !Select [6, !Split [':', !Ref Live]], ':live']]"),
    ),
    ["pass 4:187 S scales the provisioned concurrency of Live."],
  ],
  [
    "not known",
    resources(fn("") + provisioned("!Ref Unknown"), STAGES),
    ["unknown 6:192 Live cannot be judged: provisioned concurrency unknown, because parameter Unknown has no default."],
  ],
  ["nothing provisioned", resources(fn("") + version("")), []],
]);

const MAXIMUM = ", ScalingConfig: { MaximumConcurrency: 5 }";
const POLLERS = ", ProvisionedPollerConfig: { MinimumPollers: 2 }";
saysOf(mappingPollersConflict, [
  [
    "both",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn", MAXIMUM + POLLERS)),
    ["fail 4:152 The mapping M has a maximum concurrency of 5 and provisioned pollers."],
  ],
  [
    "a maximum",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn", MAXIMUM)),
    ["pass 4:152 The mapping M has a maximum concurrency of 5."],
  ],
  [
    "pollers",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn", POLLERS)),
    ["pass 4:59 The mapping M has provisioned pollers."],
  ],
  [
    "never both",
    resources(
      fn("") +
        QUEUE +
        mapping(
          "!GetAtt Q.Arn",
          ", ScalingConfig: !If [IsProd, { MaximumConcurrency: 5 }, !Ref AWS::NoValue], ProvisionedPollerConfig: !If [IsProd, !Ref AWS::NoValue, { MinimumPollers: 2 }]",
        ),
      STAGES,
    ),
    ["pass 6:165 The mapping M has a maximum concurrency of 5. (when IsProd)"],
  ],
  [
    "not where it exists",
    resources(
      fn("") +
        QUEUE +
        mapping("!GetAtt Q.Arn", ", ScalingConfig: { MaximumConcurrency: !If [IsProd, !Ref AWS::NoValue, 5] }").replace(
          "EventSourceMapping,",
          "EventSourceMapping, Condition: IsProd,",
        ),
      STAGES,
    ),
    ["not-applicable 6:189 Nothing limits the mapping M. (when IsProd)"],
  ],
  [
    "not known",
    resources(
      fn("") + QUEUE + mapping("!GetAtt Q.Arn", `${POLLERS}, ScalingConfig: { MaximumConcurrency: !Ref Unknown }`),
      STAGES,
    ),
    ["unknown 6:205 M cannot be judged: maximum concurrency unknown, because parameter Unknown has no default."],
  ],
  ["neither", resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn")), []],
]);

const stream = (more = "ShardCount: 4") => `  K: { Type: AWS::Kinesis::Stream, Properties: { ${more} } }\n`;
const reads = (more = "") => mapping("!GetAtt K.Arn", `, StartingPosition: LATEST${more}`);
saysOf(reservedConcurrencyBelowShards, [
  [
    "fewer than shards",
    resources(reserving(3) + stream() + reads()),
    ["fail 2:82 Fn reserves 3 executions; K has 4 shards × 1 = 4."],
  ],
  [
    "as many as shards",
    resources(reserving(4) + stream() + reads()),
    ["pass 2:82 Fn reserves 4 executions; K has 4 shards × 1 = 4."],
  ],
  [
    "fewer than shards times the factor",
    resources(reserving(7) + stream() + reads(", ParallelizationFactor: 2")),
    ["fail 2:82 Fn reserves 7 executions; K has 4 shards × 2 = 8."],
  ],
  [
    "on demand",
    resources(reserving(1) + stream("StreamModeDetails: { StreamMode: ON_DEMAND }") + reads()),
    ["not-applicable 2:82 K has as many shards as its load needs."],
  ],
  ["nothing reserved", resources(fn("") + stream() + reads()), ["not-applicable 2:50 Fn reserves no concurrency."]],
  [
    "not known",
    resources(reserving(1) + stream("ShardCount: !Ref Unknown") + reads(), STAGES),
    ["unknown 4:82 Fn cannot be judged: shards unknown, because parameter Unknown has no default."],
  ],
  ["no stream", resources(reserving(1)), []],
]);

const FIFO = "  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }\n";
saysOf(queueBatchSize, [
  [
    "the default",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn")),
    ["pass 4:59 The mapping M takes 10 messages at a time from the queue Q."],
  ],
  [
    "much of a FIFO queue",
    resources(fn("") + FIFO + mapping("!GetAtt Q.Arn", ", BatchSize: 11, MaximumBatchingWindowInSeconds: 5")),
    ["fail 4:126 The mapping M takes 11 messages at a time from the FIFO queue Q; 10 are possible."],
  ],
  [
    "much without a window",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn", ", BatchSize: 100")),
    [
      "fail 4:126 The mapping M takes 100 messages at a time from the queue Q without a batching window; 10 are possible.",
    ],
  ],
  [
    "much within a window",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn", ", BatchSize: 100, MaximumBatchingWindowInSeconds: 1")),
    ["pass 4:126 The mapping M takes 100 messages at a time from the queue Q, within 1 s."],
  ],
  [
    "a FIFO queue elsewhere",
    resources(
      fn("") + mapping("'arn:aws:sqs:eu-west-1:1:jobs.fifo'", ", BatchSize: 100, MaximumBatchingWindowInSeconds: 1"),
    ),
    [
      "fail 3:148 The mapping M takes 100 messages at a time from the FIFO queue arn:aws:sqs:eu-west-1:1:jobs.fifo; 10 are possible.",
    ],
  ],
  [
    "not known",
    resources(fn("") + QUEUE + mapping("!GetAtt Q.Arn", ", BatchSize: !Ref Unknown"), STAGES),
    ["unknown 6:131 M cannot be judged: batch size unknown, because parameter Unknown has no default."],
  ],
  ["no queue", resources(fn("") + stream() + reads(", BatchSize: 1000")), []],
]);

const DATABASE = "  D: { Type: AWS::RDS::DBInstance }\n  P: { Type: AWS::RDS::DBProxy }\n";
const connects = (host: string, more = "") => fn(`Environment: { Variables: { HOST: ${host} } }${more}`) + DATABASE;
saysOf(databaseConnectionsUnlimited, [
  [
    "direct",
    resources(connects("!GetAtt D.Endpoint.Address")),
    ["fail 2:50 Fn connects to D without a proxy and reserves no concurrency. [likely]"],
  ],
  ["through a proxy", resources(connects("!GetAtt P.Endpoint")), ["pass 2:50 Fn connects through P. [likely]"]],
  [
    "with reserved concurrency",
    resources(connects("!GetAtt D.Endpoint.Address", ", ReservedConcurrentExecutions: 5")),
    ["pass 2:148 Fn connects to D from at most 5 executions. [likely]"],
  ],
  ["names it for another purpose", resources(connects("!Ref D")), []],
  [
    "not known",
    resources(connects("!GetAtt D.Endpoint.Address", ", ReservedConcurrentExecutions: !Ref Unknown"), STAGES),
    [
      "unknown 4:153 Fn cannot be judged: reserved concurrency unknown, because parameter Unknown has no default. [likely]",
    ],
  ],
]);
