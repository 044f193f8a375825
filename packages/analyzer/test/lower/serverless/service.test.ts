import { describe, expect, it } from "vitest";
import { expanded, lower, nodeAt, service } from "./expanded.js";

const names = (resources: object) =>
  Object.keys(resources).filter((id) => !id.startsWith("ServerlessDeploymentBucket"));

describe("the configuration", () => {
  it.each<[string, Record<string, string>]>([
    ["a map", service("functions:\n  a: {handler: a.h}\n")],
    ["a list of maps", service("functions:\n  - a: {handler: a.h}\n")],
    ["a file", { ...service("functions: ${file(f.yml)}\n"), "f.yml": "a: {handler: a.h}\n" }],
    ["a list of files", { ...service("functions:\n  - ${file(f.yml)}\n"), "f.yml": "a: {handler: a.h}\n" }],
    ["a file per function", { ...service("functions:\n  a: ${file(a.yml)}\n"), "a.yml": "handler: a.h\n" }],
  ])("may have its functions in %s", async (_, files) => {
    const { resources, problems } = await expanded(files);
    expect(resources["ALambdaFunction"]?.Properties["Handler"]).toBe("a.h");
    expect(problems).toEqual([]);
  });

  it.each<[string, string]>([
    ["version 2", "  iamRoleStatements: [{Effect: Allow, Action: 's3:*', Resource: '*'}]\n"],
    ["version 3", "  iam: {role: {statements: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}\n"],
  ])("may name the role's statements as in %s", async (_, provider) => {
    const { resources } = await expanded(service("functions:\n  a: {handler: a.h}\n", provider));
    const role = JSON.stringify(resources["IamRoleLambdaExecution"]);
    expect(role).toContain('{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}');
  });

  it("may name the service in an object", async () => {
    const { resources } = await expanded({
      "serverless.yml": "service: {name: old}\nprovider: {name: aws}\nfunctions: {a: {handler: h}}\n",
    });
    expect(resources["ALambdaFunction"]?.Properties["FunctionName"]).toBe("old-dev-a");
  });

  it("merges a list of resources, and extends what is generated", async () => {
    const { resources } = await expanded(
      service(`functions: {a: {handler: h}}
resources:
  - Resources:
      Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 1}}
  - Resources:
      Q: {Properties: {MessageRetentionPeriod: 60}}
      ALambdaFunction: {Properties: {Description: overridden}}
  - extensions:
      ALogGroup: {Properties: {RetentionInDays: 7}}
`),
    );
    expect(resources["Q"]).toEqual({
      Type: "AWS::SQS::Queue",
      Properties: { DelaySeconds: 1, MessageRetentionPeriod: 60 },
    });
    expect(resources["ALambdaFunction"]?.Properties).toMatchObject({ Description: "overridden", Handler: "h" });
    expect(resources["ALogGroup"]?.Properties["RetentionInDays"]).toBe(7);
  });

  it("normalises names for logical ids", async () => {
    const { resources } = await expanded(service("functions:\n  get-user_by.id: {handler: h}\n"));
    expect(names(resources)).toContain("GetDashuserUnderscoreby.idLambdaFunction");
  });

  it("uses the framework's defaults, not Lambda's", async () => {
    const { resources } = await expanded(service("functions: {a: {handler: h}}\n"));
    expect(resources["ALambdaFunction"]?.Properties).toMatchObject({ MemorySize: 1024, Timeout: 6 });
  });

  it("is several services in one repository", async () => {
    const { projects } = await lower({
      "a/serverless.yml": "service: a\nprovider: {name: aws}\n",
      "b/serverless.ts": "export default { service: 'b', provider: { name: 'aws' } };",
      "b/serverless.common.yml": "custom: {x: 1}\nprovider: {y: 1}\n",
    });
    expect(projects.map(({ entry, framework }) => `${framework} ${entry}`)).toEqual([
      "serverless a/serverless.yml",
      "serverless b/serverless.ts",
    ]);
  });

  it("is the given one with --config", async () => {
    const files = {
      "serverless.yml": "service: usual\nprovider: {name: aws}\n",
      "special.yml": "service: special\nprovider: {name: aws}\n",
      "other/serverless.yml": "service: other\nprovider: {name: aws}\n",
    };
    const { projects } = await lower(files, { serverlessConfig: "special.yml" });
    expect(projects.map(({ entry }) => entry)).toEqual(["special.yml", "other/serverless.yml"]);
  });

  it("does not make templates of what it includes", async () => {
    const { projects } = await lower({
      ...service("resources: ${file(resources.yml)}\n"),
      "resources.yml": "Resources:\n  Q: {Type: AWS::SQS::Queue}\n",
    });
    expect(projects.map(({ entry }) => entry)).toEqual(["serverless.yml"]);
  });
});

