import fs from "node:fs";
import { GITHUB_LIMIT, githubHost } from "../comment/github.js";
import { GITLAB_LIMIT, gitlabHost } from "../comment/gitlab.js";
import { post, type Behavior, type Host } from "../comment/host.js";
import { HostFailure } from "../comment/http.js";
import { exitCode, UsageError, type Io } from "../io.js";
import { comment, hasNews, type CommentOptions } from "../render/comment.js";
import { readReport } from "../saved-report.js";

export interface CommentCommandOptions {
  readonly repository?: string;
  readonly number?: string;
  readonly tag: string;
  readonly behavior: Behavior;
  readonly apiUrl?: string;
  readonly artifactUrl?: string;
  readonly dryRun?: boolean;
}

interface Target {
  readonly host: () => Host;
  readonly limit: number;
  readonly link?: CommentOptions["link"];
}

/** `assay comment github|gitlab`: writes a saved assessment as a comment on a pull or merge request. */
export async function commentOn(
  hostName: "github" | "gitlab",
  report: string,
  options: CommentCommandOptions,
  io: Io,
): Promise<number> {
  const { tag, behavior, artifactUrl } = options;
  if (!/^[\w.-]{1,60}$/.test(tag)) throw new UsageError(`A tag has letters, digits, '.', '_' and '-', not '${tag}'.`);
  if (artifactUrl !== undefined && !/^https:\/\/[^\s<>()[\]"'\\]+$/.test(artifactUrl))
    throw new UsageError(`--artifact-url wants an address that begins with https://, not '${artifactUrl}'.`);
  const assessment = (await readReport(report, io)).assessment;
  const { host, limit, link } = hostName === "github" ? github(options, io) : gitlab(options, io);
  const body = comment(assessment, {
    tag,
    limit,
    ...(link ? { link } : {}),
    ...(artifactUrl === undefined ? {} : { artifactUrl }),
  });
  if (options.dryRun) {
    io.out(body);
    return exitCode.ok;
  }
  try {
    io.err(`Comment '${tag}': ${await post(host(), body, hasNews(assessment), behavior)}.\n`);
  } catch (error) {
    if (error instanceof HostFailure) throw new UsageError(error.message);
    throw error;
  }
  return exitCode.ok;
}

function github({ repository, number, apiUrl }: CommentCommandOptions, { env }: Io): Target {
  const event = readEvent(env["GITHUB_EVENT_PATH"]);
  const name = wanted(repository ?? env["GITHUB_REPOSITORY"], "--repository OWNER/NAME", /^[\w.-]+\/[\w.-]+$/);
  const pull = wanted(
    number ?? event.number ?? /^refs\/pull\/(\d+)\//.exec(env["GITHUB_REF"] ?? "")?.[1],
    "--number NUMBER",
    /^\d+$/,
  );
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  const sha = event.sha ?? env["GITHUB_SHA"];
  return {
    limit: GITHUB_LIMIT,
    ...(sha === undefined ? {} : { link: linkTo(`${server}/${name}/blob/${sha}`) }),
    host: () =>
      githubHost({
        apiUrl: trimmed(apiUrl ?? env["GITHUB_API_URL"] ?? "https://api.github.com"),
        repository: name,
        number: Number(pull),
        token: wanted(env["GITHUB_TOKEN"] ?? env["GH_TOKEN"], "the environment variable GITHUB_TOKEN", /^\S+$/),
      }),
  };
}

function gitlab({ repository, number, apiUrl }: CommentCommandOptions, { env }: Io): Target {
  const project = wanted(repository ?? env["CI_PROJECT_ID"], "--repository PROJECT", /^[\w./-]+$/);
  const merge = wanted(number ?? env["CI_MERGE_REQUEST_IID"], "--number NUMBER", /^\d+$/);
  const [url, sha] = [env["CI_PROJECT_URL"], env["CI_COMMIT_SHA"]];
  return {
    limit: GITLAB_LIMIT,
    ...(url === undefined || sha === undefined ? {} : { link: linkTo(`${url}/-/blob/${sha}`) }),
    host: () =>
      gitlabHost({
        apiUrl: trimmed(apiUrl ?? env["CI_API_V4_URL"] ?? "https://gitlab.com/api/v4"),
        project,
        number: Number(merge),
        token: wanted(env["GITLAB_TOKEN"], "the environment variable GITLAB_TOKEN", /^\S+$/),
      }),
  };
}

/** A value that has to be there in a form; it is not repeated in the message, since it may be a token. */
function wanted(value: string | undefined, name: string, form: RegExp): string {
  if (value === undefined || value === "") throw new UsageError(`${name} is missing.`);
  if (!form.test(value)) throw new UsageError(`${name} has not the form that is expected.`);
  return value;
}

/** The pull request of the event that started a workflow; its head is what was pushed, unlike `GITHUB_SHA`, a merge. */
function readEvent(file: string | undefined): { readonly number?: string; readonly sha?: string } {
  if (file === undefined) return {};
  try {
    const event = JSON.parse(fs.readFileSync(file, "utf8")) as {
      readonly pull_request?: { readonly number?: number; readonly head?: { readonly sha?: string } };
    };
    const { number, head } = event.pull_request ?? {};
    return {
      ...(number === undefined ? {} : { number: String(number) }),
      ...(/^[0-9a-f]{40,64}$/.test(head?.sha ?? "") ? { sha: head?.sha ?? "" } : {}),
    };
  } catch {
    return {};
  }
}

function linkTo(folder: string): (file: string, line: number) => string {
  const part = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "")).replace(/[()!'*]/g, escapeUri);
  return (file, line) => `${folder}/${file.split("/").map(part).join("/")}#L${line}`;
}

function escapeUri(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, "");
}
