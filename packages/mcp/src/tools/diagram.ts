import { embedding, visible } from "assay";
import { z } from "zod";
import { Refused, within } from "../confine.js";
import { path } from "../shapes.js";
import { defineTool } from "../tool.js";

/** A client that draws more than this draws nothing: the usual limit of Mermaid's `maxTextSize`. */
const MOST_CHARACTERS = 50_000;

export const diagram = defineTool({
  name: "diagram",
  title: "Diagram",
  description:
    "The architecture as Mermaid flowcharts: an overview when there are several stacks, then one per stack. Names in them are escaped, so a chart can be shown as it is.",
  input: {
    path,
    chart: z.int().min(1).default(1).describe("Which chart; the answer lists them."),
  },
  output: {
    charts: z.array(z.object({ number: z.int(), title: z.string(), characters: z.int() })),
    mermaid: z.string().describe("The source of the chart that was asked for."),
  },
  async run(input, analyses) {
    const inside = within(analyses.root, input.path);
    const { mermaidDiagrams } = await embedding();
    const drawn = mermaidDiagrams((await analyses.of({ folder: "", inside })).analysis);
    const chart = drawn[input.chart - 1];
    if (!chart)
      throw new Refused(
        drawn.length === 0
          ? "There is nothing to draw: no function and no connection is declared below the path."
          : `There are ${drawn.length} charts.`,
      );
    if (chart.text.length > MOST_CHARACTERS)
      throw new Refused(
        `The chart has ${chart.text.length} characters, more than the ${MOST_CHARACTERS} that Mermaid draws. Ask for a part of the repository by path, or for another of the ${drawn.length} charts.`,
      );
    const charts = drawn.map(({ title, text }, index) => ({ number: index + 1, title, characters: text.length }));
    const mermaid = chart.text
      .split("\n")
      .map((line) => visible(line, Infinity))
      .join("\n");
    return {
      data: { charts },
      verbatim: { mermaid },
      text: `Chart ${input.chart} of ${drawn.length}.\n\n\`\`\`mermaid\n${mermaid}\`\`\``,
    };
  },
});
