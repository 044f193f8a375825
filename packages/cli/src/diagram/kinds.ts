import data from "./data/kinds.json" with { type: "json" };

export type Category = keyof typeof data.categories;

/** The categories with their titles and colours, in the order of the legend. */
export const categories: readonly { readonly id: Category; readonly title: string; readonly colour: string }[] = (
  Object.keys(data.categories) as Category[]
).map((id) => ({ id, ...data.categories[id] }));

const kinds: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(data.kinds));

/** Colour and glyph of a kind of resource: the category's colour, our own sign. */
export function lookOf(kind: string): { readonly category: Category; readonly colour: string; readonly glyph: string } {
  const [category, glyph] = (kinds.get(kind) ?? ["general", "box"]) as [Category, keyof typeof data.glyphs];
  return { category, colour: data.categories[category].colour, glyph: data.glyphs[glyph] };
}

/** Whether resources of a kind are part of the picture. Roles, permissions, log groups, alarms and keys are not. */
export function isDrawn(kind: string): boolean {
  return kinds.has(kind) && !HIDDEN.has(kind);
}

const HIDDEN = new Set(["alarm", "log-group", "stack", "vpc-endpoint", "nat-gateway"]);
