// Bundles every process of Patchbay into dist/. `--watch` rebuilds on change; `--production` minifies.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build, context } from "esbuild";

const require = createRequire(import.meta.url);
const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");

const common = {
  bundle: true,
  outdir: "dist",
  sourcemap: production ? false : "linked",
  minify: production,
  logLevel: "info",
  legalComments: "none",
};

/** Everything that runs on Node: the oldest supported VS Code runs Node 22, the CLI runs on 20. */
const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
};

const bundles = [
  // Only the extension may leave `vscode` to the editor: any other bundle that imports it fails to build.
  { ...node, entryPoints: { extension: "extension/main.ts" }, external: ["vscode"] },
  { ...node, entryPoints: { server: "server/main.ts" } },
  {
    ...node,
    entryPoints: { host: "registry/host/main.ts", worker: "registry/runtimes/worker/main.ts" },
    external: ["oxc-transform"],
  },
  {
    ...common,
    entryPoints: { dashboard: "webview/main.ts" },
    platform: "browser",
    format: "iife",
    target: "chrome128",
    // The chart's stylesheet and the icons travel inside the script: the page's policy allows no other source.
    loader: { ".css": "text", ".svg": "text" },
  },
];

/** The grammars with which plugin sources are read without being run. */
async function copyGrammars() {
  const grammars = path.join(
    path.dirname(require.resolve("@vscode/tree-sitter-wasm/package.json")),
    "wasm",
  );
  await mkdir("dist/wasm", { recursive: true });
  const files = [
    "tree-sitter-typescript.wasm",
    "tree-sitter-tsx.wasm",
    "tree-sitter-javascript.wasm",
    "tree-sitter-python.wasm",
  ];
  await Promise.all(
    files.map((file) => copyFile(path.join(grammars, file), path.join("dist/wasm", file))),
  );
  await copyFile(
    require.resolve("web-tree-sitter/web-tree-sitter.wasm"),
    "dist/wasm/web-tree-sitter.wasm",
  );
}

await rm("dist", { recursive: true, force: true });
await copyGrammars();
if (watch) {
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((bundle) => bundle.watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
