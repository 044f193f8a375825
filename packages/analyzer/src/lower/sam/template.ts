import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../parse/node.js";
import type { LowerContext } from "../context.js";
import { draft, withEntries } from "../draft.js";
import { expandHttpApi } from "./api/http.js";
import { planApis, type ManagedPaths } from "./api/plan.js";
import { expandApi } from "./api/rest.js";
import { expandWebSocketApi } from "./api/websocket.js";
import { expandApplication } from "./application.js";
import { expandCapacityProvider } from "./capacity-provider.js";
import { embeddedConnectors, expandConnector, withoutConnectors } from "./connectors.js";
import { codeDeploy } from "./deployment.js";
import { Expansion } from "./expansion.js";
import { expandFunction } from "./function.js";
import { readGlobals, withGlobals } from "./globals.js";
import { expandGraphqlApi } from "./graphql.js";
import { expandLayerVersion } from "./layer.js";
import type { Generated, SamResource } from "./model.js";
import { noteReferences, withReferences } from "./references.js";
import type { ParameterLookup } from "./resolve.js";
import { expandSimpleTable } from "./simple-table.js";
import { expandStateMachine } from "./state-machine.js";
import { given, literal, withoutNulls } from "./value.js";

type Expander = (resource: SamResource, sam: Expansion, managed: ManagedPaths | undefined) => Generated[];

/**
 * How each type is expanded, in the order in which SAM goes through them: events add to APIs, and connectors look at
 * what everything else has become.
 */
const EXPANDERS: readonly (readonly [string, Expander])[] = [
  ["AWS::Serverless::Function", expandFunction],
  ["AWS::Serverless::StateMachine", expandStateMachine],
  ["AWS::Serverless::Api", (api, sam, managed) => expandApi(api, managed, sam)],
  ["AWS::Serverless::HttpApi", (api, sam, managed) => expandHttpApi(api, managed, sam)],
  ["AWS::Serverless::WebSocketApi", expandWebSocketApi],
  ["AWS::Serverless::SimpleTable", expandSimpleTable],
  ["AWS::Serverless::LayerVersion", expandLayerVersion],
  ["AWS::Serverless::Application", expandApplication],
  ["AWS::Serverless::CapacityProvider", expandCapacityProvider],
  ["AWS::Serverless::GraphQLApi", expandGraphqlApi],
  ["AWS::Serverless::Connector", expandConnector],
];
const TYPES = new Map(EXPANDERS);

/** Types of the author that events of SAM change and give back. */
const MAY_BE_THE_SAME: Readonly<Record<string, string>> = {
  "AWS::Lambda::Function": "AWS::Serverless::Function",
  "AWS::Lambda::LayerVersion": "AWS::Serverless::LayerVersion",
  "AWS::Lambda::CapacityProvider": "AWS::Serverless::CapacityProvider",
  "AWS::ApiGateway::RestApi": "AWS::Serverless::Api",
  "AWS::DynamoDB::Table": "AWS::Serverless::SimpleTable",
  "AWS::CloudFormation::Stack": "AWS::Serverless::Application",
  "AWS::StepFunctions::StateMachine": "AWS::Serverless::StateMachine",
  "AWS::AppSync::GraphQLApi": "AWS::Serverless::GraphQLApi",
};

/** Expands a template: the SAM resources one after the other, then what they share, then references to them. */
export function expandTemplate(
  root: MappingNode,
  lookup: ParameterLookup,
  region: string | undefined,
  context: LowerContext,
): MappingNode {
  const sam = new Expansion(root, lookup, region, context);
  const written = samResources(sam);
  const managed = planApis(written, sam);
  const globals = readGlobals(sam);
  for (const [id, node] of written) {
    const type = literal(at(node, "Type")) ?? "";
    sam.sources.set(id, { id, type, node, properties: withoutNulls(withGlobals(id, node, globals, sam)) });
  }
  const groups = new Map<string, readonly string[]>();
  for (const [type, expand] of EXPANDERS) {
    for (const source of sam.sources.values()) {
      if (source.type !== type) continue;
      groups.set(source.id, place(source, expand(source, sam, managed.get(source.id)), sam));
    }
  }
  const shared = codeDeploy(sam);
  for (const { id, node } of shared) sam.resources.set(id, node);
  return assembled(
    groups,
    shared.map(({ id }) => id),
    sam,
  );
}

