import { describe, expect, test } from "vitest";
import { assembly, constructsOf, lower, withoutStackTraces } from "./assembly-files.js";

/** CPU milliseconds of the process while something runs; the fastest of a few runs, since the machine is shared. */
async function cpuOf(run: () => Promise<unknown>, runs = 3): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  return Math.min(...times);
}

/** A stack of 900 functions, each with role, policy and queue, as the CDK writes it. */
function largeAssembly(): Record<string, string> {
  const resources: Record<string, object> = {};
  const metadata: Record<string, object[]> = {};
  const add = (id: string, type: string, path: string, properties: object) => {
    resources[id] = { Type: type, Properties: properties, Metadata: { "aws:cdk:path": path } };
    metadata[`/${path}`] = [
      { type: "aws:cdk:logicalId", data: id },
      {
        type: "aws:cdk:creationStack",
        data: ["...new Function2 in aws-cdk-lib...", "new Big (/src/lib/big.ts:3:5)", "main (/src/bin/app.ts:1:1)"],
      },
    ];
  };
  for (let i = 0; i < 900; i++) {
    const role = { "Fn::GetAtt": [`Fn${i}Role`, "Arn"] };
    const statement = {
      Action: ["sqs:SendMessage", "sqs:GetQueueUrl"],
      Effect: "Allow",
      Resource: { "Fn::GetAtt": [`Queue${i}`, "Arn"] },
    };
    add(`Fn${i}Role`, "AWS::IAM::Role", `Big/Fn${i}/ServiceRole/Resource`, {
      AssumeRolePolicyDocument: {
        Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } }],
        Version: "2012-10-17",
      },
    });
    add(`Fn${i}Policy`, "AWS::IAM::Policy", `Big/Fn${i}/ServiceRole/DefaultPolicy/Resource`, {
      PolicyDocument: { Statement: [statement], Version: "2012-10-17" },
      PolicyName: `Fn${i}Policy`,
      Roles: [{ Ref: `Fn${i}Role` }],
    });
    add(`Fn${i}`, "AWS::Lambda::Function", `Big/Fn${i}/Resource`, {
      Code: { S3Bucket: { "Fn::Sub": "cdk-assets-${AWS::AccountId}-${AWS::Region}" }, S3Key: "a.zip" },
      Environment: { Variables: { QUEUE: { Ref: `Queue${i}` } } },
      Handler: "index.handler",
      Role: role,
      Runtime: "nodejs22.x",
    });
    add(`Queue${i}`, "AWS::SQS::Queue", `Big/Queue${i}/Resource`, { VisibilityTimeout: 30 });
  }
  return {
    ...assembly(
      { Resources: resources },
      {
        manifest: {
          version: "55.0.0",
          artifacts: {
            Big: {
              type: "aws:cloudformation:stack",
              properties: { templateFile: "App.template.json" },
              additionalMetadataFile: "Big.metadata.json",
            },
          },
        },
        files: {
          "cdk.out/Big.metadata.json": JSON.stringify(metadata),
          "cdk.json": '{"app": "npx ts-node bin/app.ts"}',
        },
      },
    ),
    "lib/big.ts": "class Big {\n  constructor() {\n    new Function(this, 'Fn');\n  }\n}\n",
    "bin/app.ts": "main();\n",
  };
}

/** A program of two hundred files: a stack, and a file with a construct class of four resources for each part of it. */
function largeProgram(): { files: Record<string, string>; paths: string[] } {
  const files: Record<string, string> = { "cdk.json": '{"app": "npx ts-node bin/app.ts"}' };
  const paths: string[] = [];
  const names = Array.from({ length: 199 }, (_, i) => `Part${i}`);
  for (const [i, name] of names.entries()) {
    files[`lib/${name}.ts`] = [
      "import { Duration, aws_lambda as lambda, aws_sqs as sqs, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';",
      "import { Construct } from 'constructs';",
      `/** Part ${i} of the program. */`,
      `export interface ${name}Props { readonly retention?: number }`,
      `export class ${name} extends Construct {`,
      `  constructor(scope: Construct, id: string, props: ${name}Props = {}) {`,
      "    super(scope, id);",
      "    for (const kind of ['In', 'Out'])",
      "      new sqs.Queue(this, `${kind}Queue`, { retentionPeriod: Duration.days(props.retention ?? 4) });",
      "    const fn = new lambda.Function(this, 'Fn', { timeout: Duration.seconds(30) });",
      "    fn.metricErrors().createAlarm(this, 'Errors', { threshold: 1, evaluationPeriods: 1 });",
      ...Array.from(
        { length: 40 },
        (__, n) =>
          `    const value${n} = { name: \`v${n}-\${id}\`, list: [${n}, ${n + 1}], flag: ${n} > 3 && id !== 'x' };`,
      ),
      "  }",
      "}",
    ].join("\n");
    for (const id of ["InQueue", "OutQueue", "Fn", "Errors"]) paths.push(`App/${name}/${id}/Resource`);
  }
  files["bin/app.ts"] = [
    "import { App, Stack } from 'aws-cdk-lib';",
    ...names.map((name) => `import { ${name} } from '../lib/${name}';`),
    "const stack = new Stack(new App(), 'App');",
    ...names.map((name) => `new ${name}(stack, '${name}', { retention: 7 });`),
  ].join("\n");
  return { files, paths };
}

describe("size", () => {
  test("a stack of 3,600 resources takes less than 0.6 s of CPU", async () => {
    const files = largeAssembly();
    expect(files["cdk.out/App.template.json"]!.length).toBeGreaterThan(1_000_000);
    const milliseconds = await cpuOf(async () => {
      const { project } = await lower(files);
      const constructs = constructsOf(project);
      expect(constructs.size).toBe(3_600);
      expect(constructs.get("Big/Fn0/Resource")?.sourceKind).toBe("creation-stack");
    });
    expect(milliseconds).toBeLessThan(600);
  });

  test("a program of 200 files is mapped in less than two seconds of CPU, the compiler's start included", async () => {
    const { files, paths } = largeProgram();
    const resources = Object.fromEntries(
      paths.map((path, i) => [`R${i}`, { Type: "AWS::SQS::Queue", Metadata: { "aws:cdk:path": path } }]),
    );
    const all = { ...files, ...withoutStackTraces(assembly({ Resources: resources })) };
    const milliseconds = await cpuOf(async () => {
      const { project } = await lower(all);
      const constructs = constructsOf(project);
      expect(constructs.size).toBe(796);
      expect([...constructs.values()].filter(({ sourceKind }) => sourceKind !== "source-search")).toEqual([]);
    }, 1);
    expect(milliseconds).toBeLessThan(2_000);
  });
});
