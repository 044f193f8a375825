/** Lines on which a load test names what it requests. */
const REQUEST_LINE = /\b(get|post|put|patch|delete|del|head|options|request|batch|url|path|endpoint|uri)\b/i;
/** A URL with a host, a template with a leading variable, or a path on its own. */
const TARGET = /(?:https?:\/\/[^\s"'`/<>]+|\{\{[^}]*\}\}|\$\{[^}]*\}|["'`>(]|:\s)(\/[\w{}$.~:/-]*)/g;
const MOST = 200;

/** The paths that the text of a load test requests, in order, each once. */
export function requestedPaths(text: string): readonly string[] {
  const found = new Set<string>();
  for (const line of text.split("\n")) {
    if (!REQUEST_LINE.test(line)) continue;
    for (const [, path = ""] of line.matchAll(TARGET)) {
      const clean = path.replace(/[.:]+$/, "");
      if (clean.length > 1) found.add(clean);
      if (found.size >= MOST) return [...found];
    }
  }
  return [...found];
}

/**
 * Whether a requested path is one of a route's, as API Gateway writes it (`/orders/{id}`, `/{proxy+}`). The path may
 * begin with a stage, and a variable of the load test stands for any segment.
 */
export function reaches(requested: string, route: string): boolean {
  const wanted = route.split("/").filter(Boolean);
  const given = (requested.split("?")[0] ?? "").split("/").filter(Boolean);
  if (wanted.length === 0 || wanted.every((segment) => segment.startsWith("{"))) return false; // says nothing
  return matches(given, wanted) || matches(given.slice(1), wanted);
}

function matches(given: readonly string[], wanted: readonly string[]): boolean {
  const isOpenEnd = wanted.at(-1)?.endsWith("+}") ?? false;
  if (isOpenEnd ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, i) => segment.startsWith("{") || segment === given[i] || /[{$:]/.test(given[i] ?? ""));
}
