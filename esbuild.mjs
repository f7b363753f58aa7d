// Bundles every process of Patchbay into dist/, or into `--outdir=FOLDER`. `--watch` rebuilds on change;
// `--production` minifies.
import { existsSync } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build, context } from "esbuild";
import { dashboardBundle } from "./scripts/build/dashboard-bundle.mjs";
import { libraryBundle } from "./scripts/build/library-bundle.mjs";
import {
  commandBundle,
  copyGrammars,
  hostBundle,
  nodeBundle,
} from "./scripts/build/node-bundles.mjs";
import { buildTypeScriptPlugin, typescriptPlugin } from "./scripts/build/typescript-plugin.mjs";

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

const node = { ...nodeBundle, ...common };

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  // Only the extension may leave `vscode` to the editor: any other bundle that imports it fails to build.
  { ...node, entryPoints: { extension: "extension/main.ts" }, external: ["vscode"] },
  { ...commandBundle, ...common },
  { ...hostBundle, ...common },
  { ...common, ...dashboardBundle },
  { ...common, ...libraryBundle },
];

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
await copyGrammars(outdir);
await copyNativeTransform();
if (watch) {
  // An editor that runs the extension from this folder (F5) has its TypeScript look for the plugin here, as it does in a package. It takes
  // seconds, for which nobody waits who has one.
  const isThere = existsSync(path.join("node_modules", typescriptPlugin.name));
  const built = buildTypeScriptPlugin(import.meta.dirname);
  if (!isThere) await built;
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((bundle) => bundle.watch()));
  await built;
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
