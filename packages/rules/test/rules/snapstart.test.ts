import { snapstartConflict } from "../../src/rules/snapstart-conflict.js";
import { snapstartUnsupported } from "../../src/rules/snapstart-unsupported.js";
import { snapstartUnused } from "../../src/rules/snapstart-unused.js";
import { snapstartWithoutVersion } from "../../src/rules/snapstart-without-version.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const fn = (properties: string) => `  Fn: { Type: AWS::Lambda::Function, Properties: { ${properties} } }\n`;
const ON = "SnapStart: { ApplyOn: PublishedVersions }";
const OFF = "SnapStart: { ApplyOn: None }";
const version = (more = "") => `  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn${more} } }\n`;

saysOf(snapstartUnsupported, [
  [
    "a runtime that has it",
    resources(fn(`Runtime: java21, ${ON}`)),
    ["pass 2:61 SnapStart is on for Fn, and java21 has it."],
  ],
  [
    "a runtime that does not",
    resources(fn(`Runtime: nodejs22.x, ${ON}`)),
    ["fail 2:61 SnapStart is on for Fn, and nodejs22.x does not have it."],
  ],
  [
    "an image",
    resources(fn(`PackageType: Image, ${ON}`)),
    ["fail 2:50 SnapStart is on for Fn, which is a container image."],
  ],
  ["no runtime", resources(fn(ON)), ["not-applicable 2:50 The definition of Fn names no runtime."]],
  ["off", resources(fn(`Runtime: nodejs22.x, ${OFF}`)), ["not-applicable 2:61 SnapStart of Fn is switched off."]],
  [
    "not known",
    resources(fn(`Runtime: !Ref Stage, ${ON}`), STAGES),
    ["unknown 4:66 Fn cannot be judged: runtime unknown, because parameter Stage has no default."],
  ],
  ["not asked for", resources(fn("Runtime: nodejs22.x")), []],
]);

saysOf(snapstartWithoutVersion, [
  [
    "no version",
    resources(fn(`Runtime: java21, ${ON}`)),
    ["fail 2:91 SnapStart of Fn applies to published versions, and none is published."],
  ],
  ["a version", resources(fn(`Runtime: java21, ${ON}`) + version()), ["pass 2:91 SnapStart of Fn applies to V."]],
  ["off", resources(fn(OFF)), ["not-applicable 2:74 SnapStart of Fn is switched off."]],
  [
    "not known",
    resources(fn("SnapStart: { ApplyOn: !Ref Stage }"), STAGES),
    ["unknown 4:79 Fn cannot be judged: SnapStart unknown, because parameter Stage has no default."],
  ],
  [
    "SAM without an alias",
    `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, CodeUri: src/, Runtime: java21, ${ON} } }
`,
    ["fail 3:124 SnapStart of Fn applies to published versions, and none is published."],
  ],
]);

saysOf(snapstartConflict, [
  ["nothing else", resources(fn(ON)), ["pass 2:74 Fn has SnapStart, and nothing that excludes it."]],
  [
    "much /tmp",
    resources(fn(`${ON}, EphemeralStorage: { Size: 1024 }`)),
    ["fail 2:74 Fn has SnapStart together with 1024 MB of /tmp."],
  ],
  [
    "a file system",
    resources(fn(`${ON}, FileSystemConfigs: [{ Arn: x, LocalMountPath: /mnt/x }]`)),
    ["fail 2:74 Fn has SnapStart together with a file system."],
  ],
  [
    "provisioned concurrency",
    resources(fn(ON) + version(", ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 }")),
    ["fail 2:74 Fn has SnapStart together with provisioned concurrency."],
  ],
  [
    "off",
    resources(fn(`${OFF}, EphemeralStorage: { Size: 1024 }`)),
    ["not-applicable 2:74 SnapStart of Fn is switched off."],
  ],
  [
    "not known",
    resources(fn(`${ON}, EphemeralStorage: { Size: !Ref Unknown }`), STAGES),
    ["unknown 4:74 Fn cannot be judged: size of /tmp unknown, because parameter Unknown has no default."],
  ],
]);

saysOf(snapstartUnused, [
  ["Java without it", resources(fn("Runtime: java21")), ["fail 2:61 Fn runs on java21 without SnapStart."]],
  ["Java with it", resources(fn(`Runtime: java21, ${ON}`)), ["pass 2:61 Fn starts from snapshots."]],
  ["Java that is too old", resources(fn("Runtime: java8.al2")), ["not-applicable 2:61 Fn runs on java8.al2."]],
  [
    "switched off",
    resources(fn(`Runtime: java21, ${OFF}`)),
    ["not-applicable 2:61 SnapStart of Fn is switched off by its author."],
  ],
  [
    "always ready",
    resources(
      fn("Runtime: java21") + version(", ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 }"),
    ),
    ["not-applicable 2:61 Fn has provisioned concurrency."],
  ],
  ["another language", resources(fn("Runtime: python3.13")), ["not-applicable 2:61 Fn runs on python3.13."]],
  [
    "not known",
    resources(fn("Runtime: !Ref Stage"), STAGES),
    ["unknown 4:66 Fn cannot be judged: runtime unknown, because parameter Stage has no default."],
  ],
]);
