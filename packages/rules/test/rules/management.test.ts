import { describe, expect, it } from "vitest";
import { dataLostOnDeletion } from "../../src/rules/data-lost-on-deletion.js";
import { declarationUnused } from "../../src/rules/declaration-unused.js";
import { deploymentAllAtOnce } from "../../src/rules/deployment-all-at-once.js";
import { deploymentUnguarded } from "../../src/rules/deployment-unguarded.js";
import { functionDuplicated } from "../../src/rules/function-duplicated.js";
import { functionNamingMixed } from "../../src/rules/function-naming-mixed.js";
import { layerOfOtherAccount } from "../../src/rules/layer-of-other-account.js";
import { layerVersionDrift } from "../../src/rules/layer-version-drift.js";
import { resourceUnused } from "../../src/rules/resource-unused.js";
import { stackNearLimits } from "../../src/rules/stack-near-limits.js";
import { subscriptionFiltersTooMany } from "../../src/rules/subscription-filters-too-many.js";
import { tagsInconsistent } from "../../src/rules/tags-inconsistent.js";
import { check } from "../check-rule.js";

type Case = readonly [name: string, input: string | Readonly<Record<string, string>>, expected: readonly string[]];

describe("data-lost-on-deletion", () => {
  const cases: readonly Case[] = [
    [
      "nothing said",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  T: { Type: AWS::DynamoDB::Table, Properties: { TableName: a } }
`,
      ["fail 4:3 The table T has no DeletionPolicy and no UpdateReplacePolicy."],
    ],
    [
      "one of two",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  T: { Type: AWS::DynamoDB::Table, DeletionPolicy: Retain, Properties: { TableName: a } }
`,
      ["fail 4:3 The table T has no UpdateReplacePolicy."],
    ],
    [
      "both",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  T: { Type: AWS::DynamoDB::Table, DeletionPolicy: Retain, UpdateReplacePolicy: Delete, Properties: { TableName: a } }
`,
      ["pass 4:3 The table T says what becomes of its data: DeletionPolicy Retain, UpdateReplacePolicy Delete."],
    ],
    [
      "no data",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(dataLostOnDeletion, input)).toEqual(expected);
  });
});

describe("declaration-unused", () => {
  const cases: readonly Case[] = [
    [
      "a parameter",
      `Parameters: { Stage: { Type: String } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      ["fail 1:15 The parameter Stage of template.yaml is not used."],
    ],
    [
      "a condition and a mapping",
      `Mappings: { M: { a: { b: c } } }
Conditions: { C: !Equals [a, b] }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [
        "fail 1:13 The mapping M of template.yaml is not used.",
        "fail 2:15 The condition C of template.yaml is not used.",
      ],
    ],
    [
      "all used",
      `Parameters: { Stage: { Type: String } }
Mappings: { M: { a: { b: c } } }
Conditions: { C: !Equals [a, b] }
Resources:
  T: { Type: AWS::SNS::Topic, Condition: C, Properties: { TopicName: !Sub '\${Stage}', DisplayName: !FindInMap [M, a, b] } }
`,
      ["pass 1:1 template.yaml uses everything that it declares: 3 of 3."],
    ],
    [
      "used by SAM's Globals",
      `Transform: AWS::Serverless-2016-10-31
Parameters: { Size: { Type: Number, Default: 128 } }
Globals: { Function: { MemorySize: !Ref Size } }
Resources:
  F: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: a.b, CodeUri: src, MemorySize: 256 } }
`,
      ["pass 1:1 template.yaml uses everything that it declares: 1 of 1."],
    ],
    [
      "a macro",
      `Parameters: { Stage: { Type: String } }
Resources:
  T: { Type: AWS::SNS::Topic, Properties: { 'Fn::Transform': { Name: M } } }
`,
      ["unknown 1:1 Whether template.yaml uses all that it declares is not known: macros or includes may use it."],
    ],
    [
      "used by another part of the template",
      {
        "a.yaml": `Conditions: { C: !Equals [a, b] }
Resources: { T: { Type: AWS::SNS::Topic } }
`,
        "b.yaml": `Resources: { T: { Type: AWS::SNS::Topic, Condition: C } }
`,
      },
      ["pass a.yaml:1:1 a.yaml uses everything that it declares: 1 of 1."],
    ],
    [
      "a macro of the whole template",
      `Transform: Explode
Parameters: { Stage: { Type: String } }
Resources:
  T: { Type: AWS::SNS::Topic }
`,
      ["unknown 1:1 Whether template.yaml uses all that it declares is not known: macros or includes may use it."],
    ],
    [
      "nothing declared",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(declarationUnused, input)).toEqual(expected);
  });
});

describe("stack-near-limits", () => {
  const cases: readonly Case[] = [
    [
      "few resources",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      ["pass 1:1 template.yaml has 1 of at most 500 resources."],
    ],
    [
      "many",
      `Resources:\n${Array.from({ length: 400 }, (_, i) => `  T${i}: { Type: AWS::SNS::Topic }\n`).join("")}`,
      ["fail 1:1 template.yaml has 400 of at most 500 resources."],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(stackNearLimits, input)).toEqual(expected);
  });
});

describe("deployment-all-at-once", () => {
  const cases: readonly Case[] = [
    [
      "no alias",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      ["fail 2:3 Fn has no alias through which traffic could be shifted."],
    ],
    [
      "an alias",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
`,
      ["fail 4:3 The alias A of Fn moves to a new version at once."],
    ],
    [
      "gradually",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, DeploymentConfigName: CodeDeployDefault.LambdaCanary10Percent5Minutes } }
`,
      ["pass 4:3 Fn is deployed gradually: Canary10Percent5Minutes."],
    ],
    [
      "all at once",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, DeploymentConfigName: CodeDeployDefault.LambdaAllAtOnce } }
`,
      ["fail 4:3 Fn is deployed with AllAtOnce."],
    ],
    [
      "not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, DeploymentConfigName: !Ref Stage } }
`,
      ["unknown 4:3 How Fn is deployed is not known: parameter Stage has no default."],
    ],
    [
      "a group elsewhere",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: b } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
`,
      ["unknown 4:3 How Fn is deployed is not known: the deployment group of A is not declared here."],
    ],
    [
      "no function",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(deploymentAllAtOnce, input)).toEqual(expected);
  });
});

