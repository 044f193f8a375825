import { apiCachingOff } from "../../src/rules/api-caching-off.js";
import { apiCompressionOff } from "../../src/rules/api-compression-off.js";
import { functionArchitectureX86 } from "../../src/rules/function-architecture-x86.js";
import { functionEnvironmentReserved } from "../../src/rules/function-environment-reserved.js";
import { functionEnvironmentSize } from "../../src/rules/function-environment-size.js";
import { functionMemoryMaximum } from "../../src/rules/function-memory-maximum.js";
import { functionPackageShared } from "../../src/rules/function-package-shared.js";
import { functionSizeCopied } from "../../src/rules/function-size-copied.js";
import { functionTimeoutMaximum } from "../../src/rules/function-timeout-maximum.js";
import { functionTimeoutOverLimit } from "../../src/rules/function-timeout-over-limit.js";
import { resources, STAGES } from "../check-rule.js";
import { saysOf } from "../table.js";

const fn = (properties: string, id = "Fn") =>
  `  ${id}: { Type: AWS::Lambda::Function, Properties: { ${properties} } }\n`;
const NOTHING = resources("  T: { Type: AWS::SNS::Topic }\n");
const globals = (globals: string, properties: string) => `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { ${globals} } }
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, CodeUri: src/, ${properties} } }
`;

saysOf(functionTimeoutMaximum, [
  [
    "the maximum",
    resources(fn("Timeout: 900")),
    ["fail 2:61 The timeout of Fn is 900 s, the longest that Lambda allows."],
  ],
  ["less", resources(fn("Timeout: 899")), ["pass 2:61 The timeout of Fn is 899 s."]],
  ["the default", resources(fn("")), ["pass 2:3 The timeout of Fn is 3 s."]],
  [
    "from Globals",
    globals("Timeout: 900", "Runtime: python3.13"),
    ["fail 2:33 The timeout of Fn is 900 s, the longest that Lambda allows."],
  ],
  [
    "in one scenario",
    resources(fn("Timeout: !If [IsProd, 30, 900]"), STAGES),
    ["fail 4:78 The timeout of Fn is 900 s, the longest that Lambda allows. (when not IsProd)"],
  ],
  [
    "not known",
    resources(fn("Timeout: !Ref Unknown"), STAGES),
    ["unknown 4:66 Fn cannot be judged: timeout unknown, because parameter Unknown has no default."],
  ],
  ["no function", NOTHING, []],
]);

saysOf(functionTimeoutOverLimit, [
  [
    "longer",
    resources(fn("Timeout: 901")),
    ["fail 2:61 The timeout of Fn is 901 s; without a capacity provider at most 900 s are allowed."],
  ],
  [
    "as long as allowed",
    resources(fn("Timeout: 900")),
    ["pass 2:61 The timeout of Fn is 900 s; without a capacity provider at most 900 s are allowed."],
  ],
  [
    "with a capacity provider",
    resources(fn("Timeout: 5400, CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: {} }")),
    ["pass 2:61 The timeout of Fn is 5400 s; with a capacity provider at most 5400 s are allowed."],
  ],
  [
    "longer with a capacity provider",
    resources(fn("Timeout: 5401, CapacityProviderConfig: {}")),
    ["fail 2:61 The timeout of Fn is 5401 s; with a capacity provider at most 5400 s are allowed."],
  ],
  [
    "a capacity provider in one scenario",
    resources(fn("Timeout: 1000, CapacityProviderConfig: !If [IsProd, { A: 1 }, !Ref AWS::NoValue]"), STAGES),
    ["fail 4:61 The timeout of Fn is 1000 s; without a capacity provider at most 900 s are allowed. (when not IsProd)"],
  ],
  [
    "not known",
    resources(fn("Timeout: !Ref Unknown"), STAGES),
    ["unknown 4:66 Fn cannot be judged: timeout unknown, because parameter Unknown has no default."],
  ],
  ["no function", NOTHING, []],
]);

