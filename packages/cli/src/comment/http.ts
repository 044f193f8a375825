import { setTimeout } from "node:timers/promises";
import { UsageError } from "../io.js";

/** An answer of a host. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The host did not answer, or failed by itself; whether it did what was asked is not known. */
export class HostFailure extends Error {}

export interface HttpOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Never shown, whatever the host answers. */
  readonly token: string;
  /** Waits; a test does not. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

export type Http = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: object,
) => Promise<Answer>;

const TRIES = 4;
const TIME_LIMIT_MS = 30_000;
/** A longer wait is not worth a job's time. */
const MAX_WAIT_MS = 90_000;

/**
 * Asks a host. Rate limits are waited for; failures of the host and of the network are tried again, but for POST, which
 * may have had its effect. Redirects are refused: they would carry the token elsewhere.
 */
export function http({ baseUrl, headers, token, wait = (ms) => setTimeout(ms) }: HttpOptions): Http {
  requireSafe(baseUrl);
  const hide = (text: string) => text.replaceAll(token, "***").slice(0, 300);
  return async (method, path, body) => {
    for (let attempt = 1; ; attempt++) {
      let failure: string;
      let delay = 1_000 * 2 ** (attempt - 1);
      try {
        const response = await fetch(`${baseUrl}${path}`, {
          method,
          headers: { "Content-Type": "application/json", "User-Agent": "assay", ...headers },
          redirect: "error",
          signal: AbortSignal.timeout(TIME_LIMIT_MS),
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        const text = await response.text();
        const limited = rateLimit(response);
        if (limited === undefined && response.status < 500) return { status: response.status, body: parsed(text) };
        failure = `it answered ${response.status}: ${hide(text)}`;
        if (limited !== undefined) {
          delay = Math.max(delay, limited);
          if (delay > MAX_WAIT_MS || attempt === TRIES)
            throw new UsageError(`${baseUrl} limits the rate of requests; try again in ${Math.ceil(delay / 1_000)} s.`);
          await wait(delay);
          continue;
        }
      } catch (error) {
        if (error instanceof UsageError) throw error;
        const { message, cause } = error as Error;
        failure = hide(cause instanceof Error ? `${message}: ${cause.message}` : message);
      }
      if (attempt === TRIES || method === "POST") throw new HostFailure(`${baseUrl} cannot be used: ${failure}`);
      await wait(delay);
    }
  };
}

/** Tokens go over TLS, or to this machine. */
function requireSafe(url: string): void {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isLocal))
    throw new UsageError(`The address of the host has to begin with https://, not '${url}'.`);
}

/** How long the host wants us to wait, if it refused because of a rate limit. */
function rateLimit({ status, headers }: Response): number | undefined {
  if (status !== 429 && status !== 403) return undefined;
  const after = headers.get("retry-after");
  if (after !== null) return Number(after) * 1_000 || 0;
  const isUsedUp = (headers.get("x-ratelimit-remaining") ?? headers.get("ratelimit-remaining")) === "0";
  if (!isUsedUp) return status === 429 ? 0 : undefined;
  const reset = Number(headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset"));
  const now = Date.parse(headers.get("date") ?? "");
  return Number.isFinite(reset * 1_000 - now) ? Math.max(0, reset * 1_000 - now) : 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
