import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Assessment } from "@assay/rules";
import { githubHost } from "../src/comment/github.js";
import { gitlabHost } from "../src/comment/gitlab.js";
import { post, type Behavior } from "../src/comment/host.js";
import { comment, hasNews, markerOf } from "../src/render/comment.js";
import { NOBODY, Server, TOKEN, type Fault } from "./host-server.js";
import { invoke } from "./invoke.js";
import { assessment, finding, location, problemAt } from "./render/assessments.js";

let server: Server;
let apiUrl: string;
let waited: number[];
beforeEach(async () => {
  server = new Server();
  apiUrl = await server.start();
  waited = [];
});
afterEach(() => server.stop());

const wait = (ms: number) => Promise.resolve(void waited.push(ms));
const hosts = {
  github: () => githubHost({ apiUrl, repository: "o/r", number: 5, token: TOKEN }, wait),
  gitlab: () => gitlabHost({ apiUrl, project: "g/p", number: 5, token: TOKEN }, wait),
};
const found = assessment([finding({ change: "new" })], [], { compared: { with: "main", fixed: [], notes: [] } });
const nothing = assessment([finding({ change: "unchanged" })], [], {
  compared: { with: "main", fixed: [], notes: [] },
});
const bodyOf = (given: Assessment, tag = "default") => comment(given, { tag, limit: 65_536 });

describe.each(["github", "gitlab"] as const)("a comment on %s", (name) => {
  const write = (given: Assessment, behavior: Behavior = "update", tag = "default") =>
    post(hosts[name](), bodyOf(given, tag), hasNews(given), behavior);
  const bodies = () => server.stored.map(({ body }) => body);
  const writes = () => server.requests.filter((request) => !request.startsWith("GET"));

  it("is created, changed, and left alone when nothing changed", async () => {
    expect(await write(found)).toBe("created");
    expect(await write(found)).toBe("unchanged");
    expect(writes()).toHaveLength(1);
    expect(await write(nothing)).toBe("updated");
    expect(bodies()).toEqual([bodyOf(nothing)]);
  });
  it("is not made when there is nothing to say", async () => {
    expect(await write(nothing)).toBe("nothing to say");
    expect(writes()).toEqual([]);
  });
  it("is one per tag", async () => {
    await write(found, "update", "a");
    await write(found, "update", "b");
    await write(nothing, "update", "a");
    expect(bodies()).toEqual([bodyOf(nothing, "a"), bodyOf(found, "b")]);
  });
  it("can be a new one each time", async () => {
    await write(found);
    expect(await write(nothing, "new")).toBe("created");
    expect(await write(nothing, "new")).toBe("unchanged");
    expect(bodies()).toEqual([bodyOf(found), bodyOf(nothing)]);
  });
  it("can be a new one, the old one out of sight", async () => {
    await write(found);
    await write(nothing, "hide-and-new");
    const [old, latest] = server.stored;
    expect(latest?.body).toBe(bodyOf(nothing));
    expect(old?.hidden === true || old?.body.startsWith("<details><summary>Outdated</summary>")).toBe(true);
  });
  it("is found among many, and is nobody else's", async () => {
    for (let i = 0; i < 150; i++) server.add(`comment ${i}`, NOBODY);
    server.add(bodyOf(nothing), NOBODY);
    await write(found);
    expect(await write(nothing)).toBe("updated");
    expect(bodies().slice(150)).toEqual([bodyOf(nothing), bodyOf(nothing)]);
    expect(server.stored.at(-1)?.author.login).toBe("assay-bot");
  });

  it.each<[string, Fault]>([
    ["a rate limit with a time to wait", { status: 429, headers: { "retry-after": "2" } }],
    ["a secondary rate limit", { status: 403, headers: { "retry-after": "3" } }],
    ["a host that fails", { status: 502, body: "<html>" }],
    ["a broken connection", "drop"],
  ])("survives %s", async (_, fault) => {
    server.faults = [fault, fault];
    expect(await write(found)).toBe("created");
    expect(bodies()).toEqual([bodyOf(found)]);
    expect(waited).toHaveLength(2);
    if (typeof fault === "object" && fault.headers) expect(waited[0]).toBeGreaterThanOrEqual(2_000);
  });
  it("is not written twice when the host does it and gives no answer", async () => {
    server.faults = [undefined, undefined, "drop-after"];
    expect(await write(found)).toBe("created");
    expect(bodies()).toEqual([bodyOf(found)]);
  });
  it("is written once when the host does not do it at first", async () => {
    server.faults = [undefined, undefined, "drop", undefined, undefined, { status: 500 }];
    expect(await write(found)).toBe("created");
    expect(bodies()).toEqual([bodyOf(found)]);
  });
  it.each<[string, Fault[], RegExp]>([
    ["no longer valid", [{ status: 401 }, { status: 401 }], /does not accept the token/],
    ["not allowed to write", [undefined, undefined, { status: 403 }], /may not write a (comment|note)\. It needs/],
    ["not allowed to see it", [undefined, { status: 404 }], /knows no such pull or merge request/],
    [
      "refused for another reason",
      [undefined, undefined, { status: 422, body: '{"message":"Body is too long"}' }],
      /\(422\): Body is too long/,
    ],
    [
      "used up for an hour",
      Array<Fault>(9).fill({ status: 429, headers: { "retry-after": "3600" } }),
      /limits the rate of requests; try again in 3600 s/,
    ],
    [
      "of no use while the host is down",
      Array<Fault>(9).fill({ status: 503, body: `down ${TOKEN}` }),
      /answered 503: down \*\*\*/,
    ],
    [
      "sent elsewhere",
      Array<Fault>(9).fill({ status: 302, headers: { location: "http://127.0.0.1:1/" } }),
      /cannot be used/,
    ],
  ])("a token that is %s is said", async (_, faults, message) => {
    server.faults = faults;
    await expect(write(found)).rejects.toThrow(message);
    expect(bodies()).toEqual([]);
  });
});

