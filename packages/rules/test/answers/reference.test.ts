import { expect, it } from "vitest";
import { packs, type Answer } from "../../src/index.js";
import { answer, assessed } from "../assess-one.js";
import { FN, resources } from "../check-rule.js";

const pack = packs.find(({ id }) => id === "apn-public-reference-2019");
const good: readonly Answer[] = [
  answer("customer", "Example Retail"),
  answer("partner", "Muster Consulting"),
  answer("public", true),
  answer("referenceTitle", "Serverless orders cut costs for a grocer"),
  answer("referenceUrl", "https://muster.example/stories/orders"),
  answer("referenceAsset", "Blog post"),
  answer("referenceText", "Muster Consulting built the order platform of Example Retail on AWS Lambda."),
];

async function verdicts(changes: readonly Answer[]): Promise<Record<string, string>> {
  const answers = new Map([...good, ...changes].map((given) => [given.field, given]));
  const { checklists } = await assessed(resources(FN), [], {
    packs: pack ? [pack] : [],
    answers: [...answers.values()],
  });
  return Object.fromEntries(checklists[0]?.criteria.map(({ id, verdict }) => [id, verdict]) ?? []);
}

const MET = { "ref.names": "met", "ref.workload": "met", "ref.asset": "met", "ref.url": "met", "ref.title": "met" };

it.each<[string, readonly Answer[], Record<string, string>]>([
  ["as it should be", [], {}],
  [
    "without the customer's name",
    [answer("referenceText", "Muster Consulting built an order platform on AWS.")],
    { "ref.names": "not-met" },
  ],
  [
    "without the workload",
    [answer("referenceText", "Muster Consulting and Example Retail built things together.")],
    { "ref.workload": "not-met" },
  ],
  ["with an empty title", [answer("referenceTitle", "Case study")], { "ref.title": "not-met" }],
  ["with the customer as its title", [answer("referenceTitle", "Example Retail")], { "ref.title": "not-met" }],
  ["of a kind that is not accepted", [answer("referenceAsset", "Tweet")], { "ref.asset": "needs-input" }],
  ["without an address", [answer("referenceUrl", "on our site")], { "ref.url": "needs-input" }],
  [
    "of a case study that is not public",
    [answer("public", false)],
    Object.fromEntries(Object.keys(MET).map((id) => [id, "not-applicable"])),
  ],
])("a reference %s", async (_, changes, differing) => {
  expect(await verdicts(changes)).toEqual({ ...MET, ...differing });
});

it.each<[string, string, string | boolean, string | undefined]>([
  ["an account", "accountId", "123456789012", undefined],
  ["an account with eleven digits", "accountId", "12345678901", "'12345678901' is no account id of twelve digits"],
  ["a pilot", "inProduction", false, "a workload in pilot or proof of concept is not accepted"],
  ["a home page as microsite", "microsite", "https://muster.example/", "a home page is not accepted as the microsite"],
  ["a microsite", "microsite", "https://muster.example/lambda", undefined],
  ["a level", "membership", "Advanced consulting partner", undefined],
  ["no level", "membership", "yes", "it names none of standard, select, advanced, premier, validated, differentiated"],
])("%s", async (_, field, value, problem) => {
  const { answers } = await assessed(resources(FN), [], { answers: [answer(field, value)] });
  expect(answers[0]?.problems).toEqual(problem === undefined ? [] : [problem]);
});
