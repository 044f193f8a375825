import { analyze, diskRepository } from "@assay/analyzer";

/** How many projects of each framework a folder has; nothing of it is run. */
export async function frameworks(folder: string): Promise<ReadonlyMap<string, number>> {
  const repository = await diskRepository(folder, { exclude: ["**/test/**"] });
  const { projects } = await analyze(repository, { parameters: new Map(), signal: AbortSignal.timeout(60_000) });
  const counts = new Map<string, number>();
  for (const { framework } of projects) counts.set(framework, (counts.get(framework) ?? 0) + 1);
  return counts;
}
