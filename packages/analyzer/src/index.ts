export { analyze, lowerRepository, type Analysis, type Lowered } from "./analyze.js";
export type { Artifact, ArtifactKind } from "./artifacts/artifact.js";
export { reaches } from "./artifacts/requests.js";
export type { Candidate } from "./discover/candidate.js";
export type { Discovery } from "./discover/discover.js";
export { synthCommand } from "./lower/cdk/apps.js";
export type { Settings } from "./lower/context.js";
export { transformsOf } from "./lower/macros.js";
export { resourcesOf } from "./lower/template.js";
export type {
  ConstructInfo,
  Environment,
  Framework,
  FrameworkOwner,
  ParameterValue,
  Project,
  SourceKind,
  Template,
  ToolEvidence,
} from "./lower/template.js";
export { parse, type Parsed, type ParseOptions } from "./parse/parse.js";
export * from "./parse/node.js";
export type { Sources } from "./parse/sources.js";
export * from "./source/span.js";
export * from "./source/problem.js";
export { resolvePath, type LeftOut, type ReadResult, type Repository } from "./source/repository.js";
export { memoryRepository } from "./source/memory-repository.js";
export { diskRepository, MAX_FILE_BYTES, prunedFolders, type DiskRepositoryOptions } from "./source/disk-repository.js";
export { combine, type Combination } from "./evaluate/combine.js";
export {
  resourceId,
  type Case,
  type Cases,
  type ResourceSymbol,
  type Shape,
  type Stack,
  type Text,
  type TextPart,
  type UnknownSymbol,
  type View,
  type World,
} from "./evaluate/model.js";
export { usedNames, type UsedNames } from "./evaluate/names.js";
export * from "./evaluate/read.js";
export { ALWAYS, both, describeScenario, type Assumption, type Scenario } from "./evaluate/scenario.js";
export { firstUnknown, literalText, resourcesIn, showText, textKey } from "./evaluate/text.js";
export * from "./graph/model.js";
export { alarmMetrics, metricNamespace, type AlarmMetric, type MetricDimension } from "./graph/alarm.js";
export { defaultOrigin, defaults, withDefault } from "./graph/defaults.js";
export {
  graphDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphResource,
  type GraphStack,
} from "./graph/document.js";
export { failurePaths, streamRetries, type FailurePath } from "./graph/failure-path.js";
export * from "./graph/function.js";
export { policyAllows, roleAllows, type Allowance } from "./graph/iam/allows.js";
export type { AccessLevel, Action, ActionCatalogue, ActionResource } from "./graph/iam/catalogue.js";
export { isFifo, queueFacts, type QueueFacts } from "./graph/queue.js";
export { accessKinds, pattern, type AccessKind } from "./graph/iam/access.js";
export { invocationOf, type EventKind, type Invocation } from "./graph/invocation.js";
export { parseArn, type Arn } from "./graph/locate.js";
export { namedResources, referrers } from "./graph/referrer.js";
export { dependenciesOf, referencesIn, type Dependency, type Reference } from "./graph/dependency.js";
export { outsideService, resourceType, type ResourceKind, type ResourceType } from "./graph/resource-type.js";
export { stackResource } from "./graph/stack.js";
export { hasDefinition, readTasks, type Task } from "./graph/state-machine.js";
export * from "./inventory/inventory.js";
