import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { projectFolder, stateFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { step } from "../base/progress.mjs";
import { projectNode } from "../base/project-node.mjs";
import { checkContents, readContents } from "./contents.mjs";
import { fingerprintSources } from "./fingerprint.mjs";
import { copyShownMedia } from "./media.mjs";
import { buildTypeScriptPlugin, typescriptPlugin } from "./typescript-plugin.mjs";

/**
 * - `platform`: for this machine's platform, with the native transform.
 * - `universal`: for every platform, without it.
 *
 * @typedef {"platform" | "universal"} PackageTarget
 */

/**
 * The package of what stands in the checkout: a new one, or the last one when nothing has changed since.
 *
 * @param {PackageTarget} target
 * @returns {Promise<{ file: string, fingerprint: string }>}
 */
export async function ensureVsix(target) {
  const file = vsixFile(target);
  const fingerprint = await fingerprintSources();
  const packaged = await readFile(stampFile(target), "utf8").catch(() => null);
  if (!existsSync(file) || packaged !== fingerprint) {
    await step("Building the extension", () => packageExtension(target), { usually: "10 s" });
  }
  return { file, fingerprint };
}

/**
 * Builds, packages and checks the contents.
 *
 * @param {PackageTarget} target
 * @returns {Promise<{ file: string, sizeBytes: number, contents: import("./contents.mjs").PackagedFile[] }>}
 */
export async function packageExtension(target) {
  const isNative = target === "platform";
  const fingerprint = await fingerprintSources();
  const folder = await stage(target);
  const file = vsixFile(target);
  await rm(file, { force: true });
  await rm(stampFile(target), { force: true });
  await mkdir(path.dirname(file), { recursive: true });
  const args = ["--no-yarn", "--no-rewrite-relative-links", "--allow-missing-repository"];
  if (isNative) args.push(`--target=${platformTarget()}`);
  const vsce = fileURLToPath(import.meta.resolve("@vscode/vsce/vsce"));
  await runTool(vsce, ["package", ...args, `--out=${file}`], folder);
  const contents = await readContents(file);
  const problems = checkContents(contents, { isNative });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  await writeFile(stampFile(target), fingerprint);
  return { file, sizeBytes: (await stat(file)).size, contents };
}

/**
 * Lays out what goes into the package in a folder of its own, so that a build for packaging never disturbs the one that
 * somebody is debugging.
 *
 * @param {PackageTarget} target
 * @returns {Promise<string>}
 */
async function stage(target) {
  const folder = path.join(stateFolder, "package", target);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const dist = path.join(folder, "dist");
  const bundler = path.join(projectFolder, "esbuild.mjs");
  await runTool(bundler, ["--production", `--outdir=${dist}`], projectFolder);
  // The library is for npm.
  await rm(path.join(dist, "lib.js"), { force: true });
  if (target === "universal") await rm(path.join(dist, "native"), { recursive: true, force: true });
  for (const name of [
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "docs/diagnostics.md",
    "docs/hooks.md",
  ]) {
    await cp(path.join(projectFolder, name), path.join(folder, name));
  }
  await copyShownMedia(folder);
  await buildTypeScriptPlugin(folder);
  await writeFile(path.join(folder, "package.json"), await packagedManifest());
  return folder;
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function runTool(script, args, cwd) {
  const { code, output } = await runProcess(projectNode, [script, ...args], { cwd });
  if (code !== 0) throw new Error(`${path.basename(script)} failed:\n${output}`);
}

/** The project's own package.json without what only its developers, or users of the library, need. */
async function packagedManifest() {
  const manifest = JSON.parse(await readFile(path.join(projectFolder, "package.json"), "utf8"));
  for (const key of [...developersKeys, ...libraryKeys]) delete manifest[key];
  // Of `node_modules`, what is named here is packaged and nothing else.
  manifest.dependencies = { [typescriptPlugin.name]: typescriptPlugin.version };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const developersKeys = ["scripts", "devDependencies", "allowScripts", "private"];
const libraryKeys = ["types", "exports", "files", "dependencies"];

/** @param {PackageTarget} target */
function vsixFile(target) {
  const suffix = target === "platform" ? `-${platformTarget()}` : "";
  return path.join(projectFolder, "vsix", `patchbay${suffix}.vsix`);
}

/**
 * Says which sources the package was made of.
 *
 * @param {PackageTarget} target
 */
function stampFile(target) {
  return path.join(stateFolder, `vsix-${target}.fingerprint`);
}

/** The marketplace's name of this machine's platform. */
function platformTarget() {
  const isMusl = process.platform === "linux" && existsSync("/etc/alpine-release");
  return `${isMusl ? "alpine" : process.platform}-${process.arch}`;
}
