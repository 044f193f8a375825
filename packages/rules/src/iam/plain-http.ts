import { follow, readEntries, type Resource, type ResourceGraph, type Statement } from "@assay/analyzer";

/** Whether a statement denies requests without TLS: the condition `Bool: { aws:SecureTransport: false }`. */
export function deniesPlainHttp({ effect, condition }: Statement): boolean {
  if (effect !== "Deny" || !condition) return false;
  return readEntries(condition).some(
    (operator) =>
      /^Bool(IfExists)?$/i.test(operator.key) &&
      readEntries(operator.view).some(
        ({ key, view }) =>
          key.toLowerCase() === "aws:securetransport" &&
          follow(view).some(({ shape }) => shape.kind === "scalar" && String(shape.value).toLowerCase() === "false"),
      ),
  );
}

const POLICIES: Readonly<Partial<Record<string, { readonly type: string; readonly property: string }>>> = {
  queue: { type: "AWS::SQS::QueuePolicy", property: "Queues" },
  topic: { type: "AWS::SNS::TopicPolicy", property: "Topics" },
  bucket: { type: "AWS::S3::BucketPolicy", property: "Bucket" },
};

/** A policy of the same stack that names what it protects by something unknown: it could be this resource's. */
export function strayPolicy(resource: Resource, graph: ResourceGraph): Resource | undefined {
  const kind = POLICIES[resource.kind];
  if (!kind) return undefined;
  return graph
    .ofType(kind.type)
    .find(
      (policy) =>
        policy.stack === resource.stack &&
        follow(policy.properties, kind.property).some(({ shape }) => shape.kind === "unknown"),
    );
}
