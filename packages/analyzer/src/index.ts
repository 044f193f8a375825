export { lowerRepository, type Lowered } from "./analyze.js";
export type { Candidate, Discovery } from "./discover/discover.js";
export { synthCommand } from "./lower/cdk/apps.js";
export type { Settings } from "./lower/context.js";
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
export * from "./source/span.js";
export * from "./source/problem.js";
export { resolvePath, type LeftOut, type ReadResult, type Repository } from "./source/repository.js";
export { memoryRepository } from "./source/memory-repository.js";
export { diskRepository, type DiskRepositoryOptions } from "./source/disk-repository.js";
