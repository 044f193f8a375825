import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, withEntries, type Draft } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import { fnIf, ref } from "../intrinsics.js";
import type { SamEvent, Target } from "../model.js";
import { changedResources } from "../properties.js";
import { literal, present, refOf, sameValue } from "../value.js";
import { rejectEvent, type EventExpansion } from "./event.js";
import { permission } from "./permission.js";

/** `S3`: notifications of a bucket in the same template, which has to exist after the permission. */
export function s3(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const written = at(event.properties, "Bucket");
  const id = refOf(written);
  const bucket = id === undefined ? undefined : sam.resources.get(id);
  const allowed = permission(event, target, { principal: "s3.amazonaws.com", sourceAccount: ref("AWS::AccountId") });
  if (id === undefined || !bucket) {
    rejectEvent(event, written, "'Bucket' has to refer to a bucket of the same template", sam);
    return { resources: [allowed] };
  }
  checkBucket(id, bucket, sam);
  const events = at(event.properties, "Events");
  const types = events?.kind === "sequence" ? events.items : events ? [events] : [];
  const notifications = types.map((type) => notification(event, target, type));
  sam.change(id, (current) => {
    const notified = withNotifications(current, notifications, event);
    return target.condition === undefined
      ? dependingOn(notified, allowed.id, event, sam)
      : dependingByTag(notified, allowed.id, target.condition, event);
  });
  return { resources: [allowed] };
}

function notification(event: SamEvent, target: Target, type: Node): Node {
  const fields: Draft = { Function: target.arn, Filter: at(event.properties, "Filter"), Event: type };
  return draft(target.condition === undefined ? fields : fnIf(target.condition, fields), event.origin);
}

function checkBucket(id: string, bucket: MappingNode, sam: Expansion): void {
  const type = at(bucket, "Type");
  if (literal(type) !== "AWS::S3::Bucket")
    sam.reject(id, type ?? bucket, "an S3 event needs a resource of type AWS::S3::Bucket");
  const known = changedResources["AWS::S3::Bucket"] ?? [];
  for (const [name, value] of mappingAt(bucket, "Properties")?.entries ?? [])
    if (!known.includes(name))
      sam.reject(id, value, `SAM does not know the property '${name}' of a bucket with S3 events`);
  const properties = present(bucket, "Properties");
  const configuration = present(properties, "NotificationConfiguration");
  const list = present(configuration, "LambdaConfigurations");
  if (properties && properties.kind !== "mapping") sam.reject(id, properties, "'Properties' has to be a map");
  if (configuration && configuration.kind !== "mapping")
    sam.reject(id, configuration, "'NotificationConfiguration' has to be a map");
  if (list && list.kind !== "sequence") sam.reject(id, list, "'LambdaConfigurations' has to be a list");
}

function withNotifications(bucket: MappingNode, added: readonly Node[], event: SamEvent): MappingNode {
  const properties = mappingAt(bucket, "Properties") ?? draft({}, event.origin);
  const configuration = mappingAt(properties, "NotificationConfiguration") ?? draft({}, event.origin);
  const list = at(configuration, "LambdaConfigurations");
  const items = [...itemsAt(list)];
  for (const one of added) if (!items.some((item) => sameValue(item, one))) items.push(one);
  const notifications = draft(items, list?.origin ?? event.origin);
  return withEntries(bucket, {
    Properties: withEntries(properties, {
      NotificationConfiguration: withEntries(configuration, { LambdaConfigurations: notifications }),
    }),
  });
}

function dependingOn(bucket: MappingNode, permissionId: string, event: SamEvent, sam: Expansion): MappingNode {
  const written = at(bucket, "DependsOn");
  const items = written?.kind === "sequence" ? written.items : written ? [written] : [];
  const wrong = items.find((item) => literal(item) === undefined);
  if (wrong) sam.reject(event.owner.id, wrong, "'DependsOn' of the bucket has to be a string or a list of strings");
  const own = draft(permissionId, event.origin);
  return withEntries(bucket, { DependsOn: draft([...items, own], written?.origin ?? event.origin) });
}

/** A dependency cannot be conditional; a tag with a reference to the permission under a condition can. */
function dependingByTag(bucket: MappingNode, permissionId: string, condition: string, event: SamEvent): MappingNode {
  const properties = mappingAt(bucket, "Properties") ?? draft({}, event.origin);
  const tags = at(properties, "Tags");
  const tag = {
    Key: `sam:ConditionalDependsOn:${permissionId}`,
    Value: fnIf(condition, ref(permissionId), "no dependency"),
  };
  const list = draft([...itemsAt(tags), draft(tag, event.origin)], tags?.origin ?? event.origin);
  return withEntries(bucket, { Properties: withEntries(properties, { Tags: list }) });
}
