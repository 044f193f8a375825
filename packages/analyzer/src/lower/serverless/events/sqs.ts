import { at } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { alphanumeric, normalized } from "../names.js";
import { eventsOf, type Service } from "../service.js";
import type { Stack } from "../stack.js";
import { addMapping, filters, present, truthy } from "./mapping.js";
import { sourceName } from "./source-name.js";

/** https://www.serverless.com/framework/docs/providers/aws/events/sqs */
export function addQueueEvents(service: Service, stack: Stack): void {
  const queues: Draft[] = [];
  for (const event of eventsOf(service, "sqs")) {
    const { fn, value } = event;
    const arn = value.kind === "mapping" ? (at(value, "arn") ?? value) : value;
    queues.push(arn);
    const responses = present(value, "functionResponseType");
    const concurrency = truthy(value, "maximumConcurrency");
    addMapping(
      service,
      stack,
      event,
      `${normalized(fn.key)}EventSourceMappingSQS${alphanumeric(sourceName(arn, ":"))}`,
      {
        EventSourceArn: arn,
        BatchSize: truthy(value, "batchSize") ?? 10,
        MaximumBatchingWindowInSeconds: present(value, "maximumBatchingWindow"),
        Enabled: at(value, "enabled") ?? true,
        FunctionResponseTypes: responses && [responses],
        FilterCriteria: filters(value),
        ScalingConfig: concurrency && { MaximumConcurrency: concurrency },
      },
    );
  }
  if (queues.length === 0) return;
  const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  stack.allow(service.origin, { Effect: "Allow", Action: actions, Resource: queues });
}
