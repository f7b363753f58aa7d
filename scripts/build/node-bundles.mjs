import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/**
 * Everything that runs on Node: the oldest supported VS Code runs Node 22, the command runs on 20.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const nodeBundle = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  legalComments: "none",
  // Its ES module asks `import.meta` where it is, which a CommonJS bundle cannot answer.
  alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
};

const registry = path.resolve(import.meta.dirname, "../../registry");

/**
 * What is a bundle of its own: who imports it only when it is needed has it loaded only then, whichever bundle that is in.
 *
 * @type {Readonly<Record<string, string>>}
 */
const apart = {
  [path.join(registry, "operator/index.ts")]: "./operator.js",
  [path.join(registry, "otel/export/index.ts")]: "./otel-export.js",
};

/** @type {import("esbuild").Plugin} */
const leaveApart = {
  name: "leave-apart",
  setup(bundling) {
    bundling.onResolve({ filter: /\/index\.ts$/ }, ({ kind, importer, path: specifier }) => {
      if (kind !== "dynamic-import") return null;
      const bundle = apart[path.resolve(path.dirname(importer), specifier)];
      return bundle ? { path: bundle, external: true } : null;
    });
  },
};

/** The thread of the plugins, and what starts it. */
export const workerEntryPoints = {
  worker: "registry/runtimes/worker/launch/main.ts",
  "worker-main": "registry/runtimes/worker/main.ts",
};

/**
 * What the command `patchbay` is made of, beside the grammars.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const commandBundle = {
  ...nodeBundle,
  entryPoints: {
    cli: "cli/main.ts",
    operator: "registry/operator/index.ts",
    "otel-export": "registry/otel/export/index.ts",
    "otel-thread": "registry/otel/thread/index.ts",
    server: "server/launch/main.ts",
    "server-main": "server/main.ts",
    ...workerEntryPoints,
  },
  external: ["oxc-transform"],
  plugins: [leaveApart],
};

/**
 * The process of the editor's registry. Beside it are the operator API and the worker of the command.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const hostBundle = {
  ...nodeBundle,
  entryPoints: {
    host: "registry/host-process/launch/main.ts",
    "host-main": "registry/host-process/main.ts",
  },
  external: ["oxc-transform"],
  // Code that V8 is given compiled cannot `import()`; it may `require` when it gets there.
  supported: { "dynamic-import": false },
  plugins: [leaveApart],
};

/**
 * The grammars with which plugin sources are read without being run.
 *
 * @param {string} outdir
 */
export async function copyGrammars(outdir) {
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