describe("deployment-unguarded", () => {
  const cases: readonly Case[] = [
    [
      "the default, which is all at once",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, ServiceRoleArn: a } }
`,
      ["not-applicable 6:3 The alias A of Fn is deployed with AllAtOnce."],
    ],
    [
      "no guard",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, DeploymentConfigName: CodeDeployDefault.LambdaCanary10Percent5Minutes } }
`,
      ["fail 6:3 The deployment of A of Fn has neither an alarm nor a hook."],
    ],
    [
      "an alarm",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, DeploymentConfigName: Mine, AlarmConfiguration: { Enabled: true, Alarms: [{ Name: a }] } } }
`,
      ["pass 6:3 The deployment of A of Fn is guarded by 1 alarm."],
    ],
    [
      "a hook",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G, BeforeAllowTrafficHook: !Ref Fn } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, DeploymentConfigName: Mine } }
`,
      ["pass 6:3 The deployment of A of Fn is guarded by BeforeAllowTrafficHook."],
    ],
    [
      "a group elsewhere",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: b } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
`,
      [
        "unknown 6:3 What guards the deployment of A of Fn is not known: the deployment group of A is not declared here.",
      ],
    ],
    [
      "all at once",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a, DeploymentGroupName: !Ref G } }, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: a, DeploymentConfigName: CodeDeployDefault.LambdaAllAtOnce } }
`,
      ["not-applicable 6:3 The alias A of Fn is deployed with AllAtOnce."],
    ],
    [
      "not gradual",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  A: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, Name: live } }
`,
      ["not-applicable 6:3 The alias A of Fn is not deployed gradually."],
    ],
    [
      "no alias",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(deploymentUnguarded, input)).toEqual(expected);
  });
});

describe("layer-version-drift", () => {
  const cases: readonly Case[] = [
    [
      "two versions",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn0: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:shared:1'] } }
  Fn1: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:shared:2'] } }
`,
      [
        "fail 4:97 Fn0 uses version 1 of the layer shared, Fn1 version 2.",
        "pass 5:97 Fn1 uses version 2 of the layer shared, the newest in use.",
      ],
    ],
    [
      "one version",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn0: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:shared:2'] } }
  Fn1: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:shared:2'] } }
`,
      [
        "pass 4:97 Fn0 uses version 2 of the layer shared, the newest in use.",
        "pass 5:97 Fn1 uses version 2 of the layer shared, the newest in use.",
      ],
    ],
    [
      "of the template",
      `Resources:
  L: { Type: AWS::Lambda::LayerVersion }
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: [!Ref L] } }
`,
      [],
    ],
    [
      "not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn0: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: [!Ref Stage] } }
`,
      [],
    ],
    [
      "no layer",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(layerVersionDrift, input)).toEqual(expected);
  });
});

