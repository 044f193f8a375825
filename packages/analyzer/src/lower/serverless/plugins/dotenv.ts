import { at, type MappingNode, type Node } from "../../../parse/node.js";
import { assign } from "../merge.js";
import { listOf, literal } from "../text.js";
import { readDotenv } from "../variables/dotenv.js";
import { custom, type Plugin } from "./plugin.js";

/**
 * The variables of the `.env` files become part of every function's environment; of equal names the more general file wins.
 * https://github.com/neverendingqs/serverless-dotenv-plugin
 */
export const dotenv: Plugin = {
  configure: (root, service, open) => {
    const config = custom(service, "dotenv");
    const stage = literal(service.stage) ?? "dev";
    const base = literal(at(config, "basePath")) ?? "";
    const given = listOf(at(config, "path")).flatMap((path) => literal(path) ?? []);
    const usual = [`.env.${stage}.local`, `.env.${stage}`, ".env.local", ".env"].map((name) => base + name);
    const found = new Map<string, Node>();
    for (const path of given.length > 0 ? given : usual) {
      const file = open(path);
      for (const [name, value] of file ? readDotenv(file) : []) found.set(name, value);
    }
    const included = wanted(at(config, "include"));
    const excluded = wanted(at(config, "exclude"));
    for (const name of found.keys()) {
      if (included ? !included.has(name) : excluded?.has(name)) found.delete(name);
    }
    return found.size > 0 ? withEnvironment(root, found) : root;
  },
};

/** The names of a list; `undefined` for the default, which is all or none. */
function wanted(list: Node | undefined): ReadonlySet<string> | undefined {
  return list?.kind === "sequence" ? new Set(list.items.flatMap((item) => literal(item) ?? [])) : undefined;
}

function withEnvironment(root: MappingNode, variables: ReadonlyMap<string, Node>): MappingNode {
  const provider = root.entries.get("provider");
  if (provider?.kind !== "mapping") return root;
  const { origin } = provider;
  const entries = assign(provider.entries.get("environment"), { kind: "mapping", entries: variables, origin });
  const environment: Node = { kind: "mapping", entries, origin };
  const extended: Node = { ...provider, entries: new Map(provider.entries).set("environment", environment) };
  return { ...root, entries: new Map(root.entries).set("provider", extended) };
}