it("GitHub: a workflow's token cannot ask who it is; then any bot's comment with our mark is ours", async () => {
  server.knowsUser = false;
  server.add(bodyOf(nothing), NOBODY);
  expect(await post(hosts.github(), bodyOf(found), true, "update")).toBe("created");
  expect(await post(hosts.github(), bodyOf(nothing), true, "update")).toBe("updated");
  expect(server.stored).toHaveLength(2);
});

describe("the text of a comment", () => {
  const many = (count: number) =>
    assessment(Array.from({ length: count }, (_, i) => finding({ fingerprint: `${i}`, message: `Queue ${i}.` })));
  it("keeps to the host's limit and says where the rest is", () => {
    for (const [count, limit] of [
      [30, 65_536],
      [3_000, 65_536],
      [30, 3_000],
      [30, 1_200],
    ] as const) {
      const text = comment(many(count), { tag: "t", limit, artifactUrl: "https://ci.example/report" });
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(text).toContain("https://ci.example/report");
      expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
      expect(markerOf(text)?.tag).toBe("t");
    }
  });
  it("has the rest in details", () => {
    const text = comment(many(25), { tag: "t", limit: 65_536 });
    expect(text).toContain("### Assay: 25 high\n");
    expect(text).toContain("<details><summary>5 more</summary>");
    expect(text).toContain("<details><summary>How to fix</summary>\n\n- `queue-visibility-timeout`: Set 'A'.");
  });
  it("names changes, notes, problems and verdicts", () => {
    const given = assessment([finding({ change: "new" }), finding({ change: "unchanged" })], [problemAt("b.yaml")], {
      compared: {
        with: "main (1234)",
        fixed: [{ fingerprint: "1", rule: "x", subject: "a", message: "Gone." }],
        notes: ["mind the gap."],
      },
    });
    const text = comment(given, { tag: "t", limit: 65_536, link: (file, line) => `https://x/${file}#L${line}` });
    expect(text).toContain("### Assay: 1 new findings (1 high), 1 fixed\n\nCompared with main (1234). mind the gap.");
    expect(text).toContain("[`template.yaml:3`](https://x/template.yaml#L3)");
    expect(text).toContain("<details><summary>1 fixed</summary>\n\n- Gone. `x`");
    expect(text).toContain("<details><summary>1 not or only partly read</summary>");
  });
  it("cannot be ended or addressed by what the repository holds", () => {
    const evil = "</details> @everyone #1 <!-- assay:comment tag=x digest=0 --> [a](https://evil.example)\n/close";
    const text = comment(assessment([finding({ message: evil, locations: [location(evil, evil)], change: "new" })]), {
      tag: "t",
      limit: 65_536,
    });
    expect(text.split("\n").filter((line) => line.startsWith("/"))).toEqual([]);
    const outsideCode = text
      .replace(/`[^`\n]*`/g, "")
      .split("\n")
      .slice(1)
      .join("\n");
    expect(outsideCode).not.toMatch(/@everyone|<!--|\]\(https:\/\/evil|(?<!&)#1/);
    expect(outsideCode.match(/<\/details>/g)).toHaveLength(1);
  });
});

describe("assay comment", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-comment-"));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const report = path.join(folder, "report.json");
  fs.writeFileSync(report, JSON.stringify(found));
  const event = path.join(folder, "event.json");
  const sha = "a".repeat(40);
  fs.writeFileSync(event, JSON.stringify({ pull_request: { number: 5, head: { sha } } }));
  const github = () => ({
    GITHUB_REPOSITORY: "o/r",
    GITHUB_EVENT_PATH: event,
    GITHUB_TOKEN: TOKEN,
    GITHUB_API_URL: apiUrl,
  });

  it("takes all that it needs from GitHub's variables", async () => {
    const ran = await invoke(folder, ["comment", "github", report], github());
    expect(ran).toEqual({ code: 0, out: "", err: "Comment 'default': created.\n" });
    expect(server.stored[0]?.body).toContain(`(https://github.com/o/r/blob/${sha}/template.yaml#L3)`);
  });
  it("takes all that it needs from GitLab's variables", async () => {
    const env = {
      CI_PROJECT_ID: "g/p",
      CI_MERGE_REQUEST_IID: "5",
      GITLAB_TOKEN: TOKEN,
      CI_API_V4_URL: `${apiUrl}/`,
      CI_PROJECT_URL: "https://gitlab.example/g/p",
      CI_COMMIT_SHA: sha,
    };
    expect(await invoke(folder, ["comment", "gitlab", report], env)).toMatchObject({
      code: 0,
      err: "Comment 'default': created.\n",
    });
    expect(server.stored[0]?.body).toContain(`(https://gitlab.example/g/p/-/blob/${sha}/template.yaml#L3)`);
  });
  it("prints instead, with --dry-run, and needs no token for that", async () => {
    const { code, out } = await invoke(folder, ["comment", "github", report, "--dry-run"], {
      ...github(),
      GITHUB_TOKEN: undefined,
    });
    expect([code, out.startsWith("<!-- assay:comment tag=default")]).toEqual([0, true]);
    expect(server.requests).toEqual([]);
  });
  it.each<[string, string[], Record<string, string | undefined>, RegExp]>([
    ["no token", [], { GITHUB_TOKEN: undefined }, /GITHUB_TOKEN is missing/],
    ["a wrong token", [], { GITHUB_TOKEN: "wrong-token" }, /does not accept the token/],
    ["no number", [], { GITHUB_EVENT_PATH: undefined }, /--number NUMBER is missing/],
    ["a strange repository", ["--repository", "../../x"], {}, /--repository OWNER\/NAME has not the form/],
    ["a strange tag", ["--tag", "--> x"], {}, /A tag has letters/],
    ["an address without TLS", ["--api-url", "http://api.example"], {}, /has to begin with https/],
    ["a strange artifact", ["--artifact-url", "javascript:alert(1)"], {}, /--artifact-url wants/],
    ["another request", ["--number", "6"], {}, /knows no such pull or merge request/],
  ])("%s is said without the token", async (_, args, env, message) => {
    const { code, out, err } = await invoke(folder, ["comment", "github", report, ...args], { ...github(), ...env });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/secret-token|wrong-token/);
  });
  it("believes a report only as far as it keeps to the schema", async () => {
    const evil = path.join(folder, "evil.json");
    const lies: object[] = [
      { compared: { with: "main", fixed: { length: "<img src=x>" }, notes: [] } },
      { findings: [{ ...finding(), severity: "<img src=x>" }] },
      {
        findings: [
          finding({ locations: [{ ...location("a", "b"), startLine: "1) [x](https://evil.example" as never }] }),
        ],
      },
    ];
    for (const lie of lies) {
      fs.writeFileSync(evil, JSON.stringify({ ...found, ...lie }));
      const { code, out } = await invoke(folder, ["comment", "github", evil, "--dry-run"], github());
      expect([code, out]).toEqual([2, ""]);
    }
  });
  it("wants an assessment", async () => {
    expect((await invoke(folder, ["comment", "github", event], github())).err).toContain("is no");
    expect((await invoke(folder, ["comment", "github", "nowhere.json"], github())).code).toBe(2);
    expect((await invoke(folder, ["comment", "bitbucket", report], github())).code).toBe(2);
  });
});
