import type { GraphDocument } from "@assay/analyzer";
import type { Assessment } from "@assay/rules";
import type { Io } from "../io.js";

export type ReportFormat = "markdown" | "json" | "html" | "pdf" | "docx" | "xlsx" | "wa-tool" | "in-toto";

/** The formats that only a file can hold. */
export const binaryFormats: readonly ReportFormat[] = ["pdf", "docx", "xlsx"];

/** An assessment in the given format. What a format needs is loaded when it is chosen. */
export async function renderReport(
  format: ReportFormat,
  assessment: Assessment,
  graph: () => GraphDocument | undefined,
  io: Io,
): Promise<string | Uint8Array> {
  switch (format) {
    case "json":
      return `${JSON.stringify(assessment, null, 2)}\n`;
    case "markdown":
      return (await import("../render/markdown.js")).markdownReport(assessment);
    case "wa-tool":
      return (await import("../render/wa-tool.js")).waToolAnswers(assessment);
    case "in-toto":
      return (await import("../render/in-toto.js")).inTotoStatement(assessment);
    case "html":
      return htmlOf(assessment, graph());
    case "pdf": {
      const { pdfOf } = await import("../chromium.js");
      return pdfOf(await htmlOf(assessment, graph()), io);
    }
    case "docx":
      return docxOf(assessment, graph(), io);
    case "xlsx": {
      const [{ sheetsOf }, { xlsx }] = await Promise.all([import("./sheets.js"), import("../office/xlsx.js")]);
      return xlsx(sheetsOf(assessment));
    }
  }
}

async function htmlOf(assessment: Assessment, graph: GraphDocument | undefined): Promise<string> {
  const [{ evidenceReport }, { htmlReport }] = await Promise.all([import("./report.js"), import("./html.js")]);
  return htmlReport(evidenceReport(assessment, graph));
}

/** Word shows no SVG without a painted copy, so diagrams are in the document when a browser can paint them. */
async function docxOf(assessment: Assessment, graph: GraphDocument | undefined, io: Io): Promise<Uint8Array> {
  const { findChromium, pngOf } = await import("../chromium.js");
  const { svg } = await import("../diagram/svg.js");
  const { xml } = await import("../markup/serialize.js");
  const { docx } = await import("../office/docx.js");
  const { evidenceReport } = await import("./report.js");
  const canPaint = findChromium(io.env) !== undefined;
  if (!canPaint) io.err("No Chromium, Chrome or Edge is installed: the document has no diagrams.\n");
  return docx(evidenceReport(assessment, graph), (scene) => {
    if (!canPaint) return undefined;
    const picture = svg(scene);
    const [width, height] = [Number(picture.attributes["width"]), Number(picture.attributes["height"])];
    return { png: pngOf(xml(picture), width, height, io), width, height };
  });
}
