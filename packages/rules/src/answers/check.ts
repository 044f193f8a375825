import type { Answer, AnswerSet } from "./answer.js";
import type { Answers } from "./evidence-file.js";

type Check = (text: string, answers: AnswerSet) => string | undefined;

/** Kinds of public assets that the programme accepts. */
const ASSETS = ["case study", "white paper", "news article", "blog post", "video", "customer quote", "logo page"];
/** Levels of 2018 and the names that followed them. */
const LEVELS = ["standard", "select", "advanced", "premier", "validated", "differentiated"];

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
const day: Check = (text) => (isDay(text) ? undefined : `'${text}' is no date such as 2026-01-31`);
const address: Check = (text) => (urlOf(text) ? undefined : `'${text}' is no address such as https://example.com/page`);
const valueOf = (answers: AnswerSet, field: keyof Answers) => {
  const value = answers.get(field)?.value;
  return value === undefined ? undefined : String(value).trim();
};

/** What is asked of an answer beyond being there. */
const checks: Readonly<Partial<Record<keyof Answers, Check>>> = {
  membership: (text) =>
    LEVELS.some((level) => text.toLowerCase().includes(level)) ? undefined : `it names none of ${LEVELS.join(", ")}`,
  microsite: (text, answers) => {
    const url = urlOf(text);
    if (!url) return address(text, answers);
    const home = urlOf(valueOf(answers, "homePage") ?? "");
    const isHome = (url.pathname.replace(/\/+$/, "") === "" && url.search === "") || url.href === home?.href;
    return isHome ? "a home page is not accepted as the microsite" : undefined;
  },
  homePage: address,
  accountId: (text) => (/^\d{12}$/.test(text) ? undefined : `'${text}' is no account id of twelve digits`),
  inProduction: (text) => (text === "true" ? undefined : "a workload in pilot or proof of concept is not accepted"),
  start: day,
  end: (text, answers) => {
    const start = valueOf(answers, "start");
    if (!isDay(text)) return day(text, answers);
    return start !== undefined && isDay(start) && text < start ? `it is before the start, ${start}` : undefined;
  },
  eventsPerMonth: (text) => (/\d/.test(text) ? undefined : "it has no number"),
  referenceUrl: address,
  referenceAsset: (text) =>
    ASSETS.includes(text.toLowerCase()) ? undefined : `'${text}' is none of ${ASSETS.join(", ")}`,
  diagram: () => undefined,
};

/** Why an answer does not count: it is empty, not what was asked for, undated, or what it names is not there. */
export function answerProblems({ field, value, by, date, evidence }: Answer, answers: AnswerSet): readonly string[] {
  const text = String(value).trim();
  const check = checks[field as keyof Answers];
  return [
    text === "" ? "it is empty" : check?.(text, answers),
    by.trim() === "" ? "nobody is named as its author" : undefined,
    isDay(date) ? undefined : `'${date}' is no date such as 2026-01-31`,
    ...evidence.map(({ problem, target }) => (problem === undefined ? undefined : `${target}: ${problem}`)),
  ].filter((problem) => problem !== undefined);
}

function urlOf(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
