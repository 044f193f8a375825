// The public surface of a package as text: every exported name with its declaration, from the .d.ts files that tsc wrote.
import path from "node:path";
import ts from "typescript";

/** A Markdown page; what changes in it is a change of the package's API. */
export function apiReport(name, folder) {
  const dist = path.join(folder, "dist");
  const index = path.join(dist, "index.d.ts");
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${index} is not there or exports nothing`);
  const target = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const isOwn = (symbol) => symbol.declarations?.some((one) => isTopLevel(one) && fileOf(one).startsWith(dist));

  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, target(symbol)]));
  const seen = new Set(exported.values());
  const hidden = [];
  const visit = (node) => {
    const found = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    const symbol = found && target(found);
    if (symbol && !seen.has(symbol) && isOwn(symbol)) {
      seen.add(symbol);
      hidden.push(symbol);
    }
    ts.forEachChild(node, visit);
  };
  for (const symbol of exported.values()) symbol.declarations?.forEach(visit);
  for (const symbol of hidden) symbol.declarations?.forEach(visit); // grows while it is walked

  const named = [...exported].sort(byName).map(([as, symbol]) => section(as, symbol));
  const further = hidden.map((symbol) => [symbol.name, symbol]).sort(byName);
  return `# ${name}

Written by scripts/generate.mjs from the declarations; do not edit. A change here is a change of the API.

${named.join("\n")}${further.length > 0 ? `\n# Named by these, not exported\n\n${further.map(([as, symbol]) => section(as, symbol)).join("\n")}` : ""}`;
}

const fileOf = (declared) => declared.getSourceFile().fileName;

/** Types, functions and constants, but neither members nor type parameters. */
function isTopLevel(declared) {
  const statement = ts.isVariableDeclaration(declared) ? declared.parent.parent : declared;
  return statement.parent !== undefined && ts.isSourceFile(statement.parent);
}

const byName = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);
const printer = ts.createPrinter({ removeComments: true });

function section(name, symbol) {
  const texts = (symbol.declarations ?? []).map(declaration);
  return `## ${name}\n\n\`\`\`ts\n${[...new Set(texts)].join("\n")}\n\`\`\`\n`;
}

/** A declaration without comments; of a constant, without the others of its statement. */
function declaration(node) {
  const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  return ts.isVariableDeclaration(node) ? `const ${text};` : text.replace(/^export (declare )?/, "");
}
