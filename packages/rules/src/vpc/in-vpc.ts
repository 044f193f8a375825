import { both, nameOf, vpcConfiguration, type Resource } from "@assay/analyzer";
import { at, notApplicable, type Finding } from "../rule.js";

/** Says something of a function in a VPC, in the scenario in which it is in one; of others that they are not. */
export function inVpc(fn: Resource, judge: () => Finding): Finding {
  const inside = vpcConfiguration(fn).find((value) => value.state !== "known" || value.value);
  if (!inside)
    return notApplicable(fn, {
      message: `${nameOf(fn)} is not in a VPC.`,
      evidence: [at(fn, `function ${nameOf(fn)}`)],
    });
  return { ...judge(), when: both(fn.when, inside.when) ?? fn.when };
}
