import { expect, it } from "vitest";
import { analyze, memoryRepository, reaches, regionOf, type Repository } from "../../src/index.js";

const TEMPLATE = "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";
const ARTILLERY =
  "config:\n  target: https://api.example.com\n  phases: [{ duration: 60, arrivalRate: 5 }]\nscenarios:\n  - flow:\n      - get: { url: '/orders/17' }\n      - post:\n          url: 'https://api.example.com/carts'\n";

async function artifacts(files: Readonly<Record<string, string>>) {
  const analysis = await analyze(memoryRepository({ "template.yaml": TEMPLATE, ...files }), { parameters: new Map() });
  return analysis.artifacts.map(({ kind, tool, path, span, requests }) => {
    const at = `${path}:${regionOf(span).startLine}`;
    return [kind, tool, at, ...requests].join(" ");
  });
}

it.each([
  [
    "an Artillery script",
    { "load/orders.yml": ARTILLERY },
    ["load-test Artillery load/orders.yml:1 /orders/17 /carts"],
  ],
  [
    "a k6 script",
    { "tests/k6/a.js": 'import { sleep } from "k6";\nimport http from "k6/http";\nhttp.get(`${BASE}/orders`);\n' },
    ["load-test k6 tests/k6/a.js:1 /orders"],
  ],
  [
    "a Locust file",
    { "locustfile.py": "import os\nfrom locust import HttpUser\nclient.get('/orders')\n" },
    ["load-test Locust locustfile.py:2 /orders"],
  ],
  [
    "a JMeter plan of any name",
    { "a.jmx": '<?xml version="1.0"?>\n<jmeterTestPlan version="1.2"/>\n' },
    ["load-test JMeter a.jmx:2"],
  ],
  [
    "a Gatling simulation",
    { "perf/src/OrdersSimulation.scala": "import io.gatling.core.Predef._\n" },
    ["load-test Gatling perf/src/OrdersSimulation.scala:1"],
  ],
  [
    "a job that runs one",
    { ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: npx artillery run load.yml\n" },
    ["load-test-run Artillery .github/workflows/ci.yml:4"],
  ],
  [
    "an input of power tuning",
    { "power-tuning/a.json": '{ "lambdaARN": "a", "powerValues": [128] }\n' },
    ["power-tuning AWS Lambda Power Tuning power-tuning/a.json:1"],
  ],
  ["a pipeline", { ".gitlab-ci.yml": "deploy:\n  script: [sam deploy]\n" }, ["pipeline AWS SAM CLI .gitlab-ci.yml:2"]],
  [
    "a script to deploy with",
    { "package.json": '{ "scripts": { "deploy": "sls deploy" } }\n' },
    ["deployment-script Serverless Framework package.json:1"],
  ],
  ["a name without the content", { "load/config.yml": "config: a\n", "perf.js": "export default 1;\n" }, []],
  ["content in a place that is not plausible", { "src/handler.js": 'import http from "k6/http";\n' }, []],
  ["a file that is too large", { "load/a.yml": ARTILLERY + "# x\n".repeat(100_000) }, []],
])("finds %s", async (_, files, expected) => {
  expect(await artifacts(files as Record<string, string>)).toEqual(expected);
});

it("reads nothing before it is asked, and notes as inputs only what it recognised", async () => {
  const read: string[] = [];
  const plain = memoryRepository({ "template.yaml": TEMPLATE, "load/a.yml": ARTILLERY, Makefile: "build:\n" });
  const watched: Repository = {
    ...plain,
    read: (path) => {
      read.push(path);
      return plain.read(path);
    },
  };
  const analysis = await analyze(watched, { parameters: new Map() });
  expect(read).not.toContain("Makefile");
  expect(analysis.artifacts).toHaveLength(1);
  expect(read).toContain("Makefile");
  expect(analysis.sources.inputs.map(({ path }) => path)).not.toContain("Makefile");
});

it.each([
  ["/orders/17", "/orders/{id}", true],
  ["/prod/orders/17", "/orders/{id}", true],
  ["/orders/17?x=1", "/orders/{id}", true],
  ["/orders/${id}", "/orders/{id}", true],
  ["/orders", "/orders/{id}", false],
  ["/files/a/b", "/files/{proxy+}", true],
  ["/carts", "/orders", false],
  ["/anything", "/{proxy+}", false],
])("%s reaches %s: %s", (requested, route, expected) => {
  expect(reaches(requested, route)).toBe(expected);
});
