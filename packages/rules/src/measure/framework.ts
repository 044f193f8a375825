import type { Framework } from "@assay/analyzer";
import type { Evidence } from "../rule.js";
import { counted, listed, type Measure } from "./measure.js";

const NAMES: Readonly<Record<Framework, string>> = {
  sam: "AWS SAM",
  serverless: "Serverless Framework",
  cdk: "AWS CDK",
  cloudformation: "AWS CloudFormation",
};

/** The framework of every project that holds functions. */
export const framework: Measure = {
  id: "framework",
  counts: "frameworks that deploy the scanned projects",
  measure({ analysis }) {
    const used = new Map<Framework, Evidence[]>();
    for (const project of analysis.projects) {
      for (const { root, framework: name } of project.templates) {
        const because =
          analysis.discovery.candidates.find((candidate) => candidate.path === project.entry)?.because ?? project.entry;
        used.set(name, [...(used.get(name) ?? []), { origin: root.origin, says: because }]);
      }
    }
    const words = [...used].map(([name, places]) => `${NAMES[name]} (${counted(places.length, "template")})`);
    return {
      statement:
        used.size > 0 ? `The workload is deployed with ${listed(words)}.` : "No deployment framework was found.",
      count: { satisfied: used.size, unknown: 0, total: Math.max(1, used.size) },
      evidence: [...used.values()].flat(),
    };
  },
};
