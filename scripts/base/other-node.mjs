import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "./folders.mjs";
import { adviseOnNpm, quietly, runNpm } from "./npm.mjs";

/**
 * The Node of a version, from npm, kept in the user's cache. Throws advice when it cannot be had.
 *
 * @param {string} version Exact: what is cached is not looked up again.
 * @returns {Promise<string>} Its executable.
 */
export async function otherNode(version) {
  const folder = path.join(cacheFolder(), "node", version);
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const node = path.join(folder, "node_modules/node/bin", executable);
  if (existsSync(node)) return node;

  // Complete or not there: another run may be at it, too.
  const making = `${folder}.${process.pid}`;
  await mkdir(making, { recursive: true });
  // The package is an installer.
  const project = { private: true, allowScripts: { node: true }, dependencies: { node: version } };
  await writeFile(path.join(making, "package.json"), JSON.stringify(project));
  const { code, output } = await runNpm(["install", ...quietly], { cwd: making });
  if (code !== 0) {
    await rm(making, { recursive: true, force: true });
    throw adviseOnNpm(
      `Node ${version}, which the package is tested on, could not be installed`,
      output,
    );
  }
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
  return node;
}