saysOf(functionMemoryMaximum, [
  [
    "as much as was the maximum",
    resources(fn("MemorySize: 3008")),
    ["fail 2:64 Fn has 3008 MB of memory, 3008 MB or more."],
  ],
  ["less", resources(fn("MemorySize: 3007")), ["pass 2:64 Fn has 3007 MB of memory, less than 3008 MB."]],
  [
    "not known",
    resources(fn("MemorySize: !Ref Unknown"), STAGES),
    ["unknown 4:69 Fn cannot be judged: memory unknown, because parameter Unknown has no default."],
  ],
  ["no function", NOTHING, []],
]);

saysOf(functionArchitectureX86, [
  ["not set", resources(fn("Runtime: python3.13")), ["fail 2:3 Fn runs on x86_64."]],
  ["x86", resources(fn("Runtime: python3.13, Architectures: [x86_64]")), ["fail 2:89 Fn runs on x86_64."]],
  ["arm", resources(fn("Runtime: python3.13, Architectures: [arm64]")), ["pass 2:89 Fn runs on arm64."]],
  ["an image", resources(fn("PackageType: Image")), ["fail 2:3 Fn runs on x86_64."]],
  [
    "a runtime without arm",
    resources(fn("Runtime: python3.7")),
    ["not-applicable 2:3 Fn runs on x86_64; there is no python3.7 for arm64."],
  ],
  [
    "not known",
    resources(fn("Runtime: python3.13, Architectures: [!Ref Stage]"), STAGES),
    ["unknown 4:94 Fn cannot be judged: architecture unknown, because parameter Stage has no default."],
  ],
  ["from Globals", globals("Architectures: [arm64]", "Runtime: python3.13"), ["pass 2:40 Fn runs on arm64."]],
]);

saysOf(functionEnvironmentSize, [
  ["none", resources(fn("")), ["not-applicable 2:3 Fn has no environment variables."]],
  [
    "small",
    resources(fn("Environment: { Variables: { A: b } }")),
    ["pass 2:83 The environment variables of Fn have 2 bytes together; 4096 are allowed."],
  ],
  [
    "too large",
    resources(fn(`Environment: { Variables: { A: "${"é".repeat(2048)}", B: c } }`)),
    ["fail 2:83 The environment variables of Fn have 4099 bytes together; 4096 are allowed."],
  ],
  [
    "too large in one scenario",
    resources(fn(`Environment: { Variables: { A: !If [IsProd, "${"x".repeat(5000)}", y] } }`), STAGES),
    ["fail 4:87 The environment variables of Fn have 5001 bytes together; 4096 are allowed."],
  ],
  [
    "near the limit, and not known",
    resources(fn(`Environment: { Variables: { A: "${"x".repeat(4000)}", B: !Ref Stage } }`), STAGES),
    [
      "unknown 4:83 The environment variables of Fn have at least 4002 bytes together, and 1 are known at deployment only; 4096 are allowed.",
    ],
  ],
  [
    "a reference",
    resources(fn("Environment: { Variables: { A: !Ref T } }") + "  T: { Type: AWS::SNS::Topic }\n"),
    ["pass 2:88 The environment variables of Fn have at least 1 bytes together; 4096 are allowed."],
  ],
]);

saysOf(functionEnvironmentReserved, [
  ["none", resources(fn("")), ["not-applicable 2:3 Fn has no environment variables."]],
  [
    "of its own",
    resources(fn("Environment: { Variables: { REGION: b } }")),
    ["pass 2:3 None of the environment variables of Fn has a reserved name."],
  ],
  [
    "reserved",
    resources(fn("Environment: { Variables: { A: b, AWS_REGION: b, _HANDLER: c } }")),
    ["fail 2:98 Fn sets AWS_REGION, _HANDLER, which Lambda sets itself."],
  ],
  [
    "from Globals",
    globals("Environment: { Variables: { AWS_REGION: x } }", "Runtime: python3.13"),
    ["fail 2:64 Fn sets AWS_REGION, which Lambda sets itself."],
  ],
]);

