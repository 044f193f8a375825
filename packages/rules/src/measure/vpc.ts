import { isInVpc, nameOf, vpcConfiguration } from "@assay/analyzer";
import { valueAt } from "../rule.js";
import { listed, share, resourcesOf, type Measure } from "./measure.js";
import { absent, functionTable, known, valueCell } from "./table.js";

/** Whether each function runs in a VPC: a decision that is stated either way. */
export const vpc: Measure = {
  id: "vpc",
  counts: "functions of which it is known whether they run in a VPC",
  measure(input) {
    const functions = resourcesOf(input);
    const inside = functions.filter((fn) => isInVpc(fn) === true);
    const outside = functions.filter((fn) => isInVpc(fn) === false);
    const open = functions.length - inside.length - outside.length;
    const names =
      inside.length > 0 ? ` (${listed(inside.slice(0, 5).map(nameOf))}${inside.length > 5 ? " and others" : ""})` : "";
    const ids = (list: readonly string[]) => list.map((id) => id.replace(/^.*[#/]/, "")).join(", ");
    return {
      statement: `${share(inside.length, functions.length, "function", "runs", "run")} in a VPC${names}${outside.length > 0 && inside.length > 0 ? `, ${outside.length} ${outside.length === 1 ? "does" : "do"} not` : ""}${open > 0 ? `; for ${open} it depends on the deployment` : ""}.`,
      count: { satisfied: inside.length + outside.length, unknown: open, total: functions.length },
      evidence: functions.flatMap((fn) =>
        vpcConfiguration(fn).map((value) =>
          value.state === "known"
            ? { origin: value.origin, says: `${nameOf(fn)} ${value.value ? "runs in a VPC" : "runs in no VPC"}` }
            : valueAt(value, `whether ${nameOf(fn)} runs in a VPC:`),
        ),
      ),
      table: functionTable(["In a VPC", "Subnets", "Security groups"], input.functions, (row) => {
        const cell = valueCell(row.vpc, "", "no");
        return [
          { ...cell, text: cell.text.replace(/\btrue\b/g, "yes").replace(/\bfalse\b/g, "no") },
          row.subnets.length > 0 ? known(ids(row.subnets)) : absent("none"),
          row.securityGroups.length > 0 ? known(ids(row.securityGroups)) : absent("none"),
        ];
      }),
    };
  },
};