describe("layer-of-other-account", () => {
  const cases: readonly Case[] = [
    [
      "somebody's",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn0: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:shared:1'] } }
`,
      ["fail 4:97 Fn0 uses the layer shared of the account 111122223333. [likely]"],
    ],
    [
      "published by AWS",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn0: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: ['arn:aws:lambda:eu-west-1:017000801446:layer:P:1'] } }
`,
      ["pass 4:97 Fn0 uses the layer P, published as Powertools for AWS Lambda."],
    ],
    [
      "its own",
      `Resources:
  L: { Type: AWS::Lambda::LayerVersion }
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: [!Ref L] } }
`,
      ["pass 3:101 Fn uses a layer of its own account or application."],
    ],
    [
      "a parameter",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Fn0: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Layers: [!Ref Stage] } }
`,
      ["unknown 4:102 Whose layer Fn0 uses is not known: parameter Stage has no default."],
    ],
    [
      "none",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      ["not-applicable 2:3 Fn has no layers."],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(layerOfOtherAccount, input)).toEqual(expected);
  });
});

describe("subscription-filters-too-many", () => {
  const cases: readonly Case[] = [
    [
      "three",
      `Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], IsDev: !Not [!Condition IsProd] }
Resources:
  F0: { Type: AWS::Logs::SubscriptionFilter, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
  F1: { Type: AWS::Logs::SubscriptionFilter, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
  F2: { Type: AWS::Logs::SubscriptionFilter, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
`,
      ["fail 4:3 The log group a has 3 subscription filters: F0, F1, F2."],
    ],
    [
      "two",
      `Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], IsDev: !Not [!Condition IsProd] }
Resources:
  F0: { Type: AWS::Logs::SubscriptionFilter, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
  F1: { Type: AWS::Logs::SubscriptionFilter, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
`,
      ["pass 4:3 The log group a has 2 subscription filters: F0, F1."],
    ],
    [
      "three of which two at once",
      `Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], IsDev: !Not [!Condition IsProd] }
Resources:
  F0: { Type: AWS::Logs::SubscriptionFilter, Condition: IsProd, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
  F1: { Type: AWS::Logs::SubscriptionFilter, Condition: IsDev, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
  F2: { Type: AWS::Logs::SubscriptionFilter, Properties: { LogGroupName: a, FilterPattern: '', DestinationArn: a } }
`,
      ["pass 4:3 The log group a has 2 subscription filters: F0, F2. (when IsProd)"],
    ],
    [
      "of a group that is not known",
      `Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], IsDev: !Not [!Condition IsProd] }
Resources:
  F0: { Type: AWS::Logs::SubscriptionFilter, Properties: { LogGroupName: !Ref Stage, FilterPattern: '', DestinationArn: a } }
`,
      ["pass 4:3 The log group ${Stage} has 1 subscription filter: F0."],
    ],
    [
      "none",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(subscriptionFiltersTooMany, input)).toEqual(expected);
  });
});

describe("tags-inconsistent", () => {
  const cases: readonly Case[] = [
    [
      "one lacks it",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Tags: [{ Key: team, Value: a }] } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Tags: [{ Key: team, Value: a }] } }
  C: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      [
        "pass 2:3 A has the tags of its stack: team.",
        "pass 3:3 B has the tags of its stack: team.",
        "fail 4:3 C lacks the tag team, which most of the 3 functions of its stack have.",
      ],
    ],
    [
      "all alike",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Tags: [{ Key: team, Value: a }] } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Tags: [{ Key: team, Value: b }] } }
  C: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Tags: [{ Key: team, Value: a }] } }
`,
      [
        "pass 2:3 A has the tags of its stack: team.",
        "pass 3:3 B has the tags of its stack: team.",
        "pass 4:3 C has the tags of its stack: team.",
      ],
    ],
    [
      "none has any",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  C: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      [
        "not-applicable 2:3 The functions beside A have no tags in common.",
        "not-applicable 3:3 The functions beside B have no tags in common.",
        "not-applicable 4:3 The functions beside C have no tags in common.",
      ],
    ],
    [
      "not known",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Tags: !Ref Stage } }
