import type { Region } from "@assay/analyzer";
import type { Provenance } from "@assay/rules";

/** How the hosts address lines of a file at a commit. */
const HOSTS: readonly {
  readonly host: RegExp;
  link(url: string, commit: string, file: string, line: number): string;
}[] = [
  { host: /(^|\.)gitlab\./, link: (url, commit, file, line) => `${url}/-/blob/${commit}/${file}#L${line}` },
  { host: /(^|\.)bitbucket\.org$/, link: (url, commit, file, line) => `${url}/src/${commit}/${file}#lines-${line}` },
  { host: /(^|\.)github\./, link: (url, commit, file, line) => `${url}/blob/${commit}/${file}#L${line}` },
];

/**
 * The address of a line at the commit, where the host is one whose addresses are known and the file is as git has it;
 * a changed file would show other lines there.
 */
export function permalink(
  provenance: Provenance | undefined,
  { file, startLine }: Pick<Region, "file" | "startLine">,
): string | undefined {
  const commit = provenance?.commit;
  const state = provenance?.inputs.find(({ path }) => path === file)?.state;
  if (commit?.url === undefined || state !== "tracked" || !URL.canParse(commit.url)) return undefined;
  const { protocol, hostname } = new URL(commit.url);
  // A saved report may say anything; only an address of the web is one to follow.
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  const known = HOSTS.find(({ host }) => host.test(hostname));
  const path = `${commit.prefix}${file}`.split("/").map(encodeURIComponent).join("/");
  return known?.link(commit.url, commit.id, path, startLine);
}