/**
 * The SAM resources of a template, embedded connectors included; everything else goes into the expanded template as it
 * is.
 */
function samResources(sam: Expansion): Map<string, MappingNode> {
  const found = new Map<string, MappingNode>();
  const resources = at(sam.root, "Resources");
  if (resources?.kind !== "mapping" || resources.entries.size === 0)
    sam.rejectTemplate(resources ?? sam.root.origin, "'Resources' is required and has to be a map");
  for (const [id, written] of mappingAt(resources)?.entries ?? []) {
    if (written.kind !== "mapping") {
      sam.reject(id, written, "a resource has to be a map");
      continue;
    }
    const node = withoutConnectors(written);
    const condition = given(node, "Condition");
    if (condition && literal(condition) === undefined)
      sam.reject(id, condition, "'Condition' has to be the name of a condition");
    for (const [name, connector] of embeddedConnectors(id, written, sam)) found.set(name, connector);
    if (TYPES.has(literal(at(node, "Type")) ?? "")) found.set(id, checked(id, node, sam));
    else sam.resources.set(id, node);
  }
  return found;
}

function checked(id: string, node: MappingNode, sam: Expansion): MappingNode {
  if (!/^[A-Za-z0-9]+$/.test(id)) sam.reject(id, node, "a logical id has to be alphanumeric");
  const properties = at(node, "Properties");
  if (properties && properties.kind !== "mapping") sam.reject(id, properties, "'Properties' has to be a map");
  return node;
}

/** Puts what a SAM resource became into the template, and gives the logical ids. */
function place(source: SamResource, made: readonly Generated[], sam: Expansion): string[] {
  const byType = new Map<string, string>();
  for (const { id, node } of made) {
    const type = literal(at(node, "Type")) ?? "";
    byType.set(type, id);
    const authored = sam.authored(id);
    if (authored && id !== source.id && MAY_BE_THE_SAME[type] !== literal(at(authored, "Type"))) {
      sam.reject(source.id, authored, `it makes a resource '${id}' of type ${type}, but there is one of that name`);
      continue;
    }
    sam.resources.set(id, node);
  }
  const [first] = made;
  if (source.type === "AWS::Serverless::LayerVersion" && first) sam.renamed.set(source.id, first.id);
  noteReferences(source.id, source.type, byType, sam);
  return made.map(({ id }) => id);
}

/** The template with every SAM resource replaced, in place, by what it became. */
function assembled(
  groups: ReadonlyMap<string, readonly string[]>,
  shared: readonly string[],
  sam: Expansion,
): MappingNode {
  const { root } = sam;
  const written = mappingAt(root, "Resources");
  const order = [...(written?.entries.keys() ?? []), ...groups.keys()].flatMap((id) => groups.get(id) ?? [id]);
  const resources = new Map<string, Node>();
  for (const id of [...order, ...shared]) {
    const resource = sam.resources.get(id) ?? (groups.has(id) ? undefined : at(written, id));
    if (resource) resources.set(id, resource);
  }
  const origin = written?.origin ?? root.origin;
  const conditions = mappingAt(root, "Conditions");
  const expanded = withEntries(root, {
    Transform: otherTransforms(root),
    Globals: undefined,
    Conditions:
      sam.conditions.size > 0
        ? withEntries(conditions ?? draft({}, origin), Object.fromEntries(sam.conditions))
        : conditions,
    Resources: { kind: "mapping", entries: resources, origin },
  });
  const referenced = withReferences(expanded, sam);
  return referenced.kind === "mapping" ? referenced : expanded;
}

/** Macros that the expansion knows nothing of. */
function otherTransforms(root: MappingNode): Node | undefined {
  const written = at(root, "Transform");
  const known = (node: Node) => ["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"].includes(literal(node) ?? "");
  if (!written || known(written)) return undefined;
  if (written.kind !== "sequence") return written;
  const items = itemsAt(written).filter((item) => !known(item));
  return items.length > 0 ? { ...written, items } : undefined;
}
