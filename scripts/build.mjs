// Builds the packages: declarations by tsc, and one bundle (with lazy chunks) per package by esbuild.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
execFileSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "--build"], {
  cwd: root,
  stdio: "inherit",
});

for (const name of fs.readdirSync(path.join(root, "packages"))) {
  const folder = path.join(root, "packages", name);
  const { dependencies = {} } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  fs.rmSync(path.join(folder, "dist/chunks"), { recursive: true, force: true });
  await build({
    entryPoints: [path.join(folder, "src/index.ts")],
    outdir: path.join(folder, "dist"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@assay/source"],
    external: Object.keys(dependencies),
    chunkNames: "chunks/[name]-[hash]",
    logLevel: "warning",
    legalComments: "linked",
    // A third less to read at every start; names stay, for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    // CommonJS dependencies that were bundled call require for Node's own modules, and TypeScript asks for its file.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;',
    },
    // js-yaml has an ESM and a CommonJS copy; yaml-cfn would bring the second one in.
    alias: { "js-yaml": jsYaml() },
  });
}

// Declarations name types after the keys of data files, so these are published beside them.
for (const name of fs.readdirSync(path.join(root, "packages"))) {
  const dist = path.join(root, "packages", name, "dist");
  for (const file of fs.readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue;
    const folder = path.dirname(file);
    for (const [, data] of fs
      .readFileSync(path.join(dist, file), "utf8")
      .matchAll(/^import .* from "(\..*\.json)"/gm)) {
      fs.mkdirSync(path.dirname(path.join(dist, folder, data)), { recursive: true });
      fs.copyFileSync(path.join(dist, "../src", folder, data), path.join(dist, folder, data));
    }
  }
}

function jsYaml() {
  return createRequire(path.join(root, "packages/analyzer/package.json")).resolve("js-yaml");
}
