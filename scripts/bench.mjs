// Measures what a scan costs, as ratios against what cannot be avoided, in one run on one machine:
//   node scripts/bench.mjs [FOLDER]
// FOLDER is a repository with many templates; without one, copies of fixtures/ are used. Figures are medians of the CPU
// time (user + system) of whole processes, the two sides of a ratio taken in turn.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
const assay = path.join(root, "packages/cli/bin/assay.js");
const shared = process.env.ASSAY_SHARED ?? path.resolve(root, "../shared");
const corpus = path.join(shared, "corpus/sam/aws-samples__serverless-patterns");
const work = fs.mkdtempSync(path.join(os.tmpdir(), "assay-bench-"));
const repository = process.argv[2] ?? (fs.existsSync(corpus) ? corpus : copies(60, path.join(work, "copies")));
const RUNS = 7;

function copies(count, into) {
  for (let i = 0; i < count; i++)
    fs.cpSync(path.join(root, "fixtures"), path.join(into, String(i)), { recursive: true });
  return into;
}

/** CPU seconds and peak resident megabytes of one process. */
function run(args) {
  const probe = `process.on("exit", () => { const u = process.resourceUsage(); require("node:fs").writeSync(3, JSON.stringify(u)); });`;
  const file = path.join(work, "probe.cjs");
  fs.writeFileSync(file, probe);
  const result = spawnSync(process.execPath, ["--require", file, ...args], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    maxBuffer: 1 << 26,
  });
  const usage = JSON.parse(result.output[3].toString());
  return { cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6, memory: usage.maxRSS / 1024 };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs both in turn and compares the medians. */
function pair(a, b) {
  const [as, bs] = [[], []];
  run(a);
  run(b);
  for (let i = 0; i < RUNS; i++) {
    as.push(run(a));
    bs.push(run(b));
  }
  const [cpuA, cpuB] = [median(as.map((r) => r.cpu)), median(bs.map((r) => r.cpu))];
  return {
    a: cpuA,
    b: cpuB,
    ratio: median(as.map((r, i) => r.cpu / bs[i].cpu)),
    memory: median(as.map((r) => r.memory)),
  };
}

