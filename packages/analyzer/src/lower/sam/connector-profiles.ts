import type { Json, Origin } from "../../parse/node.js";
import type { Draft } from "../draft.js";
import data from "./data/connector-profiles.json" with { type: "json" };
import type { Drafts } from "./model.js";

interface Access {
  readonly statements?: readonly Json[];
  readonly permission?: { readonly [field: string]: Json };
}

export interface Profile {
  readonly kind: "managed-policy" | "queue-policy" | "topic-policy" | "lambda-permission";
  readonly on: "source" | "destination";
  readonly dependedBy?: string;
  readonly combinations?: readonly (readonly string[])[];
  readonly access: Readonly<Record<string, Access>>;
}

export const pairs: Readonly<Record<string, Profile>> = data.pairs as never;

export const ends: Readonly<Record<string, Readonly<Record<string, Json>>>> = data.resources;

/**
 * Data of a profile with its placeholders replaced. A text that is one placeholder becomes its value; others become
 * `Fn::Sub`, as does a text that refers to resources itself.
 */
export function filled(data: Json, variables: Drafts, origin: Origin): Draft {
  if (Array.isArray(data)) return (data as readonly Json[]).map((item) => filled(item, variables, origin));
  if (typeof data === "object" && data !== null)
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, filled(item, variables, origin)]));
  if (typeof data !== "string") return data;
  const whole = /^%\{([\w.]+)\}$/.exec(data)?.[1];
  if (whole !== undefined) return variables[whole];
  const used: Record<string, Draft> = {};
  const text = data.replace(/%\{([\w.]+)\}/g, (_, name: string) => {
    const variable = name.replace(/[^A-Za-z0-9]/g, "");
    used[variable] = variables[name];
    return `\${${variable}}`;
  });
  if (!/\$\{.+\}/.test(text)) return text;
  return { "Fn::Sub": Object.keys(used).length > 0 ? [text, used] : text };
}
