import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { Advice } from "../base/advice.mjs";
import { step } from "../base/progress.mjs";
import { installExtension, startCodeServer, writeUserSettings } from "../editor/code-server.mjs";
import { ensureCodeServer } from "../editor/install.mjs";
import { installCurrentExtension, startProfile } from "./profile.mjs";

/** What is tried first, so that the address is the same on most days. */
const PREFERRED_PORT = 8137;

/** The first sight is the workspace, not the editor's own welcome. */
const firstSettings = {
  "workbench.startupEditor": "none",
  // As on a desktop: a save is something that the person does, and what Patchbay answers to.
  "files.autoSave": "off",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  // The example stands in this project's repository: nobody has to answer for that.
  "git.openRepositoryInParentFolders": "never",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/**
 * Opens a folder in a VS Code that runs in the browser, until somebody stops it.
 *
 * @param {string} folder
 * @param {{ port: number | null, workspaceTrust: boolean, stopping: AbortSignal }} options Port null: any, the preferred
 *   one if it is free.
 * @returns {Promise<number>} The exit code.
 */
export async function startInBrowser(folder, options) {
  const codeServer = await ensureCodeServer();
  const profile = startProfile("browser");
  await installCurrentExtension(profile, (file) => installExtension(codeServer, profile, file));
  if (!existsSync(path.join(profile.userDataFolder, "User", "settings.json"))) {
    await writeUserSettings(profile, firstSettings);
  }
  const port = await choosePort(options.port);
  const server = await step("Starting the editor", () =>
    startCodeServer({ codeServer, profile, port, workspaceTrust: options.workspaceTrust }),
  );
  console.log(`\n  Open ${workbenchUrl(server.url, folder)}\n\n  Ctrl-C ends it.`);
  const code = await server.ended;
  if (options.stopping.aborted) return 0;
  console.log(`The editor ended by itself (exit code ${code}).`);
  return 1;
}

/**
 * The address of a folder, with its manifest open where it has one.
 *
 * @param {string} url
 * @param {string} folder
 */
function workbenchUrl(url, folder) {
  const address = `${url}/?folder=${encodeURI(folder)}`;
  const manifest = path.join(folder, "plugins.yaml");
  if (!existsSync(manifest)) return address;
  const file = `vscode-remote://${new URL(url).host}${encodeURI(manifest)}`;
  return `${address}&payload=${encodeURIComponent(JSON.stringify([["openFile", file]]))}`;
}

/** @param {number | null} asked */
async function choosePort(asked) {
  if (await isFree(asked ?? PREFERRED_PORT)) return asked ?? PREFERRED_PORT;
  if (asked === null) return 0;
  throw new Advice(
    `Port ${asked} is taken. Choose another, or leave --port out to get one that is free.`,
  );
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
