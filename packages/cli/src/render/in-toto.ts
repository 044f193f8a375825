import { createHash } from "node:crypto";
import type { AssessedCriterion, Assessment, Provenance } from "@assay/rules";

interface ResourceDescriptor {
  readonly name: string;
  readonly digest: Readonly<Record<string, string>>;
}

/**
 * An unsigned in-toto statement with the test-result predicate: the items that are met passed, those that are met with
 * gaps passed with warnings, and all others failed, also those that still need a person. Its subjects are what was
 * assessed (the commit, else the inputs) and the report as `-f json` writes it; signing is for `cosign attest-blob` or
 * `actions/attest`. https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
 */
export function inTotoStatement(assessment: Assessment): string {
  const items = assessment.checklists.flatMap(({ pack, criteria }) =>
    criteria.map((criterion) => ({ name: `${pack.id} ${criterion.id}`, outcome: outcomeOf(criterion) })),
  );
  const named = (outcome: string) => items.filter((item) => item.outcome === outcome).map(({ name }) => name);
  const [passedTests, warnedTests, failedTests] = [named("passed"), named("warned"), named("failed")];
  const { provenance } = assessment;
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [...(provenance ? assessed(provenance) : []), reportOf(assessment)],
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate: {
      result: failedTests.length > 0 ? "FAILED" : warnedTests.length > 0 ? "WARNED" : "PASSED",
      configuration: provenance ? configuration(provenance) : [],
      passedTests,
      warnedTests,
      failedTests,
    },
  };
  return `${JSON.stringify(statement, null, 2)}\n`;
}

function outcomeOf({ verdict, gaps }: AssessedCriterion): "passed" | "warned" | "failed" | "left out" {
  if (verdict === "not-applicable") return "left out";
  if (verdict !== "met") return "failed";
  return gaps.length > 0 ? "warned" : "passed";
}

function assessed({ commit, inputs }: Provenance): readonly ResourceDescriptor[] {
  return commit
    ? [{ name: commit.url ?? "commit", digest: { gitCommit: commit.id } }]
    : inputs.map(({ path, sha256 }) => ({ name: path, digest: { sha256 } }));
}

function reportOf(assessment: Assessment): ResourceDescriptor {
  const text = `${JSON.stringify(assessment, null, 2)}\n`;
  return { name: "report.json", digest: { sha256: createHash("sha256").update(text).digest("hex") } };
}

function configuration({ packs, rules, answers, configuration: file }: Provenance): readonly ResourceDescriptor[] {
  return [
    ...packs.map(({ id, sha256 }) => ({ name: id, digest: { sha256 } })),
    { name: "rules", digest: { sha256: rules.sha256 } },
    ...[answers, file].flatMap((input) => (input ? [{ name: input.path, digest: { sha256: input.sha256 } }] : [])),
  ];
}
