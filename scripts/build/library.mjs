import { rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { projectFolder, stateFolder } from "../base/folders.mjs";
import { projectNode } from "../base/project-node.mjs";
import { runProcess } from "../base/processes.mjs";
import { libraryBundle } from "./library-bundle.mjs";
import { commandBundle, copyGrammars } from "./node-bundles.mjs";

/** Builds what the npm package holds: the library, readable, and its declarations; the command. */
export async function buildLibrary() {
  const outdir = path.join(projectFolder, "dist");
  await build({ ...libraryBundle, absWorkingDir: projectFolder, outdir });
  await build({ ...commandBundle, absWorkingDir: projectFolder, outdir, minify: true });
  await copyGrammars(outdir);
  await buildTypes(outdir);
}

/**
 * All declarations in one file: what users see of the library has no folders.
 *
 * @param {string} outdir
 */
async function buildTypes(outdir) {
  const declarations = path.join(stateFolder, "library-types");
  await rm(declarations, { recursive: true, force: true });
  await runCompiler(["-p", "registry/tsconfig.library.json", "--outDir", declarations]);
  const bundle = await rolldown({
    input: { lib: path.join(declarations, "registry/index.d.ts") },
    external: ["zod", /^node:/],
    plugins: [dts({ dtsInput: true, generator: "oxc", tsconfig: false })],
  });
  await bundle.write({ dir: outdir, format: "es" });
  await bundle.close();
}

/** @param {readonly string[]} args */
async function runCompiler(args) {
  const tsc = path.join(projectFolder, "node_modules/typescript/bin/tsc");
  const { code, output } = await runProcess(projectNode, [tsc, ...args], { cwd: projectFolder });
  if (code !== 0) throw new Error(`The library's declarations cannot be made:\n${output}`);
}