describe("stages", () => {
  const files = {
    ...service("custom: ${file(config.${sls:stage}.yml)}\nfunctions: {a: {handler: h, timeout: '${self:custom.t}'}}\n"),
    "config.dev.yml": "t: 1\n",
    "config.prod.yml": "t: 2\n",
    "config.test.yml": "t: 3\n",
  };
  it("are all expanded with --all-stages", async () => {
    const { projects, problems } = await lower(files, { allStages: true });
    expect(projects[0]?.templates.map(({ path }) => path)).toEqual([
      "serverless.yml",
      "serverless.yml@prod",
      "serverless.yml@test",
    ]);
    const name = nodeAt(projects[0]?.templates[1]?.root, "Resources", "ALambdaFunction", "Properties", "FunctionName");
    expect(name).toMatchObject({ value: "svc-prod-a" });
    expect(problems).toEqual([]);
  });
  it("are only mentioned otherwise", async () => {
    expect((await expanded(files)).problems).toEqual([expect.stringContaining("prod, test")]);
    expect((await expanded(files, { stage: "test" })).problems).toEqual([]);
  });
});

describe("serverless-compose.yml", () => {
  const files = {
    "serverless-compose.yml": `services:
  orders: {path: services/orders}
  web:
    path: services/web
    dependsOn: [orders]
    params: {plain: text, queue: '\${orders.QueueUrl}', both: 'x-\${orders.QueueUrl}-\${sls:stage}'}
`,
    "services/orders/serverless.yml": "service: orders\nprovider: {name: aws}\n",
    "services/web/serverless.yml":
      "service: web\nprovider: {name: aws}\nresources: {Outputs: {V: {Value: ['${param:plain}', '${param:queue}', '${param:both}']}}}\n",
  };
  it("passes parameters, and states which output of which service one is", async () => {
    const { projects } = await lower(files);
    expect(projects.map(({ entry }) => entry)).toEqual([
      "services/orders/serverless.yml",
      "services/web/serverless.yml",
    ]);
    const { outputs } = await expanded({ ...files, "services/orders/serverless.yml": "provider: {}\n" });
    const output = {
      "Assay::Unknown": {
        Variable: "orders.QueueUrl",
        Source: "compose",
        Reason: "it is the output 'QueueUrl' of the service 'orders'",
        Address: "services/orders#QueueUrl",
        At: "serverless-compose.yml:6",
      },
    };
    expect(outputs["V"]?.Value).toEqual(["text", output, { "Fn::Join": ["", ["x-", output, "-dev"]] }]);
  });
});

describe("problems of services", () => {
  it.each<[string, string, string, RegExp]>([
    ["no provider", "service: a\nfunctions: {}\n", "", /^error serverless-missing .*'provider'/],
    ["another cloud", "service: a\nprovider: {name: google}\n", "", /^note serverless-provider .*google/],
    ["functions that are a text", "", "functions: nope\n", /^warning serverless-type serverless.yml:5 'functions'/],
    [
      "a function that is a list",
      "",
      "functions:\n  a: [1]\n",
      /^warning serverless-type serverless.yml:6 'functions.a'/,
    ],
    [
      "events that are a text",
      "",
      "functions: {a: {handler: h, events: x}}\n",
      /^warning serverless-type .*functions.a.events/,
    ],
    [
      "functions that become the same resource",
      "",
      "functions:\n  a-b: {handler: h}\n  aDashb: {handler: h}\n",
      /^error duplicate-logical-id serverless.yml:7 'aDashb' and 'a-b' both become the resource ADashbLambdaFunction/,
    ],
    [
      "an unknown function",
      "",
      "functions: {a: {handler: h, destinations: {onSuccess: nope}}}\n",
      /^error serverless-reference .*function 'nope'/,
    ],
    [
      "an extension of what is not there",
      "",
      "resources: {extensions: {Nope: {Properties: {}}}}\n",
      /^error serverless-reference .*'Nope'/,
    ],
    [
      "roles that version 4 makes",
      "",
      "functions: {a: {handler: h, iam: {role: {statements: []}}}}\n",
      /^warning serverless-unmodelled .*functions.a.iam/,
    ],
    ["an unknown plugin", "", "plugins: [some-plugin]\n", /^warning plugin-unknown serverless.yml:5 .*'some-plugin'/],
    ["an unknown plugin's source", "", "custom: {a: '${nope:x}'}\n", /^warning variable-source/],
  ])("report %s", async (_, whole, rest, expected) => {
    const { problems } = await expanded(whole === "" ? service(rest) : { "serverless.yml": whole });
    expect(problems).toEqual([expect.stringMatching(expected)]);
  });

  it("say once of an unknown plugin that it may add resources, and nothing of those that change none", async () => {
    const { problems } = await expanded(
      service(
        "plugins: [serverless-offline, a-plugin, serverless-webpack, serverless-prune-plugin, serverless-domain-manager]\n",
      ),
    );
    expect(problems).toHaveLength(1);
  });

  it("leave the rest of the repository to be analysed", async () => {
    const { projects, problems } = await lower({
      "bad/serverless.yml": "service: [\n",
      "good/serverless.yml": "service: good\nprovider: {name: aws}\n",
      "template.yaml": "Resources:\n  T: {Type: AWS::SNS::Topic}\n",
    });
    expect(projects.map(({ entry }) => entry)).toEqual(["good/serverless.yml", "template.yaml"]);
    expect(problems.map(({ code }) => code)).toEqual(["yaml-syntax"]);
  });
});
