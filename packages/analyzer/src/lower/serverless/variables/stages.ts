/**
 * Matches the paths that differ from `path` only where it names the stage, and captures what stands there: a stage name
 * in the framework's own spelling. Of several places the last counts, which is the file's name rather than a folder's.
 */
export function regularExpression(path: string, stage: string): RegExp {
  const at = path.lastIndexOf(stage);
  const before = escaped(path.slice(0, at));
  const after = escaped(path.slice(at + stage.length));
  return new RegExp(`^${before}([a-zA-Z0-9-]+)${after}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
