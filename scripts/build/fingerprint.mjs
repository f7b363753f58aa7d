import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "../base/folders.mjs";

/** Everything that can change what is in the package. */
const inputs = [
  "package.json",
  "package-lock.json",
  "esbuild.mjs",
  "tsconfig.base.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "docs/diagnostics.md",
  "docs/hooks.md",
  "scripts/build/**",
  "{cli,extension,registry,schemas,server,webview,typescript-plugin,plugins,media}/**",
];

/**
 * A text that is the same for as long as packaging again would give the same package.
 *
 * @returns {Promise<string>}
 */
export async function fingerprintSources() {
  const hash = createHash("sha256");
  for (const file of await inputFiles()) {
    hash.update(`${file}\0`).update(await readFile(path.join(projectFolder, file)));
  }
  return hash.digest("hex");
}

/** @returns {Promise<string[]>} */
async function inputFiles() {
  const files = [];
  for await (const entry of glob(inputs, { cwd: projectFolder, withFileTypes: true })) {
    if (entry.isFile()) {
      files.push(path.relative(projectFolder, path.join(entry.parentPath, entry.name)));
    }
  }
  return [...new Set(files)].toSorted();
}
