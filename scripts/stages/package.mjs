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
  const failures = [];
  for (const target of targets) {
    try {
      const { file, sizeBytes, contents } = await packageExtension(target);
      console.log(`✔ ${path.relative(projectFolder, file)}: ${kilobytes(sizeBytes)}, of which`);
      for (const { name, packedBytes } of largestFirst(contents)) {
        console.log(`    ${kilobytes(packedBytes).padStart(9)}  ${name}`);
      }
    } catch (error) {
      const failure = { name: `the ${target} package`, message: describeError(error) };
      console.error(`✘ ${failure.name} could not be made. ${failure.message}`);
      failures.push(failure);
    }
  }
  return { passed: targets.length - failures.length, failures };
}

/** @param {readonly import("../build/contents.mjs").PackagedFile[]} contents */
function largestFirst(contents) {
  return contents.toSorted((a, b) => b.packedBytes - a.packedBytes);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
