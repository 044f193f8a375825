import { describe, expect, test } from "vitest";
import type { Project } from "../../../src/lower/template.js";
import { constructsOf, fixture, lower, place, withoutStackTraces } from "./assembly-files.js";

/** `construct path → file:line`, checked by hand against the fixture's source. */
function expectedLines(text: string): Map<string, string> {
  return new Map(
    text
      .trim()
      .split("\n")
      .map((line) => line.split(" ") as [string, string]),
  );
}

/** Both stages of the fixture are made by the same lines. */
function alsoFor(stage: string, lines: Map<string, string>, project: Project): Map<string, string> {
  const constructs = constructsOf(project);
  const copies = [...lines].flatMap(([path, line]): [string, string][] => {
    const copy = path.replaceAll("OrdersDev", stage).replace(/[0-9A-F]{8}$/, "");
    const same = [...constructs.keys()].filter((other) => other === copy || other.replace(/[0-9A-F]{8}$/, "") === copy);
    return same.length === 1 && same[0] !== undefined ? [[same[0], line]] : [];
  });
  return new Map([...lines, ...copies]);
}

/** A resource that the author's program names; others come along with it (a role, a policy, a permission). */
function isAuthored(path: string): boolean {
  return !/\/(ServiceRole|CloudWatchRole|Policy|DefaultPolicy|CustomResourcePolicy|CurrentVersion|LogRetention|Notifications|Account|Trigger|AutoDeleteObjectsCustomResource)(\/|$)|Deployment|AllowEventRule|AllowInvoke|AllowBucket|ApiPermission|EventSource|cdk-AllowOrders|Function\/Changed/.test(
    path,
  );
}

describe.each(["cdk-orders", "cdk-v1"])("lines of the author's program: %s", (name) => {
  const files = fixture(name);
  const written = expectedLines(files["expected-lines.txt"] ?? "");

  test("with creation stacks every resource has the line that was checked", async () => {
    const { project } = await lower(files);
    const expected = alsoFor("OrdersProd", written, project);
    const constructs = constructsOf(project);
    const found = new Map([...expected.keys()].map((path) => [path, place(constructs.get(path)!.source)]));
    expect(found).toEqual(expected);
    const kinds = [...expected.keys()].map((path) => constructs.get(path)?.sourceKind);
    expect(new Set(kinds)).toEqual(new Set(["creation-stack"]));
    const others = [...constructs].filter(([path, { owner }]) => !owner && !expected.has(path)).map(([path]) => path);
    expect(others.filter((path) => !path.startsWith("OrdersProd"))).toEqual([]);
  });

  test("without creation stacks the program is read, with the same result", async () => {
    const { project, problems } = await lower(withoutStackTraces(files));
    const constructs = constructsOf(project);
    const expected = [...alsoFor("OrdersProd", written, project)];
    const authored = expected.filter(([path]) => isAuthored(path));
    const right = ([path, line]: [string, string]) => place(constructs.get(path)!.source) === line;
    expect(authored.length).toBeGreaterThan(written.size / 4);
    expect(authored.filter((entry) => !right(entry))).toEqual([]);
    expect(expected.filter(right).length / expected.length).toBeGreaterThanOrEqual(0.85);
    const kinds = expected.map(([path]) => constructs.get(path)?.sourceKind);
    expect(new Set(kinds)).toEqual(new Set(["source-search"]));
    expect(problems).toEqual([]);
  });

  test("without the program the templates' own lines stand", async () => {
    const only = Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith("cdk.out/")));
    const { project, problems } = await lower(only);
    for (const { source, sourceKind } of constructsOf(project).values()) {
      expect(sourceKind).toBe("template");
      expect(source.file.path).toMatch(/\.template\.json$/);
    }
    expect(problems).toEqual([]);
  });
});
