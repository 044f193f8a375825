import http from "node:http";
import type { AddressInfo } from "node:net";

export const TOKEN = "secret-token-1234";
/** Somebody else. */
export const NOBODY = { id: 7, login: "mallory", type: "User" };

interface Stored {
  readonly id: number;
  body: string;
  hidden: boolean;
  readonly author: { readonly id: number; readonly login: string; readonly type: string };
}
/** What goes wrong with the next request: an answer of the host's, or a broken connection before or after the effect. */
export type Fault =
  { status: number; headers?: Record<string, string>; body?: string } | "drop" | "drop-after" | undefined;

/** Plays the API of GitHub and of GitLab, as far as comments go. */
export class Server {
  stored: Stored[] = [];
  faults: Fault[] = [];
  readonly requests: string[] = [];
  /** Whether the token may ask who it is. */
  knowsUser = true;
  private readonly me = { id: 1, login: "assay-bot", type: "Bot" };
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
  add(body: string, author = this.me): void {
    this.stored.push({ id: this.stored.length + 1, body, hidden: false, author });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = "", url = "" } = request;
    this.requests.push(`${method} ${url}`);
    const isAuthorized =
      request.headers.authorization === `Bearer ${TOKEN}` || request.headers["private-token"] === TOKEN;
    const fault = this.faults.shift();
    if (fault === "drop") return void request.socket.destroy();
    if (fault && fault !== "drop-after")
      return void response.writeHead(fault.status, fault.headers).end(fault.body ?? '{"message":"no"}');
    const [status, body] = isAuthorized
      ? this.handle(method, new URL(url, "http://x"), text === "" ? {} : (JSON.parse(text) as Record<string, never>))
      : [401, { message: `Bad credentials ${TOKEN}` }];
    if (fault === "drop-after") return void request.socket.destroy();
    response.writeHead(status).end(JSON.stringify(body));
  }

  private handle(method: string, url: URL, body: { body?: string; variables?: { id: string } }): [number, unknown] {
    const shown = ({ id, body: text, author }: Stored) => ({ id, node_id: `n${id}`, body: text, user: author, author });
    if (url.pathname === "/user") return this.knowsUser ? [200, this.me] : [403, { message: "not accessible" }];
    if (url.pathname === "/graphql") {
      const found = this.stored.find(({ id }) => `n${id}` === body.variables?.id);
      if (found) found.hidden = true;
      return [200, {}];
    }
    const one = this.stored.find(
      ({ id }) => url.pathname.endsWith(`/${id}`) && /comments\/\d+$|notes\/\d+$/.test(url.pathname),
    );
    if (one && (method === "PATCH" || method === "PUT")) {
      one.body = body.body ?? "";
      return [200, shown(one)];
    }
    if (!/^\/repos\/o\/r\/issues\/5\/comments$|^\/projects\/g%2Fp\/merge_requests\/5\/notes$/.test(url.pathname))
      return [404, { message: "Not Found" }];
    if (method === "POST") {
      this.add(body.body ?? "");
      return [201, {}];
    }
    const [page, size] = [Number(url.searchParams.get("page")), Number(url.searchParams.get("per_page"))];
    return [200, this.stored.slice((page - 1) * size, page * size).map(shown)];
  }
}
