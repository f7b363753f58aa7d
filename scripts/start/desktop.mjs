import { existsSync } from "node:fs";
import path from "node:path";
import { Advice } from "../base/advice.mjs";
import { runProcess } from "../base/processes.mjs";
import { installCurrentExtension, startProfile } from "./profile.mjs";

/**
 * Opens a folder in the person's own desktop VS Code, with a profile of its own, until its window is closed.
 *
 * @param {string} folder
 * @returns {Promise<number>} The exit code.
 */
export async function startOnDesktop(folder) {
  const code = findCode();
  const profile = startProfile("desktop");
  const profileArgs = [
    `--user-data-dir=${profile.userDataFolder}`,
    `--extensions-dir=${profile.extensionsFolder}`,
  ];
  await installCurrentExtension(profile, async (file) => {
    const installed = await runProcess(code, [
      ...profileArgs,
      "--force",
      "--install-extension",
      file,
    ]);
    if (installed.code !== 0)
      throw new Error(`VS Code did not install ${file}:\n${installed.output}`);
  });
  console.log(`\n  VS Code opens ${folder}.\n\n  Closing its window, or Ctrl-C, ends it.`);
  return (await runProcess(code, [...profileArgs, "--new-window", "--wait", folder])).code;
}

/** @returns {string} */
function findCode() {
  const name = process.platform === "win32" ? "code.cmd" : "code";
  const found = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(existsSync);
  if (found) return found;
  throw new Advice(
    "There is no `code` on PATH. In VS Code run *Shell Command: Install 'code' command in PATH*, or leave --desktop out.",
  );
}
