import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/main.js";

const root = path.resolve(import.meta.dirname, "../../../..");

async function assay(argv: readonly string[], env: Record<string, string> = {}, cwd = root) {
  let [out, err] = ["", ""];
  const code = await main(
    argv,
    {
      cwd,
      isTerminal: false,
      env,
      today: "2026-01-01",
      out: (text) => void (out += text),
      err: (text) => void (err += text),
    },
    "0.0.0",
  );
  return { code, out, err };
}

interface Scenes {
  readonly scenes: readonly {
    readonly title: string;
    readonly arrows: readonly { readonly title: string; readonly meaning: string; readonly arrow: string }[];
    readonly boxes: readonly {
      readonly card: {
        readonly name: string;
        readonly kind: string;
        readonly badges: readonly { readonly text: string }[];
        readonly failure?: { readonly text: string };
      };
    }[];
  }[];
}

async function scenesOf(...argv: string[]): Promise<Scenes["scenes"]> {
  const { out } = await assay(["diagram", ...argv, "-f", "json"]);
  return (JSON.parse(out) as Scenes).scenes;
}

function repository(template: object): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-diagram-"));
  fs.writeFileSync(
    path.join(folder, "template.json"),
    JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", ...template }),
  );
  return folder;
}

describe("assay diagram", () => {
  it("says what each arrow means", async () => {
    const [, page] = await scenesOf("fixtures/orders");
    const arrows = page?.arrows.map(({ title, meaning, arrow }) => `${title} | ${meaning} ${arrow}`);
    expect(arrows).toEqual(
      expect.arrayContaining([
        "ServerlessHttpApi → CreateOrder: sync, POST /orders | sync to",
        "ChargeQueue → ChargeCard: stream | stream to",
        "DailyReportNightly → DailyReport: async, cron(0 3 * * ? *) | async to",
        "Ship → BookCarrier: workflow | workflow to",
        "GetOrder → OrdersTable: access, read | access from",
        "ChargeCard → OrdersTable: access, read, write | access both",
        "CreateOrder → ChargeQueue: async, send | async to",
        "BookCarrier → OrdersTable: configured, ORDERS_TABLE | configured to",
      ]),
    );
    expect(arrows?.some((arrow) => arrow.includes("Role"))).toBe(false);
  });

  it("says what becomes of failed events, and what watches a function", async () => {
    const [, page] = await scenesOf("fixtures/orders");
    const card = (name: string) => page?.boxes.find((box) => box.card.name === name)?.card;
    expect(card("DailyReport")?.failure?.text).toBe("failed schedule events are lost");
    expect(card("NotifyCustomer")?.failure?.text).toBe("failed to FailedChanges");
    expect(card("ChargeQueue")?.failure?.text).toBe("failed to FailedCharges");
    expect(card("CreateOrder")?.badges.map(({ text }) => text)).toEqual(["2 alarms", "X-Ray", "RC 50"]);
    expect(card("GetOrder")?.badges.map(({ text }) => text)).toEqual(["no alarm", "X-Ray"]);
  });

  it("has a page for a network, with subnets by zone", async () => {
    const subnet = (zone: number) => ({
      Type: "AWS::EC2::Subnet",
      Properties: { VpcId: { Ref: "Vpc" }, AvailabilityZone: { "Fn::Select": [zone, { "Fn::GetAZs": "" }] } },
    });
    const folder = repository({
      Resources: {
        Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } },
        SubnetA: subnet(0),
        SubnetB: subnet(1),
        Fn: {
          Type: "AWS::Lambda::Function",
          Properties: {
            Role: "arn",
            Code: { ZipFile: "" },
            VpcConfig: { SubnetIds: [{ Ref: "SubnetA" }], SecurityGroupIds: [] },
          },
        },
      },
    });
    const { out } = await assay(["diagram", "-f", "svg"], {}, folder);
    for (const text of [
      "VPC Vpc",
      "Zone 1 of the region",
      "Zone 2 of the region",
      "SubnetA",
      "SubnetB",
      "VPC Vpc: SubnetA",
    ])
      expect(out).toContain(text);
  });

  it("has a legend on every page", async () => {
    const { out } = await assay(["diagram", "fixtures/orders"]);
    expect(out.match(/asynchronous event/g)?.length).toBe(2);
  });

  it("numbers the files of several pages", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-diagram-"));
    const { err } = await assay(["diagram", "fixtures/orders", "-o", path.join(folder, "orders.svg")]);
    expect(fs.readdirSync(folder).sort()).toEqual(["orders-1.svg", "orders-2.svg"]);
    expect(err).toContain("orders-2.svg");
  });

  it("says so when there is nothing to draw", async () => {
    const { code, out, err } = await assay(["diagram"], {}, fs.mkdtempSync(path.join(os.tmpdir(), "assay-diagram-")));
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain("nothing to draw");
  });

  it.each(["png", "pdf"])("says what is missing for %s", async (format) => {
    const target = path.join(os.tmpdir(), `assay-none.${format}`);
    const command = format === "png" ? "diagram" : "report";
    const none = await assay([command, "fixtures/orders", "-f", format, "-o", target], {
      PATH: "",
      CHROME_PATH: "/nowhere",
    });
    expect([none.code, none.err.includes("CHROME_PATH")]).toEqual([2, true]);
    const nowhere = await assay([command, "fixtures/orders", "-f", format]);
    expect([nowhere.code, nowhere.err.includes("-o FILE")]).toEqual([2, true]);
  });
});

describe("assay render", () => {
  it("writes what report writes, from saved files", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-render-"));
    const [report, graph] = [path.join(folder, "report.json"), path.join(folder, "graph.json")];
    await assay(["report", "fixtures/orders", "-f", "json", "-o", report]);
    fs.writeFileSync(graph, (await assay(["graph", "fixtures/orders"])).out);
    const direct = await assay(["report", "fixtures/orders", "-f", "html"]);
    const rendered = await assay(["render", report, "--graph", graph]);
    expect(rendered.code).toBe(0);
    expect(rendered.out).toBe(direct.out);
    expect((await assay(["render", report])).out).not.toContain("<figure");
  });

  it("refuses what is not a graph", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-render-"));
    const report = path.join(folder, "report.json");
    await assay(["report", "fixtures/orders", "-f", "json", "-o", report]);
    const { code, err } = await assay(["render", report, "--graph", report]);
    expect([code, err.includes("not what assay graph writes")]).toEqual([2, true]);
  });
});
