// Measures what an edit costs in the language server, after `pnpm build`:
//   node scripts/bench-lsp.mjs
// A client types into a template of 500 lines, over stdio, and waits for the diagnostics of each edit. The figures are CPU
// time (user + system) of the server's process per edit, all its threads included: alone, and in a workspace of 40 templates.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "..");
const work = fs.mkdtempSync(path.join(os.tmpdir(), "assay-bench-lsp-"));
const WARM_UP = 25;
const EDITS = 25;

/** Functions with queues, tables and alarms; 500 lines. */
function template() {
  const lines = ['AWSTemplateFormatVersion: "2010-09-09"', "Transform: AWS::Serverless-2016-10-31", "Resources:"];
  for (let i = 0; lines.length < 500; i++)
    lines.push(
      `  Work${i}:`,
      "    Type: AWS::Serverless::Function",
      "    Properties:",
      "      Runtime: nodejs22.x",
      "      Handler: index.handler",
      "      CodeUri: src",
      "      Timeout: 20",
      "      MemorySize: 512",
      "      Environment:",
      "        Variables:",
      `          TABLE: !Ref Table${i}`,
      "      Policies:",
      `        - DynamoDBCrudPolicy: { TableName: !Ref Table${i} }`,
      "      Events:",
      "        Job:",
      "          Type: SQS",
      "          Properties:",
      `            Queue: !GetAtt Jobs${i}.Arn`,
      `  Jobs${i}:`,
      "    Type: AWS::SQS::Queue",
      "    Properties:",
      "      VisibilityTimeout: 60",
      `  Table${i}:`,
      "    Type: AWS::DynamoDB::Table",
      "    Properties:",
      "      BillingMode: PAY_PER_REQUEST",
      "      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]",
      "      KeySchema: [{ AttributeName: id, KeyType: HASH }]",
      `  Failing${i}:`,
      "    Type: AWS::CloudWatch::Alarm",
      "    Properties:",
      "      Namespace: AWS/Lambda",
      "      MetricName: Errors",
      `      Dimensions: [{ Name: FunctionName, Value: !Ref Work${i} }]`,
      "      Statistic: Sum",
      "      Period: 60",
      "      EvaluationPeriods: 1",
      "      Threshold: 1",
      "      ComparisonOperator: GreaterThanOrEqualToThreshold",
    );
  return `${lines.slice(0, 500).join("\n")}\n`;
}

/** CPU milliseconds per edit, sorted. */
async function edits(folder, text) {
  // The server tells its own CPU time on request, over a channel beside the protocol.
  const probe = path.join(work, "probe.cjs");
  fs.writeFileSync(probe, "process.on('message', () => process.send(process.cpuUsage())); process.channel.unref();");
  const uri = pathToFileURL(path.join(folder, "template.yaml")).href;
  const server = spawn(
    process.execPath,
    ["--require", probe, path.join(root, "packages/cli/bin/assay.js"), "lsp", "--stdio"],
    { stdio: ["pipe", "pipe", "inherit", "ipc"], cwd: folder },
  );
  const cpu = () =>
    new Promise((resolve) => {
      server.once("message", ({ user, system }) => resolve((user + system) / 1000));
      server.send("cpu");
    });
  let wake = () => undefined;
  const connection = messages(server, ({ method, params }) => {
    if (method === "textDocument/publishDiagnostics" && params.uri === uri) wake(params.diagnostics);
  });
  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: "bench" }];
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders,
  });
  await connection.sendNotification("initialized", {});
  const answered = async (method, params) => {
    const diagnostics = new Promise((resolve) => (wake = resolve));
    await connection.sendNotification(method, params);
    return diagnostics;
  };
  await answered("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 0, text } });
  const line = text.split("\n").findIndex((one) => one.includes("VisibilityTimeout: 60"));
  const times = [];
  for (let version = 1; version <= WARM_UP + EDITS; version++) {
    const before = await cpu();
    const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
    const contentChanges = [{ range, text: `      VisibilityTimeout: ${version % 2 ? 19 : 60 + version}\n` }];
    const found = await answered("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    const isFound = found.some(({ code }) => code === "queue-visibility-below-timeout");
    if (isFound !== (version % 2 === 1)) throw new Error("the answer does not fit the edit");
    if (version > WARM_UP) times.push((await cpu()) - before);
  }
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  return times.sort((a, b) => a - b);
}

/** The base protocol of https://microsoft.github.io/language-server-protocol: a length, an empty line, JSON. */
function messages(server, notified) {
  const waiting = new Map();
  let id = 0;
  let read = Buffer.alloc(0);
  server.stdout.on("data", (bytes) => {
    read = Buffer.concat([read, bytes]);
    for (;;) {
      const end = read.indexOf("\r\n\r\n");
      const [, length] = /Content-Length: (\d+)/.exec(read.toString("latin1", 0, Math.max(0, end))) ?? [];
      if (length === undefined || read.length < end + 4 + Number(length)) return;
      const message = JSON.parse(read.toString("utf8", end + 4, end + 4 + Number(length)));
      read = read.subarray(end + 4 + Number(length));
      if (message.method === undefined) waiting.get(message.id)?.(message.result);
      else if (message.id === undefined) notified(message);
      else send({ id: message.id, result: null });
    }
  });
  const send = (message) => {
    const json = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  };
  return {
    sendNotification: (method, params) => send({ method, params }),
    sendRequest: (method, params) =>
      new Promise((resolve) => {
        waiting.set(++id, resolve);
        send({ id, method, params });
      }),
  };
}

const text = template();
for (const others of [0, 39]) {
  const folder = path.join(work, `with-${others}`);
  for (let i = 0; i < others; i++) {
    fs.mkdirSync(path.join(folder, `service-${i}`), { recursive: true });
    fs.writeFileSync(path.join(folder, `service-${i}/template.yaml`), text);
  }
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "template.yaml"), text);
  const times = await edits(folder, text);
  const name = others === 0 ? "edit of a 500-line template" : `the same beside ${others} others`;
  const middle = times[Math.floor(times.length / 2)];
  console.log(
    `${name.padEnd(34)} ${`${middle.toFixed(0)} ms`.padStart(9)}   goal <= 60 ms   CPU, median of ${EDITS}; slowest ${times.at(-1).toFixed(0)} ms`,
  );
}
fs.rmSync(work, { recursive: true });