saysOf(functionPackageShared, [
  [
    "one folder for two",
    resources(fn("Code: ./src/", "A") + fn("Code: src", "B")),
    ["fail 2:3 2 functions ship the package ./src/: A, B."],
  ],
  [
    "one object for two",
    resources(fn("Code: { S3Bucket: b, S3Key: k }", "A") + fn("Code: { S3Bucket: b, S3Key: k }", "B")),
    ["fail 2:3 2 functions ship the package k: A, B."],
  ],
  [
    "a folder each",
    resources(fn("Code: a", "A") + fn("Code: b", "B")),
    ["pass 2:3 A ships the package a alone.", "pass 3:3 B ships the package b alone."],
  ],
  [
    "inline",
    resources(fn("Code: { ZipFile: x }", "A") + fn("Code: { ZipFile: x }", "B")),
    [
      "not-applicable 2:3 A is built on its own, or its code is not a package.",
      "not-applicable 3:3 B is built on its own, or its code is not a package.",
    ],
  ],
  [
    "built on its own",
    `Transform: AWS::Serverless-2016-10-31
Resources:
  A: { Type: AWS::Serverless::Function, Metadata: { BuildMethod: esbuild }, Properties: { Handler: a.b, Runtime: nodejs22.x, CodeUri: src/ } }
  B: { Type: AWS::Serverless::Function, Metadata: { BuildMethod: esbuild }, Properties: { Handler: c.d, Runtime: nodejs22.x, CodeUri: src/ } }
`,
    [
      "not-applicable 3:3 A is built on its own, or its code is not a package.",
      "not-applicable 4:3 B is built on its own, or its code is not a package.",
    ],
  ],
]);

const sized = (...sizes: readonly number[]) =>
  resources(sizes.map((size, i) => fn(`MemorySize: ${size}, Timeout: 5`, `F${i}`)).join(""));
saysOf(functionSizeCopied, [
  ["all the same", sized(512, 512, 512), ["fail 2:3 All 3 functions of template.yaml have 512 MB and 5 s."]],
  ["different", sized(512, 512, 256), ["pass 2:3 The 3 functions of template.yaml have 2 different sizes."]],
  ["only two", sized(512, 512), ["not-applicable 2:3 template.yaml has 2 of the 3 functions that are compared."]],
  [
    "not known",
    resources(fn("MemorySize: !Ref Unknown, Timeout: 5", "A") + fn("", "B") + fn("", "C"), STAGES),
    ["unknown 4:3 The size of 1 of 3 functions of template.yaml is not known."],
  ],
  ["no function", NOTHING, []],
]);

const stage = (properties: string) =>
  `  S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: r, StageName: s${properties} } }\n`;
saysOf(apiCachingOff, [
  ["none", resources(stage("")), ["fail 2:50 The stage S has no cache."]],
  ["on", resources(stage(", CacheClusterEnabled: true")), ["pass 2:101 The stage S has a cache."]],
  ["a string", resources(stage(", CacheClusterEnabled: 'true'")), ["pass 2:101 The stage S has a cache."]],
  ["off", resources(stage(", CacheClusterEnabled: false")), ["fail 2:101 The stage S has no cache."]],
  [
    "not known",
    resources(stage(", CacheClusterEnabled: !Ref Stage"), STAGES),
    ["unknown 4:106 S cannot be judged: cache unknown, because parameter Stage has no default."],
  ],
  ["an HTTP API has none", resources("  S: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: a } }\n"), []],
]);

const api = (properties: string) => `  A: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a${properties} } }\n`;
saysOf(apiCompressionOff, [
  ["none", resources(api("")), ["fail 2:52 The API A compresses nothing."]],
  ["on", resources(api(", MinimumCompressionSize: 0")), ["pass 2:87 The API A compresses answers from 0 bytes on."]],
  [
    "impossible",
    resources(api(", MinimumCompressionSize: -1")),
    ["fail 2:87 The API A compresses nothing: -1 bytes are outside of 0 to 10485760."],
  ],
  [
    "not known",
    resources(api(", MinimumCompressionSize: !Ref Unknown"), STAGES),
    ["unknown 4:92 A cannot be judged: minimum size unknown, because parameter Unknown has no default."],
  ],
  ["an HTTP API has none", resources("  S: { Type: AWS::ApiGatewayV2::Api }\n"), []],
]);