/** CPU seconds of a command with everything that it starts, as the shell counts them. */
function tree(args) {
  const quoted = [process.execPath, ...args].map((arg) => `'${arg}'`).join(" ");
  const { stdout } = spawnSync("sh", ["-c", `${quoted} >/dev/null 2>&1; times`], { encoding: "utf8" });
  const [, ofChildren = ""] = stdout.split("\n");
  return [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
}

/** A repository of 50 functions in five services with one commit, compared with that commit after an edit. */
function compareWithBase(folder) {
  for (let service = 0; service < 5; service++) {
    const functions = Array.from(
      { length: 10 },
      (_, i) => `  Fn${service}x${i}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: f${i}.handler
      CodeUri: src/
      Timeout: 30
      Policies: [{ Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] }]
      Events:
        Q: { Type: SQS, Properties: { Queue: !GetAtt Q${i}.Arn } }
        S: { Type: Schedule, Properties: { Schedule: rate(1 hour) } }
  Q${i}: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 60 } }
`,
    );
    const head = "Transform: AWS::Serverless-2016-10-31\nGlobals: { Function: { Runtime: nodejs22.x } }\nResources:\n";
    fs.mkdirSync(path.join(folder, `service-${service}`), { recursive: true });
    fs.writeFileSync(path.join(folder, `service-${service}/template.yaml`), head + functions.join(""));
  }
  const git = (...args) => spawnSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message=x");
  fs.appendFileSync(path.join(folder, "service-0/template.yaml"), "  New: { Type: AWS::SNS::Topic }\n");
  const args = [assay, "scan", folder, "-f", "json", "--fail-on", "never"];
  const runs = Array.from({ length: 2 * RUNS }, () => [tree([...args, "--base", "HEAD"]), tree(args)]);
  return {
    a: median(runs.map(([a]) => a)),
    b: median(runs.map(([, b]) => b)),
    ratio: median(runs.map(([a, b]) => a / b)),
  };
}

// Reading and parsing the files that a scan parses, with the same parser, and nothing else.
const parseOnly = path.join(work, "parse-only.mjs");
fs.writeFileSync(
  parseOnly,
  `import { diskRepository, parse } from ${JSON.stringify(pathToFileURL(path.join(root, "packages/analyzer/dist/index.js")).href)};
const repository = await diskRepository(process.argv[2]);
const decoder = new TextDecoder();
let nodes = 0;
for (const path of repository.files) {
  if (!/\\.(ya?ml|json|template)$/i.test(path)) continue;
  const read = repository.read(path);
  if (!read.ok) continue;
  const text = decoder.decode(read.bytes);
  if (!text.includes("AWSTemplateFormatVersion") && !text.includes("AWS::")) continue;
  if (parse({ path, text }).root) nodes++;
}
`,
);
const oneTemplate = path.join(work, "one");
fs.mkdirSync(oneTemplate);
fs.cpSync(path.join(root, "fixtures/orders/template.yaml"), path.join(oneTemplate, "template.yaml"));
const [once, twice] = [1, 2].map((n) => {
  const folder = path.join(work, `times-${n}`);
  for (let i = 0; i < n; i++) fs.cpSync(repository, path.join(folder, String(i)), { recursive: true });
  return folder;
});

const scan = (folder) => [assay, "scan", folder, "-f", "json", "--fail-on", "never"];
const whole = pair(scan(repository), [parseOnly, repository]);
const start = pair(scan(oneTemplate), ["-e", "0"]);
const growth = pair(scan(twice), scan(once));
const compare = compareWithBase(path.join(work, "history"));
const row = (name, value, goal, detail) =>
  console.log(`${name.padEnd(34)} ${value.padStart(9)}   goal ${goal.padEnd(9)} ${detail}`);
console.log(`${repository}\n`);
row(
  "whole scan / reading and parsing",
  whole.ratio.toFixed(2),
  "<= 2.0",
  `${whole.a.toFixed(2)} s / ${whole.b.toFixed(2)} s CPU`,
);
row(
  "one-template scan / node -e 0",
  start.ratio.toFixed(2),
  "<= 1.8",
  `${(start.a * 1000).toFixed(0)} ms / ${(start.b * 1000).toFixed(0)} ms CPU`,
);
row(
  "twice the input / once",
  growth.ratio.toFixed(2),
  "<= 2.2",
  `${growth.a.toFixed(2)} s / ${growth.b.toFixed(2)} s CPU`,
);
row(
  "scan --base / scan, 50 functions",
  compare.ratio.toFixed(2),
  "<= 2.3",
  `${(compare.a * 1000).toFixed(0)} ms / ${(compare.b * 1000).toFixed(0)} ms CPU, git included`,
);
row("peak memory of the whole scan", `${whole.memory.toFixed(0)} MB`, "<= 180 MB", "");

// The report of a repository of 15 functions, and the places of a picture of 600 resources in one process.
const fifteen = path.join(work, "fifteen");
fs.mkdirSync(fifteen);
fs.writeFileSync(path.join(fifteen, "template.yaml"), fifteenFunctions());
const out = path.join(work, "report.html");
const report = pair([assay, "report", fifteen, "-f", "html", "-o", out], scan(fifteen));
row(
  "HTML report / scan, 15 functions",
  report.ratio.toFixed(2),
  "<= 1.5",
  `${(report.a * 1000).toFixed(0)} ms / ${(report.b * 1000).toFixed(0)} ms CPU`,
);
const layoutTime = await diagramLayout();
row(
  "layout of 600 resources",
  `${layoutTime.median.toFixed(0)} ms`,
  "<= 60 ms",
  `CPU, graph to places; cold ${layoutTime.first.toFixed(0)} ms`,
);
fs.rmSync(work, { recursive: true });

/** A workload as reports are made of: routes, queues with and without dead-letter queue, tables, alarms. */
function fifteenFunctions() {
  const lines = [
    'AWSTemplateFormatVersion: "2010-09-09"',
    "Transform: AWS::Serverless-2016-10-31",
    "Globals: { Function: { Runtime: nodejs22.x, Handler: index.handler, CodeUri: src, Timeout: 20, Tracing: Active } }",
    "Resources:",
  ];
  for (let i = 0; i < 5; i++) {
    lines.push(
      `  Table${i}: { Type: AWS::DynamoDB::Table, Properties: { BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] } }`,
      `  Queue${i}: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 120 } }`,
      `  Api${i}: { Type: AWS::Serverless::Function, Properties: { Policies: [{ DynamoDBCrudPolicy: { TableName: !Ref Table${i} } }, { SQSSendMessagePolicy: { QueueName: !GetAtt Queue${i}.QueueName } }], Events: { Get: { Type: HttpApi, Properties: { Path: /items${i}, Method: GET } } } } }`,
      `  Worker${i}: { Type: AWS::Serverless::Function, Properties: { Policies: [{ DynamoDBWritePolicy: { TableName: !Ref Table${i} } }], Events: { Work: { Type: SQS, Properties: { Queue: !GetAtt Queue${i}.Arn } } } } }`,
      `  Job${i}: { Type: AWS::Serverless::Function, Properties: { Policies: [{ DynamoDBReadPolicy: { TableName: !Ref Table${i} } }], Events: { Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } } } } }`,
      `  Failing${i}: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: !Ref Worker${i} }], Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanOrEqualToThreshold } }`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** CPU milliseconds from the graph to places, for 600 resources of which half are functions. */
async function diagramLayout() {
  const bundle = path.join(work, "diagram.mjs");
  const contents = [
    'export { diagramOf } from "./packages/cli/src/diagram/diagram.js";',
    'export { layout } from "./packages/cli/src/diagram/layout.js";',
    'export { syntheticGraph } from "./packages/cli/test/synthetic.js";',
  ].join("\n");
  await build({
    stdin: { contents, resolveDir: root },
    outfile: bundle,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@assay/source"],
    logLevel: "warning",
  });
  const { diagramOf, layout, syntheticGraph } = await import(pathToFileURL(bundle).href);
  const { graph, functions } = syntheticGraph({ nodes: 600, stacks: 4 });
  const times = Array.from({ length: 9 }, () => {
    const start = process.cpuUsage();
    layout(diagramOf(graph, functions));
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return { first: times[0], median: median(times) };
}
