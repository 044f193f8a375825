import data from "../data/metrics.json" with { type: "json" };

interface Namespace {
  readonly metrics: readonly string[];
  /** The names of the dimensions by which metrics of the namespace are published. */
  readonly dimensions: readonly string[];
  /** The dimension without which none is. */
  readonly needs?: string;
  /** Metrics that are published by exactly these sets of dimensions, each sorted. */
  readonly of?: Readonly<Record<string, readonly (readonly string[])[]>>;
}

const namespaces = data.namespaces as Readonly<Record<string, Namespace>>;

export const tableDate: string = data.date;

/** What is known of a namespace. */
export function namespaceOf(name: string): Namespace | undefined {
  return namespaces[name];
}

/** A namespace that differs from the name in upper and lower case only: CloudWatch takes them for different ones. */
export function misspeltNamespace(name: string): string | undefined {
  return Object.keys(namespaces).find((known) => known !== name && known.toLowerCase() === name.toLowerCase());
}

/** The metric of a namespace that somebody may have meant, or `undefined` when none is near. */
export function nearestMetric(name: string, { metrics }: Namespace): string | undefined {
  const lower = name.toLowerCase();
  return metrics.find((metric) => metric.toLowerCase() === lower) ?? metrics.find((metric) => isNear(metric, name));
}

/** The other namespace that has a metric of the name. */
export function homeOf(name: string): string | undefined {
  return Object.keys(namespaces).find((namespace) => namespaces[namespace]?.metrics.includes(name));
}

/** Whether one name becomes the other by one letter more, less or another, or by a plural. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return short.slice(a.length === b.length ? i + 1 : i) === long.slice(i + 1);
}

/** Why nothing is published under a set of dimensions; `undefined` when something may be. */
export function whyNoData(namespace: string, metric: string, dimensions: readonly string[]): string | undefined {
  const known = namespaces[namespace];
  if (!known) return undefined;
  const stranger = dimensions.find((name) => !known.dimensions.includes(name));
  if (stranger !== undefined) return `${namespace} publishes nothing by ${stranger}`;
  const sets = known.of?.[metric];
  const wanted = [...dimensions].sort();
  if (sets && !sets.some((set) => set.length === wanted.length && set.every((name, i) => name === wanted[i])))
    return `${namespace} publishes ${metric} ${sets.map(describeSet).join(" or ")}`;
  if (known.needs !== undefined && !dimensions.includes(known.needs))
    return `${namespace} publishes nothing without ${known.needs}`;
  return undefined;
}

function describeSet(names: readonly string[]): string {
  return names.length === 0 ? "without a dimension" : `by ${names.join(", ")}`;
}
