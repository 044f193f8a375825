import type { Render } from "./render.js";
import { jsonText } from "./text.js";

/** The assessment itself, as schema/assessment-1.json describes it. */
export const json: Render = (assessment) => jsonText(assessment);
