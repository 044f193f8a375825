import { describe, expect, it } from "vitest";
import { loadTestMissing } from "../../src/rules/load-test-missing.js";
import { pipelineMissing } from "../../src/rules/pipeline-missing.js";
import { powerTuningMissing } from "../../src/rules/power-tuning-missing.js";
import { check } from "../check-rule.js";

type Case = readonly [name: string, input: string | Readonly<Record<string, string>>, expected: readonly string[]];

describe("load-test-missing", () => {
  const cases: readonly Case[] = [
    [
      "none",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
      ["fail 1:1 No load test of template.yaml was found in the scanned files. [likely]"],
    ],
    [
      "Artillery",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "load/test.yml": `config:
  target: https://api.example.com
  phases: [{ duration: 60, arrivalRate: 5 }]
scenarios:
  - flow:
      - get: { url: '/prod/orders/17' }
`,
      },
      [
        "pass 1:1 There are load tests for template.yaml: load/test.yml (Artillery), which call 1 of 1 functions: Orders (GET /orders/{id}).",
      ],
    ],
    [
      "k6 that a workflow runs",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "perf/orders.js": `import http from 'k6/http';
export default function () { http.get(\`\${__ENV.URL}/orders/1\`); }
`,
        ".github/workflows/ci.yml": `jobs: { t: { steps: [{ run: k6 run perf/orders.js }] } }
`,
      },
      [
        "pass 1:1 There are load tests for template.yaml: perf/orders.js (k6), which call 1 of 1 functions: Orders (GET /orders/{id}). They are run by .github/workflows/ci.yml (k6).",
      ],
    ],
    [
      "Locust by the name of a function",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "loadtests/orders_load.py": `from locust import HttpUser
`,
      },
      [
        "pass 1:1 There are load tests for template.yaml: loadtests/orders_load.py (Locust), which call 1 of 1 functions: Orders (by its name).",
      ],
    ],
    [
      "JMeter of something else",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "plan.jmx": `<jmeterTestPlan version="1.2">
</jmeterTestPlan>
`,
      },
      [
        "pass 1:1 There are load tests for template.yaml: plan.jmx (JMeter); which of the 1 functions they reach does not show. [likely]",
      ],
    ],
    [
      "a file that is only called so",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "src/load/config.yml": `config: a
`,
        "src/loader.js": `import fs from 'fs';
`,
      },
      ["fail 1:1 No load test of template.yaml was found in the scanned files. [likely]"],
    ],
    [
      "of another project",
      {
        "a/template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "b/template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "b/load/test.yml": `config:
  target: https://api.example.com
  phases: [{ duration: 60, arrivalRate: 5 }]
scenarios:
  - flow:
      - get: { url: '/prod/orders/17' }
`,
      },
      [
        "fail a/template.yaml:1:1 No load test of a/template.yaml was found in the scanned files. [likely]",
        "pass b/template.yaml:1:1 There are load tests for b/template.yaml: b/load/test.yml (Artillery), which call 1 of 1 functions: Orders (GET /orders/{id}).",
      ],
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
    expect(await check(loadTestMissing, input)).toEqual(expected);
  });
});

describe("power-tuning-missing", () => {
  const cases: readonly Case[] = [
    [
      "none",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
      ["fail 1:1 Nothing in the scanned files shows how the memory sizes of template.yaml were found. [likely]"],
    ],
    [
      "an input",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "power-tuning/orders.json": `{ "lambdaARN": "a", "powerValues": [128, 256] }
`,
      },
      [
        "pass 1:1 Memory sizes of template.yaml are tuned: power-tuning/orders.json (AWS Lambda Power Tuning). [likely]",
      ],
    ],
    [
      "an outcome in the README",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "README.md": `See [sizes](https://lambda-power-tuning.show/#gAAA).
`,
      },
      ["pass 1:1 Memory sizes of template.yaml are tuned: README.md (AWS Lambda Power Tuning). [likely]"],
    ],
    [
      "deployed",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  F: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: a.b, CodeUri: src } }
  Tuning:
    Type: AWS::Serverless::Application
    Properties:
      Location: { ApplicationId: 'arn:aws:serverlessrepo:us-east-1:451282441545:applications/aws-lambda-power-tuning', SemanticVersion: 4.3.6 }
`,
      ["pass 1:1 Memory sizes of template.yaml are tuned: Tuning deploys AWS Lambda Power Tuning. [likely]"],
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
    expect(await check(powerTuningMissing, input)).toEqual(expected);
  });
});

describe("pipeline-missing", () => {
  const cases: readonly Case[] = [
    [
      "none",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
      ["fail 1:1 No pipeline that deploys template.yaml was found in the scanned files. [likely]"],
    ],
    [
      "a workflow",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        ".github/workflows/deploy.yml": `jobs: { d: { steps: [{ run: sam deploy }] } }
`,
      },
      ["pass 1:1 The repository is deployed by .github/workflows/deploy.yml (AWS SAM CLI). [likely]"],
    ],
    [
      "a workflow that only tests",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        ".github/workflows/test.yml": `jobs: { d: { steps: [{ run: npm test }] } }
`,
      },
      ["fail 1:1 No pipeline that deploys template.yaml was found in the scanned files. [likely]"],
    ],
    [
      "a script only",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "package.json": `{ "scripts": { "deploy": "sam deploy" } }
`,
      },
      [
        "fail 1:1 No pipeline that deploys template.yaml was found in the scanned files; package.json (AWS SAM CLI) can be run by hand. [likely]",
      ],
    ],
    [
      "a pipeline in a template",
      {
        "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
      Events: { E: { Type: HttpApi, Properties: { Path: '/orders/{id}', Method: GET } } }
`,
        "pipeline.yaml": `Resources:
  P: { Type: AWS::CodePipeline::Pipeline }
`,
      },
      ["pass 1:1 The repository is deployed by the pipeline P. [likely]"],
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
    expect(await check(pipelineMissing, input)).toEqual(expected);
  });
});
