import { expect, test } from "vitest";
import { ownerOf } from "../../../src/lower/cdk/owners.js";
import { constructsOf, fixture, lower } from "./assembly-files.js";

test.each([
  ["S/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler", "S3 auto-delete objects"],
  ["S/BucketNotificationsHandler050a0587b7544547bf325f094a3db834/Role/Resource", "S3 bucket notifications"],
  ["S/Bucket/Notifications/HandlerPolicy/Resource", "S3 bucket notifications"],
  ["S/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource", "Log retention"],
  ["S/AWS679f53fac002430cb0da5b7982bd2287/Resource", "AwsCustomResource"],
  ["S/P/framework-onEvent/Resource", "Custom resource provider framework"],
  ["S/P/waiter-state-machine/Resource", "Custom resource provider framework"],
  ["S/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C512MiB/Resource", "Bucket deployment"],
  ["S/@aws-cdk--aws-eks.KubectlProvider.NestedStack/x", "EKS kubectl"],
  ["S/AWSCDK.TriggerCustomResourceProviderCustomResourceProvider/Handler", "Trigger"],
  ["S/CDKMetadata/Default", "Usage metadata"],
])("%s belongs to the framework", (path, name) => {
  expect(ownerOf(path)?.name).toBe(name);
});

test.each([
  "S/Fn/ServiceRole/Resource",
  "S/Bucket/Notifications/Resource",
  "S/Bucket/AutoDeleteObjectsCustomResource/Default",
  "S/Fn/LogRetention/Resource",
  "S/LogRetention/Resource",
  "S/HandlerPolicy/Resource",
  "S/MyCDKMetadata/Resource",
  "S/framework-onEventual/Resource",
  "S/Custom::MineCustomResourceProvider/Handler",
])("%s belongs to the author", (path) => {
  expect(ownerOf(path)).toBeUndefined();
});

test("the framework's functions of the fixture are told from the author's", async () => {
  const { project } = await lower(fixture("cdk-orders"));
  const functions = project.templates.flatMap((template) =>
    [...(template.constructs ?? [])].filter(([id]) =>
      /Function|Handler|Recorder|framework|AWS679|LogRetention|Warm/.test(id),
    ),
  );
  expect(functions.length).toBeGreaterThan(10);
  const owned = [...constructsOf(project)].flatMap(([path, { owner }]) =>
    owner && /Handler$|(onEvent|2287|834|8a)\/Resource$/.test(path) ? [owner.name] : [],
  );
  expect([...new Set(owned)].sort()).toEqual([
    "AwsCustomResource",
    "Custom resource provider framework",
    "Log retention",
    "S3 auto-delete objects",
    "S3 bucket notifications",
    "Trigger",
  ]);
});
