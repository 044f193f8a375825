import { concurrency, failurePathsMeasure, iam, management, monitoring, sizing, vpc } from "./characteristics.js";
import { connectedServices, servicesUsed } from "./connected-services.js";
import { framework } from "./framework.js";
import { functionCount } from "./function-count.js";
import type { Measure } from "./measure.js";
import { microserviceTypes } from "./microservice-types.js";
import { infrastructureAutomation, servers } from "./servers.js";

const all: readonly Measure[] = [
  functionCount,
  framework,
  connectedServices,
  servicesUsed,
  microserviceTypes,
  servers,
  infrastructureAutomation,
  sizing,
  iam,
  failurePathsMeasure,
  management,
  vpc,
  concurrency,
  monitoring,
];

/** The measures that checklists may name, by id. */
export const measures: ReadonlyMap<string, Measure> = new Map(all.map((measure) => [measure.id, measure]));
