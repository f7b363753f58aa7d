// Bundles every process of Patchbay into dist/, or into `--outdir=FOLDER`. `--watch` rebuilds on change;
// `--production` minifies.
import { existsSync } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build, context } from "esbuild";
import { dashboardBundle } from "./scripts/build/dashboard-bundle.mjs";
import { libraryBundle } from "./scripts/build/library-bundle.mjs";

const require = createRequire(import.meta.url);
const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");
const outdir =
  process.argv.find((arg) => arg.startsWith("--outdir="))?.slice("--outdir=".length) ?? "dist";

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  outdir,
  sourcemap: production ? false : "linked",
  minify: production,
  logLevel: "info",
  legalComments: "none",
};

/**
 * Everything that runs on Node: the oldest supported VS Code runs Node 22, the CLI runs on 20.
 *
 * @type {import("esbuild").BuildOptions}
 */
const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  // Its ES module asks `import.meta` where it is, which a CommonJS bundle cannot answer.
  alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
};

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  // Only the extension may leave `vscode` to the editor: any other bundle that imports it fails to build.
  { ...node, entryPoints: { extension: "extension/main.ts" }, external: ["vscode"] },
  { ...node, entryPoints: { server: "server/main.ts" } },
  { ...node, entryPoints: { cli: "cli/main.ts" }, external: ["oxc-transform"] },
  {
    ...node,
    entryPoints: { host: "registry/host/main.ts", worker: "registry/runtimes/worker/main.ts" },
    external: ["oxc-transform"],
  },
  { ...common, ...dashboardBundle },
  { ...common, ...libraryBundle },
];

/** The grammars with which plugin sources are read without being run. */
async function copyGrammars() {
  const grammars = path.join(
    path.dirname(require.resolve("@vscode/tree-sitter-wasm/package.json")),
    "wasm",
  );
  const wasm = path.join(outdir, "wasm");
  await mkdir(wasm, { recursive: true });
  const files = [
    "tree-sitter-typescript.wasm",
    "tree-sitter-tsx.wasm",
    "tree-sitter-javascript.wasm",
    "tree-sitter-python.wasm",
  ];
  await Promise.all(
    files.map((file) => copyFile(path.join(grammars, file), path.join(wasm, file))),
  );
  await copyFile(
    require.resolve("web-tree-sitter/web-tree-sitter.wasm"),
    path.join(wasm, "web-tree-sitter.wasm"),
  );
}

/** The native transform of this machine's platform. The worker does without where there is none. */
async function copyNativeTransform() {
  const oxc = path.dirname(require.resolve("oxc-transform/package.json"));
  const { optionalDependencies } = require("oxc-transform/package.json");
  // npm installs the one binding that fits this platform and its C library.
  const installed = Object.keys(optionalDependencies)
    .map((name) => path.join(oxc, "..", name))
    .find((folder) => existsSync(folder));
  if (!installed) return;
  await mkdir(path.join(outdir, "native"), { recursive: true });
  await copyFile(require.resolve(installed), path.join(outdir, "native", "oxc-transform.node"));
}

await rm(outdir, { recursive: true, force: true });
await copyGrammars();
await copyNativeTransform();
if (watch) {
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((bundle) => bundle.watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
