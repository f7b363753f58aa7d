import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { projectFolder, stateFolder } from "../base/folders.mjs";
import { projectNode } from "../base/project-node.mjs";
import { runProcess } from "../base/processes.mjs";

/**
 * Writes all declarations of the library into one file: what users see of it has no folders.
 *
 * @param {string} outdir
 * @param {string} name Of the file, without `.d.ts`.
 */
export async function writeLibraryTypes(outdir, name) {
  // One for each build: two at a time would take each other's files away.
  const declarations = path.join(stateFolder, `library-types-${process.pid}`);
  await rm(declarations, { recursive: true, force: true });
  try {
    await runCompiler(["-p", "registry/tsconfig.library.json", "--outDir", declarations]);
    await rollUp(path.join(declarations, "registry/index.d.ts"), { outdir, name });
  } finally {
    await rm(declarations, { recursive: true, force: true });
  }
}

/**
 * Writes a declaration file, and all that it takes from others, as one file.
 *
 * @param {string} file
 * @param {{ outdir: string, name: string }} to
 */
export async function rollUp(file, { outdir, name }) {
  const bundle = await rolldown({
    input: { [name]: file },
    external: ["zod", /^node:/],
    plugins: [dts({ dtsInput: true, generator: "oxc", tsconfig: false })],
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  // What it adds to run namespaces is not for declarations.
  const types = output.find(({ fileName }) => fileName === `${name}.d.ts`);
  if (types?.type !== "chunk") throw new Error(`${file} has no declarations`);
  await mkdir(outdir, { recursive: true });
  await writeFile(path.join(outdir, types.fileName), types.code);
}

/** @param {readonly string[]} args */
async function runCompiler(args) {
  const tsc = path.join(projectFolder, "node_modules/typescript/bin/tsc");
  const { code, output } = await runProcess(projectNode, [tsc, ...args], { cwd: projectFolder });
  if (code !== 0) throw new Error(`The library's declarations cannot be made:\n${output}`);
}
