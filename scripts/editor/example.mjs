import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { projectFolder } from "../base/folders.mjs";

/**
 * A copy of the example workspace that a test may change.
 *
 * @returns {Promise<{ folder: string, root: string, remove: () => Promise<void> }>} `root` holds `folder` and whatever
 *   else the test wants to keep beside it.
 */
export async function copyExample() {
  const root = await mkdtemp(path.join(os.tmpdir(), "patchbay-test-"));
  const folder = path.join(root, "example");
  await mkdir(folder);
  await cp(path.join(projectFolder, "examples", "typescript"), folder, { recursive: true });
  await keepTypes(folder);
  // Windows may hold a file of an editor that has only just ended.
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 });
  return { folder, root, remove };
}

/**
 * The example finds the types of `patchbay` by a path relative to the project.
 *
 * @param {string} folder
 */
async function keepTypes(folder) {
  const file = path.join(folder, "tsconfig.json");
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replaceAll('"../../', JSON.stringify(`${projectFolder}/`).slice(0, -1)),
  );
}
