import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AssessedFinding, Assessment } from "@assay/rules";
import { formats, renderer, type Format } from "../../src/render/formats.js";
import { assessment, finding, location, problemAt } from "./assessments.js";
import { csvRecords, grammarError } from "./grammar.js";

/** What an attacker writes into names, paths and reasons of a repository that somebody else's CI scans. */
const ATTACKS = [
  "::set-env name=NODE_OPTIONS::--require=/tmp/x",
  " ::add-mask::e",
  "a\n::error file=a::b",
  "a\r\n::stop-commands::x",
  "##[add-path]/tmp",
  "##vso[task.setvariable variable=x]y",
  "##teamcity[buildStatus text='x']",
  "\u001b[2J\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007",
  "\u009b31m",
  "\u202egnp.exe\u202c \u2066x\u2069 \u200f",
  "\u200b\u2060\ufeff\u2028\u2029",
  "\u{e0069}\u{e0067}\u{e006e}",
  "<img src=x onerror=alert(1)><script>alert(1)</script></details><!-- -->",
  "]]><!DOCTYPE x [<!ENTITY a 'b'>]>&a;&#x0;",
  "[click](https://evil.example) ![x](https://evil.example/x.png) https://evil.example www.evil.example",
  "| a | b |\n| --- | --- |",
  "```\n# heading\n- @everyone #1 !2 $`x`$ ~~~",
  '=HYPERLINK("https://evil.example")',
  "+1+1",
  "-2+3",
  "@SUM(1)",
  "\t=1+1",
  "＝1+1",
  '","x","\r\n',
  "{0} {1}",
  "%0A::error::x%25",
  "\ud800 lone \udc00",
  "\u0000\u0001\u0007\u0008\u007f\u0085",
  "\ufffe\uffff",
  "x".repeat(3_000),
  "👩‍💻".repeat(400),
];

const hostile = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.tuple(fc.constantFrom(...ATTACKS), fc.constantFrom(...ATTACKS)).map(([a, b]) => a + b),
);

const hostileFinding = fc
  .record({
    text: hostile,
    other: hostile,
    file: hostile,
    severity: fc.constantFrom("info", "low", "medium", "high", "critical"),
    outcome: fc.constantFrom("fail", "unknown", "pass"),
    change: fc.constantFrom(undefined, "new", "unchanged"),
    isAccepted: fc.boolean(),
  })
  .map(({ text, other, file, severity, outcome, change, isAccepted }): AssessedFinding => ({
    ...finding({ severity, outcome }),
    subject: { id: `${file}#${text}`, name: text, kind: "queue", type: other },
    message: `The queue ${text} is read by ${other}.`,
    when: other,
    locations: [location(`a${file}`, text), location(file || "b", other)],
    ...(change ? { change } : {}),
    ...(isAccepted ? { accepted: { by: "assay", reason: other } } : {}),
  }));

const region = (file: string) => ({ file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });

const hostileAssessment = fc
  .record({ findings: fc.array(hostileFinding, { maxLength: 4 }), text: hostile, file: hostile })
  .map(({ findings, text, file }): Assessment =>
    assessment(findings, [problemAt(`a${file}`, { message: `Not valid: ${text}`, help: text })], {
      projects: [{ framework: "sam", entry: file, templates: [file] }],
      ruleFailures: [{ ruleId: "x", error: text }],
      compared: {
        with: text,
        fixed: [{ fingerprint: "1", rule: "x", subject: file, message: text }],
        notes: [text],
      },
      suppressions: [
        {
          tool: "assay",
          rules: [text],
          state: "malformed",
          because: text,
          findings: [],
          location: region(`a${file}`),
        },
      ],
    }),
  );

const render = async (format: Format, given: Assessment) =>
  (await renderer(format))(given, { showPassed: true, line: () => ATTACKS.join("") });

describe.each(formats.map((format) => [format] as const))("hostile content in %s", (format) => {
  it("keeps to the grammar and is not obeyed by terminals and logs", async () => {
    await fc.assert(
      fc.asyncProperty(hostileAssessment, async (given) => {
        const text = await render(format, given);
        expect(grammarError(format, text)).toBeUndefined();
        // Nothing that a terminal or an editor obeys, no half characters, nothing invisible; U+200D only joins emojis.
        expect(text).not.toMatch(
          /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/u,
        );
        if (format !== "csv") expect(text).not.toContain("\r");
        const commands = text.split("\n").filter((line) => /^\s*::/.test(line));
        if (format === "github") for (const line of commands) expect(line).toMatch(/^::(error|warning|notice) file=/);
        else expect(commands).toEqual([]);
        expect(text).not.toMatch(/##[\w-]*\[/);
      }),
      { numRuns: 150 },
    );
  });

  it("holds ten thousand findings", async () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      finding({
        fingerprint: i.toString(16).padStart(16, "0"),
        severity: i % 2 ? "low" : "high",
        locations: [location(`f${i % 50}.yaml`, "x", i + 1)],
      }),
    );
    const text = (await renderer(format))(assessment(many));
    expect(grammarError(format, text)).toBeUndefined();
    expect(text.length).toBeGreaterThan(1_000);
  });
});

it("formulas stay text in a spreadsheet", async () => {
  await fc.assert(
    fc.asyncProperty(hostileAssessment, async (given) => {
      for (const cell of csvRecords(await render("csv", given)).flat())
        expect(cell === "-" || !/^[=+\-@\t\r＝＋－＠]/.test(cell), cell).toBe(true);
    }),
  );
});

describe("Markdown", () => {
  const cells = async (text: string) => {
    const given = assessment([finding({ message: text, locations: [location(text, text)] })]);
    const markdown = (await renderer("markdown"))(given);
    const row = markdown.split("\n").find((line) => line.startsWith("| high"));
    return row?.split(/(?<!\\)\|/).map((cell) => cell.trim());
  };
  it.each(ATTACKS)("%j makes no markup, link, mention or second cell", async (attack) => {
    const [, , where = "", message = "", rule, ...rest] = (await cells(attack)) ?? [];
    expect(where).toMatch(/^(`+)(?!`)[^]*[^`]\1$/);
    expect(message).not.toMatch(/<|:\/\/|www\.|(?<!\\)[[\]*_`~]|(?<!&)#|[@!]/);
    expect(rule).toBe("`queue-visibility-timeout`");
    expect(rest).toEqual([""]);
  });
  it("is cut to what GitHub keeps", async () => {
    const many = Array.from({ length: 10_000 }, () => finding({ message: "x".repeat(900) }));
    const markdown = (await renderer("markdown"))(assessment(many));
    expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024);
    expect(markdown).toMatch(/and \d+ more\./);
  });
});
