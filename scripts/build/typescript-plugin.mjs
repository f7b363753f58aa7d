import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { projectFolder } from "../base/folders.mjs";
import { rollUp, writeLibraryTypes } from "./declarations.mjs";
import { nodeBundle } from "./node-bundles.mjs";

/** As `contributes.typescriptServerPlugins` names it: tsserver looks for it in the extension's `node_modules`. */
export const typescriptPlugin = { name: "patchbay-typescript-plugin", version: "1.0.0" };

/**
 * Writes the plugin of the editor's TypeScript, with the declarations that it provides, into `node_modules` of a folder.
 *
 * @param {string} folder
 */
export async function buildTypeScriptPlugin(folder) {
  const outdir = path.join(folder, "node_modules", typescriptPlugin.name);
  const types = path.join(outdir, "types");
  await mkdir(types, { recursive: true });
  await writeFile(
    path.join(outdir, "package.json"),
    `${JSON.stringify({ ...typescriptPlugin, main: "index.js" }, null, 2)}\n`,
  );
  await build({
    ...nodeBundle,
    absWorkingDir: projectFolder,
    entryPoints: { index: "typescript-plugin/main.ts" },
    outdir,
    minify: true,
    // tsserver calls the module itself.
    footer: { js: "module.exports = module.exports.startPlugin;" },
  });
  await writeLibraryTypes(types, "patchbay");
  const zod = fileURLToPath(import.meta.resolve("zod"));
  await rollUp(path.join(path.dirname(zod), "index.d.ts"), { outdir: types, name: "zod" });
}
