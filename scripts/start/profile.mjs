import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { stateFolder } from "../base/folders.mjs";
import { step } from "../base/progress.mjs";
import { ensureVsix } from "../build/vsix.mjs";

/** @typedef {import("../editor/code-server.mjs").EditorProfile} EditorProfile */

/**
 * A profile of its own for each editor that `npm start` opens: it sees nothing of the person's own VS Code, and what the
 * person sets in it is kept from one start to the next.
 *
 * @param {"browser" | "desktop"} editor
 * @returns {EditorProfile}
 */
export function startProfile(editor) {
  const folder = path.join(stateFolder, "start", editor);
  return {
    userDataFolder: path.join(folder, "user-data"),
    extensionsFolder: path.join(folder, "extensions"),
  };
}

/**
 * Installs the extension as it stands in the checkout, unless that very one is installed already.
 *
 * @param {EditorProfile} profile
 * @param {(vsixFile: string) => Promise<void>} install
 */
export async function installCurrentExtension(profile, install) {
  const { file, fingerprint } = await ensureVsix("platform");
  const stampFile = path.join(profile.extensionsFolder, "installed.fingerprint");
  if (existsSync(stampFile) && (await readFile(stampFile, "utf8")) === fingerprint) return;
  await mkdir(profile.extensionsFolder, { recursive: true });
  await step("Installing the extension", () => install(file), { usually: "5 s" });
  await writeFile(stampFile, fingerprint);
}
