import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Advice } from "./advice.mjs";
import { projectFolder } from "./folders.mjs";
import { adviseOnNpm, quietly, runNpm } from "./npm.mjs";
import { step } from "./progress.mjs";
import { projectNode } from "./project-node.mjs";

/** Installs the project's dependencies when they are missing, half installed, or other than the lockfile says. */
export async function ensureDependencies() {
  if (areDependenciesCurrent()) return;
  await step("Installing dependencies", installDependencies, { usually: "30 s" });
}

async function installDependencies() {
  const { code, output } = await runNpm(["ci", ...quietly], { cwd: projectFolder });
  if (code !== 0) throw adviseOnNpm("The dependencies could not be installed", output);
  if (!existsSync(projectNode)) {
    throw new Advice(
      "npm did not install the project's Node.js: run `npm ci` without --ignore-scripts and --omit.",
    );
  }
}

/**
 * npm writes its own record of what is installed last of all, so a half-finished installation has none.
 *
 * @returns {boolean}
 */
function areDependenciesCurrent() {
  const recordFile = path.join(projectFolder, "node_modules", ".package-lock.json");
  if (!existsSync(recordFile) || !existsSync(projectNode)) return false;
  const wanted = readPackages(path.join(projectFolder, "package-lock.json"));
  const installed = readPackages(recordFile);
  return Object.entries(wanted).every(
    ([folder, { version, optional }]) =>
      folder === "" || optional || installed[folder]?.version === version,
  );
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
function readPackages(lockfile) {
  return JSON.parse(readFileSync(lockfile, "utf8")).packages;
}
