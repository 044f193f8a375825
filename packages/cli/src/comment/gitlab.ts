import { accepted, type Host } from "./host.js";
import { http, type HttpOptions } from "./http.js";

/** Characters of a note, https://docs.gitlab.com/administration/instance_limits/#size-of-comments-and-descriptions */
export const GITLAB_LIMIT = 1_000_000;

const NEEDS = "It needs the scope `api` and at least the role Reporter; a CI job token cannot write notes.";
const PAGE = 100;
const MAX_PAGES = 30;

interface Note {
  readonly id: number;
  readonly body: string;
  readonly system?: boolean;
  readonly author?: { readonly id?: number };
}

/** A merge request of GitLab, https://docs.gitlab.com/api/notes/ */
export function gitlabHost(
  { apiUrl, project, number, token }: { apiUrl: string; project: string; number: number; token: string },
  wait?: HttpOptions["wait"],
): Host {
  const ask = http({ baseUrl: apiUrl, headers: { "PRIVATE-TOKEN": token }, token, ...(wait ? { wait } : {}) });
  const notes = `/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  const update = async (id: string, body: string) =>
    void accepted(await ask("PUT", `${notes}/${id}`, { body }), "change a note", NEEDS);
  return {
    async comments() {
      const user = accepted(await ask("GET", "/user"), "say whose it is", NEEDS) as { readonly id: number };
      const found: Note[] = [];
      for (let page = 1; page <= MAX_PAGES; page++) {
        const answer = await ask("GET", `${notes}?per_page=${PAGE}&page=${page}&sort=asc&order_by=created_at`);
        const own = accepted(answer, "read the notes", NEEDS) as readonly Note[];
        found.push(...own.filter((note) => !note.system && note.author?.id === user.id));
        if (own.length < PAGE) break;
      }
      return found.map(({ id, body }) => ({ id: String(id), body }));
    },
    async create(body) {
      accepted(await ask("POST", notes, { body }), "write a note", NEEDS);
    },
    update: ({ id }, body) => update(id, body),
    // GitLab has no hidden notes: the old text is folded away, without its marker.
    hide: ({ id, body }) =>
      update(
        id,
        `<details><summary>Outdated</summary>\n\n${body.slice(body.indexOf("-->") + 3).trimStart()}\n\n</details>`,
      ),
  };
}
