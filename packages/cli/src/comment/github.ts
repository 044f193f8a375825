import { accepted, type Existing, type Host } from "./host.js";
import { http, type HttpOptions } from "./http.js";

/** Characters of a comment, https://github.com/orgs/community/discussions/27190 */
export const GITHUB_LIMIT = 65_536;

const NEEDS =
  "It needs the permission `pull-requests: write`. On a pull request from a fork GitHub gives no such token: comment from a workflow of its own (`workflow_run`).";
const PAGE = 100;
const MAX_PAGES = 30;

interface Comment {
  readonly id: number;
  readonly node_id: string;
  readonly body?: string;
  readonly user?: { readonly login?: string; readonly type?: string } | null;
}

/** A pull request of GitHub, https://docs.github.com/rest/issues/comments */
export function githubHost(
  { apiUrl, repository, number, token }: { apiUrl: string; repository: string; number: number; token: string },
  wait?: HttpOptions["wait"],
): Host {
  const headers = {
    Authorization: `Bearer ${token}`,
    Accept: "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
  };
  const ask = http({ baseUrl: apiUrl, headers, token, ...(wait ? { wait } : {}) });
  const issues = `/repos/${repository}/issues`;

  /** Whose comments are ours: anybody can write our marker. The token of a workflow cannot ask who it is. */
  async function isOwn(): Promise<(comment: Comment) => boolean> {
    const { status, body } = await ask("GET", "/user");
    const login = status === 200 ? (body as { readonly login?: string }).login : undefined;
    return ({ user }) => (login === undefined ? user?.type === "Bot" : user?.login === login);
  }

  return {
    async comments() {
      const own = await isOwn();
      const found: (Existing & { readonly nodeId: string })[] = [];
      for (let page = 1; page <= MAX_PAGES; page++) {
        const answer = await ask("GET", `${issues}/${number}/comments?per_page=${PAGE}&page=${page}`);
        const comments = accepted(answer, "read the comments", NEEDS) as readonly Comment[];
        for (const one of comments)
          if (own(one)) found.push({ id: String(one.id), nodeId: one.node_id, body: one.body ?? "" });
        if (comments.length < PAGE) break;
      }
      return found;
    },
    async create(body) {
      accepted(await ask("POST", `${issues}/${number}/comments`, { body }), "write a comment", NEEDS);
    },
    async update({ id }, body) {
      accepted(await ask("PATCH", `${issues}/comments/${id}`, { body }), "change a comment", NEEDS);
    },
    async hide(comment) {
      const query =
        "mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: OUTDATED}) { clientMutationId } }";
      const variables = { id: (comment as Existing & { readonly nodeId?: string }).nodeId };
      accepted(await ask("POST", graphqlPath(apiUrl), { query, variables }), "hide a comment", NEEDS);
    },
  };
}

/** GitHub Enterprise Server has REST at /api/v3 and GraphQL at /api/graphql. */
function graphqlPath(apiUrl: string): string {
  return apiUrl.endsWith("/api/v3") ? "/../graphql" : "/graphql";
}
