import { randomInt } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { Advice } from "../base/advice.mjs";
import { projectFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";

/** Where fast-check takes seeds from. */
const SEEDS = 2 ** 31;

/**
 * Runs the property tests again and again, each time with another seed, until one fails or the script is ended. The
 * arguments are parts of file names: `npm run fuzz -- manifest` runs those of the manifest.
 *
 * @param {AbortSignal} stopping
 * @returns {Promise<number>} The exit code: 1 when a test failed.
 */
export async function main(stopping) {
  const files = await chosenFiles(process.argv.slice(2));
  for (let round = 1; !stopping.aborted; round += 1) {
    const seed = randomInt(SEEDS);
    console.log(`\n━━ Round ${round}, seed ${seed} ━━`);
    const { code } = await runProcess(
      projectNode,
      [path.join(projectFolder, "node_modules/vitest/vitest.mjs"), "run", ...files],
      { cwd: projectFolder, output: "inherit", env: { PATCHBAY_SEED: String(seed) } },
    );
    if (code !== 0 && !stopping.aborted) {
      console.log(`\nThe same again: PATCHBAY_SEED=${seed} npx vitest run FILE`);
      return 1;
    }
  }
  return 0;
}

/**
 * @param {readonly string[]} parts
 * @returns {Promise<string[]>}
 */
async function chosenFiles(parts) {
  const files = [];
  for await (const file of glob("test/**/*.test.ts", { cwd: projectFolder })) {
    const isChosen = parts.length === 0 || parts.some((part) => file.includes(part));
    if (isChosen && (await hasProperties(file))) files.push(file);
  }
  if (files.length === 0) throw new Advice("No file of property tests has such a name.");
  return files;
}

/** @param {string} file */
async function hasProperties(file) {
  const text = await readFile(path.join(projectFolder, file), "utf8");
  return text.includes('from "fast-check"');
}
