import path from "node:path";
import { describeError } from "../base/advice.mjs";
import { projectFolder } from "../base/folders.mjs";
import { packageExtension } from "../build/vsix.mjs";

/** @type {readonly import("../build/vsix.mjs").PackageTarget[]} */
const targets = ["platform", "universal"];

/**
 * Makes both packages anew and prints what is in them. Each counts as one test: it can be made, and it holds what it
 * needs and nothing else.
 *
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runPackage() {
  let passed = 0;
  for (const target of targets) {
    try {
      const { file, sizeBytes, contents } = await packageExtension(target);
      console.log(`✔ ${path.relative(projectFolder, file)}: ${kilobytes(sizeBytes)}, of which`);
      for (const { name, packedBytes } of largestFirst(contents)) {
        console.log(`    ${kilobytes(packedBytes).padStart(9)}  ${name}`);
      }
      passed += 1;
    } catch (error) {
      console.error(`✘ The ${target} package could not be made. ${describeError(error)}`);
    }
  }
  return { passed, failed: targets.length - passed };
}

/** @param {readonly import("../build/contents.mjs").PackagedFile[]} contents */
function largestFirst(contents) {
  return contents.toSorted((a, b) => b.packedBytes - a.packedBytes);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
