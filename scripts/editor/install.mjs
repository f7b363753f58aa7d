import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "../base/folders.mjs";
import { adviseOnNpm, quietly, runNpm } from "../base/npm.mjs";
import { step } from "../base/progress.mjs";

/** The real VS Code workbench and extension host, from the npm registry alone. */
const CODE_SERVER_VERSION = "4.139.1";

/**
 * Where code-server is, after installing it into the user's cache when it is not there yet.
 *
 * @returns {Promise<string>} The folder that Node can be given to start it.
 */
export async function ensureCodeServer() {
  const platform = `${process.platform}-${process.arch}`;
  const home = path.join(cacheFolder(), `code-server-${CODE_SERVER_VERSION}-${platform}`);
  if (!existsSync(home)) {
    await step(`Installing code-server ${CODE_SERVER_VERSION}`, () => install(home), {
      usually: "30 s, once per machine",
    });
  }
  const codeServer = codeServerIn(home);
  await provideLogs(codeServer);
  return codeServer;
}

/**
 * Lets VS Code write its logs without the native module that nobody compiled: else every output channel stays empty.
 *
 * @param {string} codeServer
 */
async function provideLogs(codeServer) {
  const main = path.join(codeServer, "lib/vscode/node_modules/@vscode/spdlog/index.js");
  const ours = await readFile(path.join(import.meta.dirname, "plain-spdlog.cjs"), "utf8");
  if ((await readFile(main, "utf8")) === ours) return;
  const partial = `${main}.partial-${process.pid}`;
  await writeFile(partial, ours);
  await rename(partial, main);
}

/** @param {string} home */
function codeServerIn(home) {
  return path.join(home, "node_modules", "code-server");
}

/**
 * Installs beside the final place and renames when all is there: what has the final name is complete.
 *
 * @param {string} home
 */
async function install(home) {
  const partial = `${home}.partial-${process.pid}`;
  await removePartials(home);
  await mkdir(partial, { recursive: true });
  try {
    await writeFile(path.join(partial, "package.json"), '{ "private": true }\n');
    const vscode = path.join(codeServerIn(partial), "lib", "vscode");
    // Without --ignore-scripts it would compile native modules, which takes minutes and which nothing here needs.
    const always = ["--ignore-scripts", ...quietly];
    await npmInstall(partial, [...always, `code-server@${CODE_SERVER_VERSION}`]);
    await npmInstall(vscode, [...always, "--omit=dev"]);
    await npmInstall(path.join(vscode, "extensions"), [...always, "--omit=dev"]);
    await publish(partial, home);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
async function npmInstall(cwd, args) {
  const { code, output } = await runNpm(["install", ...args], { cwd });
  if (code !== 0) throw adviseOnNpm("code-server could not be installed", output);
}

/**
 * @param {string} partial
 * @param {string} home
 */
async function publish(partial, home) {
  try {
    await rename(partial, home);
  } catch (error) {
    // Another checkout was faster: what it installed is the same.
    if (!existsSync(home)) throw error;
  }
}

/**
 * Removes what installations that were interrupted have left.
 *
 * @param {string} home
 */
async function removePartials(home) {
  const cache = path.dirname(home);
  if (!existsSync(cache)) return;
  const prefix = `${path.basename(home)}.partial-`;
  for (const name of await readdir(cache)) {
    if (!name.startsWith(prefix) || isRunning(Number(name.slice(prefix.length)))) continue;
    await rm(path.join(cache, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH, or somebody else's process: not an installation of ours
  }
}
