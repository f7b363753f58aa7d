import { cp, glob, readFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "../base/folders.mjs";

/** What may name a picture or a page: the manifest of the extension, its code, and the pages themselves. */
const mentions = ["package.json", "extension/**/*.ts", "media/**/*.md"];

/**
 * Copies those of the media that something shows. The others are what pictures were drawn from.
 *
 * @param {string} folder The root of what will be packaged.
 */
export async function copyShownMedia(folder) {
  const texts = await Promise.all((await filesOf(mentions)).map(readText));
  for (const file of await filesOf(["media/**/*.*"])) {
    if (!texts.some((text) => text.includes(path.basename(file)))) continue;
    await cp(path.join(projectFolder, file), path.join(folder, file));
  }
}

/** @param {readonly string[]} patterns */
function filesOf(patterns) {
  return Array.fromAsync(glob(patterns, { cwd: projectFolder }));
}

/** @param {string} file */
function readText(file) {
  return readFile(path.join(projectFolder, file), "utf8");
}
