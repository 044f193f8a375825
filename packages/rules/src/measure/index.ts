import { apiAuthorization } from "./api-authorization.js";
import { concurrency } from "./concurrency.js";
import { connectedServices, servicesUsed } from "./connected-services.js";
import { failurePathsMeasure } from "./failure-paths.js";
import { checks, practices } from "./findings.js";
import { framework } from "./framework.js";
import { functionCount } from "./function-count.js";
import { iam } from "./iam.js";
import { management } from "./management.js";
import type { Measure } from "./measure.js";
import { microserviceTypes } from "./microservice-types.js";
import { monitoring } from "./monitoring.js";
import { referenceMeasures } from "./reference.js";
import { dataFlows, infrastructureAutomation, nonServerless, servers } from "./servers.js";
import { sizing } from "./sizing.js";
import { thirdParties } from "./third-parties.js";
import { useCase } from "./use-case.js";
import { vpc } from "./vpc.js";

const all: readonly Measure[] = [
  functionCount,
  framework,
  connectedServices,
  servicesUsed,
  microserviceTypes,
  useCase,
  thirdParties,
  servers,
  dataFlows,
  nonServerless,
  infrastructureAutomation,
  sizing,
  iam,
  failurePathsMeasure,
  management,
  vpc,
  concurrency,
  monitoring,
  apiAuthorization,
  checks,
  practices,
  ...referenceMeasures,
];

/** The measures that checklists may name, by id. */
export const measures: ReadonlyMap<string, Measure> = new Map(all.map((measure) => [measure.id, measure]));
