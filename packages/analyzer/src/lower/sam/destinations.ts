import { at, type Node } from "../../parse/node.js";
import { generatedFrom, type Draft } from "../draft.js";
import { generate, handedDown, type Expansion } from "./expansion.js";
import { condition, fnIf, getAtt, ref } from "./intrinsics.js";
import { hashedId } from "./logical-id.js";
import type { Drafts, Generated, SamResource } from "./model.js";
import { expect } from "./properties.js";
import type { Published } from "./publish.js";
import { sendPolicy, type DestinationKind } from "./role.js";
import { conditionOf } from "./target.js";
import { given, ifOf, isIf, isNoValue, literal, present } from "./value.js";

const BY = "SAM EventInvokeConfig";

/** SAM's names of destinations, and the policy that each needs. */
const KINDS: ReadonlyMap<string, DestinationKind> = new Map([
  ["SQS", "SQS"],
  ["SNS", "SNS"],
  ["EventBridge", "EventBridge"],
  ["Lambda", "Lambda"],
  ["S3Bucket", "S3"],
]);

/** How a function is invoked asynchronously: the configuration, destinations made for it, and what they need. */
export interface InvokeConfig {
  readonly resources: readonly Generated[];
  readonly inline: readonly Node[];
}

interface Destination {
  readonly arn: Draft;
  readonly made?: Generated;
  readonly policy?: Node;
}

export function invokeConfig(fn: SamResource, published: Published | undefined, sam: Expansion): InvokeConfig {
  const written = given(fn.properties, "EventInvokeConfig");
  if (!written) return { resources: [], inline: [] };
  const config = sam.values.parametersInside(written);
  const id = `${fn.id}EventInvokeConfig`;
  const origin = generatedFrom(written.origin, BY);
  const destinations = given(config, "DestinationConfig");
  const found: [string, Destination][] = [];
  if (expect(destinations, "mapping", "EventInvokeConfig.DestinationConfig", fn, sam)) {
    for (const event of ["OnSuccess", "OnFailure"]) {
      const value = present(destinations, event);
      if (expect(value, "mapping", `EventInvokeConfig.DestinationConfig.${event}`, fn, sam))
        found.push([event, destination(value, `${id}${event}`, id, fn, sam)]);
    }
  }
  const properties: Drafts = {
    FunctionName: ref(fn.id),
    Qualifier: published?.name ?? "$LATEST",
    DestinationConfig: Object.fromEntries(found.map(([event, { arn }]) => [event, { Destination: arn }])),
    MaximumEventAgeInSeconds: present(config, "MaximumEventAgeInSeconds"),
    MaximumRetryAttempts: present(config, "MaximumRetryAttempts"),
  };
  const attributes = { ...handedDown(fn.node), DependsOn: published && [published.alias.id] };
  const made = found.flatMap(([, { made: resource }]) => resource ?? []);
  return {
    resources: [...made, generate(id, "AWS::Lambda::EventInvokeConfig", properties, origin, attributes)],
    inline: found.flatMap(([, { policy }]) => policy ?? []),
  };
}

/** One destination; a queue or topic is made for it where the author gives none, which may depend on a condition. */
function destination(value: Node, id: string, configId: string, fn: SamResource, sam: Expansion): Destination {
  const type = present(value, "Type");
  const kind = KINDS.get(literal(type) ?? "");
  if (!kind)
    sam.reject(fn.id, type ?? value, `the 'Type' of a destination has to be one of ${[...KINDS.keys()].join(", ")}`);
  const arn = present(value, "Destination");
  const origin = generatedFrom(value.origin, BY);
  const optional = arn && whenMissing(arn, configId, fn, sam);
  const policyFor = (target: Draft) => kind && sendPolicy(kind, target, id, value.origin, BY);
  if (arn && !optional) return withPolicy({ arn }, policyFor(arn));
  if (kind !== "SQS" && kind !== "SNS") {
    if (kind) sam.reject(fn.id, arn ?? value, "'Destination' is required unless 'Type' is SQS or SNS");
    return { arn };
  }
  const own = conditionOf(fn.node);
  const shared = optional ? undefined : sam.destinations.get(value);
  if (shared) return withPolicy({ arn: shared }, policyFor(shared));
  const both =
    optional && own !== undefined ? andCondition(own, optional.condition, fn, sam) : (optional?.condition ?? own);
  const attributes = { ...handedDown(fn.node), Condition: both };
  const made =
    kind === "SQS"
      ? generate(`${id}Queue`, "AWS::SQS::Queue", {}, origin, attributes)
      : generate(`${id}Topic`, "AWS::SNS::Topic", {}, origin, attributes);
  const madeArn = kind === "SQS" ? getAtt(made.id, "Arn") : ref(made.id);
  const target = optional ? fnIf(optional.condition, madeArn, optional.given) : madeArn;
  if (!optional) sam.destinations.set(value, madeArn);
  return { ...withPolicy({ arn: target }, policyFor(target)), made };
}

function withPolicy(destination: Destination, policy: Node | undefined): Destination {
  return policy ? { ...destination, policy } : destination;
}

/** When an `Fn::If` leaves the destination out in one branch: the condition for that, and the other branch. */
function whenMissing(
  arn: Node,
  configId: string,
  fn: SamResource,
  sam: Expansion,
): { readonly condition: string; readonly given: Node } | undefined {
  if (!isIf(arn)) return undefined;
  const branches = ifOf(arn);
  if (!branches) {
    sam.reject(fn.id, arn, "Fn::If takes three arguments");
    return undefined;
  }
  const name = literal(branches.condition) ?? "";
  const [noThen, noOtherwise] = [isNoValue(branches.then), isNoValue(branches.otherwise)];
  if (noThen === noOtherwise) return undefined;
  if (noThen) return { condition: name, given: branches.otherwise };
  const negated = hashedId(`NOT${name}`, configId);
  sam.addCondition(negated, { "Fn::Not": [condition(name)] }, generatedFrom(arn.origin, BY));
  return { condition: negated, given: branches.then };
}

/** The condition that both hold. */
function andCondition(own: string, other: string, fn: SamResource, sam: Expansion): string {
  const name = hashedId(`${own}AND${other}`, fn.id);
  sam.addCondition(
    name,
    { "Fn::And": [condition(own), condition(other)] },
    generatedFrom(at(fn.node, "Condition")?.origin ?? fn.node.origin, BY),
  );
  return name;
}