`,
      ["unknown 4:3 The tags of A are known at deployment only."],
    ],
    [
      "no function",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(tagsInconsistent, input)).toEqual(expected);
  });
});

describe("function-naming-mixed", () => {
  const cases: readonly Case[] = [
    [
      "two ways",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, FunctionName: orders-list } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      ["fail 1:1 The 2 functions of template.yaml are named in 2 ways: 1 kebab-case, 1 by CloudFormation."],
    ],
    [
      "one way",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, FunctionName: orders-list } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, FunctionName: !Sub '\${AWS::StackName}-orders-create' } }
`,
      ["pass 1:1 The 2 functions of template.yaml are named in one way: 2 kebab-case."],
    ],
    [
      "by CloudFormation",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      ["pass 1:1 The 2 functions of template.yaml are named in one way: 2 by CloudFormation."],
    ],
    [
      "one function",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      ["not-applicable 1:1 template.yaml has one function."],
    ],
    [
      "no function",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(functionNamingMixed, input)).toEqual(expected);
  });
});

describe("function-duplicated", () => {
  const cases: readonly Case[] = [
    [
      "the same",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Code: { S3Bucket: b, S3Key: k } } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Code: { S3Bucket: b, S3Key: k } } }
`,
      [
        "fail 2:3 A is the same program as B, with the same variables.",
        "fail 3:3 B is the same program as A, with the same variables.",
      ],
    ],
    [
      "other variables",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Code: { S3Bucket: b, S3Key: k } } }
  B: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Code: { S3Bucket: b, S3Key: k }, Environment: { Variables: { A: b } } } }
`,
      [
        "pass 2:3 No other function of the stack is the same program as A.",
        "pass 3:3 No other function of the stack is the same program as B.",
      ],
    ],
    [
      "no code",
      `Resources:
  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }
`,
      [],
    ],
    [
      "never at the same time",
      `Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], IsDev: !Not [!Condition IsProd] }
Resources:
  A: { Type: AWS::Lambda::Function, Condition: IsProd, Properties: { Code: { S3Bucket: b, S3Key: k } } }
  B: { Type: AWS::Lambda::Function, Condition: IsDev, Properties: { Code: { S3Bucket: b, S3Key: k } } }
`,
      [
        "pass 4:3 No other function of the stack is the same program as A. (when IsProd)",
        "pass 5:3 No other function of the stack is the same program as B. (when IsDev)",
      ],
    ],
    [
      "built by a makefile",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  A: { Type: AWS::Serverless::Function, Metadata: { BuildMethod: makefile }, Properties: { Runtime: provided.al2023, Handler: bootstrap, CodeUri: . } }
  B: { Type: AWS::Serverless::Function, Metadata: { BuildMethod: makefile }, Properties: { Runtime: provided.al2023, Handler: bootstrap, CodeUri: . } }
`,
      [],
    ],
    [
      "no function",
      `Resources:
  T: { Type: AWS::SNS::Topic }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(functionDuplicated, input)).toEqual(expected);
  });
});

describe("resource-unused", () => {
  const cases: readonly Case[] = [
    [
      "unused",
      `Resources:
  Q: { Type: AWS::SQS::Queue }
`,
      ["fail 2:3 Nothing in the scanned inputs refers to the queue Q."],
    ],
    [
      "used",
      `Resources:
  Q: { Type: AWS::SQS::Queue }
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Environment: { Variables: { Q: !Ref Q } } } }
`,
      ["pass 2:3 The queue Q is used by others of its stack."],
    ],
    [
      "by an output",
      `Resources:
  Q: { Type: AWS::SQS::Queue }
Outputs: { Q: { Value: !GetAtt Q.Arn } }
`,
      ["pass 2:3 The queue Q is used by others of its stack."],
    ],
    [
      "by name",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { QueueName: q } }
`,
      ["not-applicable 2:3 The queue Q has the name q, by which others may use it that are not scanned."],
    ],
    [
      "of another kind",
      `Resources:
  P: { Type: AWS::SSM::Parameter }
`,
      [],
    ],
  ];
  it.each(cases)("%s", async (_, input, expected) => {
    expect(await check(resourceUnused, input)).toEqual(expected);
  });
});
