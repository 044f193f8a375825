import { describe, expect, it } from "vitest";
import { packs, portfolio, type Assessment, type PortfolioCandidate } from "../../src/index.js";
import { afterBusinessDays } from "../../src/portfolio/business-days.js";
import { answer, assessed } from "../assess-one.js";
import { FN, resources } from "../check-rule.js";

const fns = (count: number) =>
  resources(Array.from({ length: count }, (_, i) => FN.replace("Fn:", `Fn${i}:`)).join(""));

async function report(
  file: string,
  functions: number,
  customer: string | undefined,
  input = file,
): Promise<PortfolioCandidate> {
  const answers = customer === undefined ? [] : [answer("customer", customer), answer("inProduction", true)];
  const assessment: Assessment = await assessed(fns(functions), [], {
    packs: packs.filter(({ id }) => id === "aws-lambda-sdp-2018-v2.0"),
    answers,
    title: file,
  });
  const provenance = {
    inputs: [{ path: "template.yaml", bytes: 1, sha256: input }],
    leftOut: [],
    options: {},
    paths: [],
    packs: [],
    rules: { count: 0, sha256: "" },
    redacted: [],
    digest: "",
  };
  return { file, assessment: { ...assessment, provenance } };
}

it.each([
  ["2026-11-23", 5, "2026-11-30"],
  ["2026-11-20", 1, "2026-11-23"],
  ["2026-11-21", 5, "2026-11-27"],
])("%s and %d business days", (from, days, expected) => {
  expect(afterBusinessDays(from, days)).toBe(expected);
});

describe("the strongest two", () => {
  it("are of two customers", async () => {
    const reports = [await report("a", 6, "One AG"), await report("b", 5, "one ag"), await report("c", 2, "Two AG")];
    expect(portfolio(reports, "2026-11-23").strongest).toEqual(["a", "c"]);
  });

  it("are not the same files twice", async () => {
    const reports = [
      await report("a", 6, "One AG"),
      await report("b", 6, "Two AG", "a"),
      await report("c", 2, "Three AG"),
    ];
    expect(portfolio(reports, "2026-11-23").strongest).toEqual(["a", "c"]);
  });

  it("lack a second one, or its customer", async () => {
    expect(portfolio([await report("a", 6, "One AG")], "2026-11-23").obstacles).toEqual([
      "Two case studies of two customers are needed.",
    ]);
    const reports = [await report("a", 6, "One AG"), await report("b", 6, undefined)];
    expect(portfolio(reports, "2026-11-23").obstacles).toEqual([
      "b: no customer is named, so it is not known whether it is another one.",
      "b: nobody says that it is in production.",
    ]);
  });
});

it("plans what is not met before what is open, each with an owner, an effort and a due day", async () => {
  const { plan, caseStudies } = portfolio([await report("a", 2, "One AG")], "2026-11-23");
  expect(caseStudies[0]?.verdicts["not-met"]).toBeGreaterThan(0);
  expect(plan[0]).toEqual({
    caseStudy: "a",
    criterion: "1.0.dep.1",
    action: "At least five Lambda functions: The workload has 2 Lambda functions in 1 stack.",
    owner: "engineering",
    effort: "days",
    due: "2026-11-30",
  });
});
