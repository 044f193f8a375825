import { UsageError } from "../io.js";
import { markerOf } from "../render/comment.js";
import { HostFailure, type Answer } from "./http.js";

/** A comment of ours. */
export interface Existing {
  readonly id: string;
  readonly body: string;
}

/** Where comments are written: one pull or merge request. */
export interface Host {
  /** What we wrote there, the oldest first. */
  comments(): Promise<readonly Existing[]>;
  create(body: string): Promise<void>;
  update(comment: Existing, body: string): Promise<void>;
  /** Takes an outdated comment out of sight. */
  hide(comment: Existing): Promise<void>;
}

/** What happens to an older comment: it is changed, left as it is, or taken out of sight. */
export type Behavior = "update" | "new" | "hide-and-new";

export type Posted = "created" | "updated" | "unchanged" | "nothing to say";

/** A create that failed without an answer is looked for so often before it is tried again. */
const TRIES = 3;

/** Brings the comment of a tag up to date. A comment that says the same already is left alone. */
export async function post(host: Host, body: string, hasNews: boolean, behavior: Behavior): Promise<Posted> {
  const wanted = markerOf(body);
  const own = async () => (await host.comments()).filter((comment) => markerOf(comment.body)?.tag === wanted?.tag);
  const before = await own();
  const last = before.at(-1);
  if (last ? markerOf(last.body)?.digest === wanted?.digest : !hasNews) return last ? "unchanged" : "nothing to say";
  if (last && behavior === "update") {
    await host.update(last, body);
    return "updated";
  }
  await createOnce(host, body, before.length, own);
  if (behavior === "hide-and-new") for (const comment of before) await host.hide(comment);
  return "created";
}

/** Creating is not repeated blindly: a host that gave no answer may have done it. */
async function createOnce(
  host: Host,
  body: string,
  before: number,
  own: () => Promise<readonly Existing[]>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await host.create(body);
      return;
    } catch (error) {
      if (!(error instanceof HostFailure) || attempt === TRIES) throw error;
      if ((await own()).length > before) return;
    }
  }
}

/** The answer's content, or why the host refused. */
export function accepted({ status, body }: Answer, what: string, needs: string): unknown {
  if (status >= 200 && status < 300) return body;
  if (status === 401) throw new UsageError(`The host does not accept the token: it is wrong or no longer valid.`);
  if (status === 403) throw new UsageError(`The token may not ${what}. ${needs}`);
  if (status === 404)
    throw new UsageError(`The host knows no such pull or merge request, or hides it from this token. ${needs}`);
  const { message } = (body ?? {}) as { readonly message?: unknown };
  throw new UsageError(
    `The host refused to ${what} (${status})${typeof message === "string" ? `: ${message.slice(0, 200)}` : ""}.`,
  );
}
