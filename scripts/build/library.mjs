import path from "node:path";
import { build } from "esbuild";
import { projectFolder } from "../base/folders.mjs";
import { writeLibraryTypes } from "./declarations.mjs";
import { libraryBundle } from "./library-bundle.mjs";
import { commandBundle, copyGrammars } from "./node-bundles.mjs";

/** Builds what the npm package holds: the library, readable, and its declarations; the command. */
export async function buildLibrary() {
  const outdir = path.join(projectFolder, "dist");
  await build({ ...libraryBundle, absWorkingDir: projectFolder, outdir });
  await build({ ...commandBundle, absWorkingDir: projectFolder, outdir, minify: true });
  await copyGrammars(outdir);
  await writeLibraryTypes(outdir, "lib");
}
