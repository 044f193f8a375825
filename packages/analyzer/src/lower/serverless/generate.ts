import type { MappingNode } from "../../parse/node.js";
import { addHttpApi } from "./api/http.js";
import { addRestApi } from "./api/rest/rest.js";
import { addWebsocketApi } from "./api/websocket.js";
import { addDeploymentBucket } from "./deployment-bucket.js";
import { addLoadBalancerEvents } from "./events/alb.js";
import { addAlexaEvents } from "./events/alexa.js";
import { addBrokerEvents } from "./events/brokers.js";
import { addCloudFrontEvents } from "./events/cloudfront.js";
import { addCloudWatchEvents, addCloudWatchLogEvents } from "./events/cloudwatch.js";
import { addUserPoolEvents } from "./events/cognito.js";
import { addEventBridgeEvents } from "./events/event-bridge.js";
import { addFleetProvisioningEvents, addIotEvents } from "./events/iot.js";
import { addBucketEvents } from "./events/s3.js";
import { addScheduleEvents } from "./events/schedule.js";
import { addTopicEvents } from "./events/sns.js";
import { addQueueEvents } from "./events/sqs.js";
import { addStreamEvents } from "./events/stream.js";
import { addInvokeConfig } from "./functions/invocation.js";
import { addFunction } from "./functions/lambda.js";
import { addLogGroup } from "./functions/logs.js";
import { openSharedRole } from "./functions/role.js";
import { addUrl } from "./functions/url.js";
import { addVersion } from "./functions/version.js";
import { addLayers } from "./layers.js";
import { finishTemplate } from "./resources.js";
import type { Plugin } from "./plugins/plugin.js";
import type { Service } from "./service.js";
import { Stack } from "./stack.js";

/** In the framework's order, which is that of the statements of the shared role. */
const EVENTS: readonly ((service: Service, stack: Stack) => void)[] = [
  addWebsocketApi,
  addTopicEvents,
  addStreamEvents,
  addBrokerEvents,
  addLoadBalancerEvents,
  addAlexaEvents,
  addIotEvents,
  addFleetProvisioningEvents,
  addCloudWatchEvents,
  addCloudWatchLogEvents,
  addUserPoolEvents,
  addEventBridgeEvents,
  addQueueEvents,
  addCloudFrontEvents,
  addHttpApi,
];

/** The CloudFormation template that the framework would generate for a service. */
export function generate(service: Service, plugins: readonly Plugin[]): MappingNode {
  const stack = new Stack();
  addDeploymentBucket(service, stack);
  for (const fn of service.functions.values()) addLogGroup(service, stack, fn);
  openSharedRole(service, stack);
  addLayers(service, stack);
  for (const fn of service.functions.values()) {
    addFunction(service, stack, fn);
    addVersion(service, stack, fn);
    addUrl(stack, fn);
    addInvokeConfig(service, stack, fn);
  }
  addScheduleEvents(service, stack);
  addBucketEvents(service, stack);
  addRestApi(
    service,
    stack,
    plugins.flatMap((plugin) => plugin.routes?.(service) ?? []),
  );
  for (const addEvents of EVENTS) addEvents(service, stack);
  for (const plugin of plugins) plugin.generate?.(service, stack);
  stack.closeRole();
  return plugins.reduce(
    (template, plugin) => plugin.finish?.(service, template) ?? template,
    finishTemplate(service, stack),
  );
}
