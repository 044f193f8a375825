import { nameOf, type FunctionRow, type ShownTrigger } from "@assay/analyzer";
import type { AssessedCell } from "../assessment.js";
import type { Evidence } from "../rule.js";
import { counted, resourcesOf, type Measure } from "./measure.js";
import { absent, known, unknown } from "./table.js";

/** A route from outside; preflight requests carry no credentials by design. */
function isRoute({ event, detail }: { readonly event: string; readonly detail?: string | undefined }): boolean {
  return (event === "api" || event === "function-url") && !detail?.startsWith("OPTIONS ");
}

/** Which routes from outside ask who calls. */
export const apiAuthorization: Measure = {
  id: "api-authorization",
  counts: "routes of APIs and function URLs that ask who calls",
  measure(input) {
    const { graph } = input.analysis;
    const routes = resourcesOf(input)
      .flatMap((fn) => graph.to(fn, "triggers"))
      .filter(isRoute);
    const guarded = routes.filter(({ authorization = "NONE" }) => authorization !== "NONE");
    const open = routes.filter(({ authorization }) => authorization === undefined).length;
    return {
      statement:
        routes.length > 0
          ? `${guarded.length} of ${counted(routes.length, "route")} from outside ${guarded.length === 1 ? "asks" : "ask"} who calls${open > 0 ? ` (${open} unknown)` : ""}.`
          : "No route from outside was found in the scanned inputs.",
      count: { satisfied: guarded.length, unknown: open, total: routes.length },
      evidence: guarded.map(({ origin, to, detail = "any route", authorization = "NONE" }): Evidence => ({
        origin,
        says: `${detail} → ${nameOf(to)}: ${authorization}`,
      })),
      table: { columns: ["Route", "Authorization"], rows: input.functions.flatMap(routeRows) },
    };
  },
};

function routeRows({ id, title: name, location, triggers }: FunctionRow) {
  return triggers.filter(isRoute).map((trigger) => ({ id, name, location, cells: cells(trigger) }));
}

function cells({ detail = "any route", authorization, location }: ShownTrigger): readonly AssessedCell[] {
  const asked =
    authorization === undefined ? unknown("unknown") : authorization === "NONE" ? absent("none") : known(authorization);
  return [known(detail, location), asked];
}
