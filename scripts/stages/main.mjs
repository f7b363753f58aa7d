import { Advice, describeError } from "../base/advice.mjs";
import { endAllProcesses } from "../base/processes.mjs";
import { runChecks } from "./check.mjs";
import { runEndToEnd } from "./end-to-end.mjs";
import { runExtensionHost } from "./extension-host.mjs";
import { runPackage } from "./package.mjs";
import { runVitest } from "./vitest.mjs";

/** @typedef {import("./tally.mjs").Tally} Tally */

/**
 * Named stages, in the order in which they run: what fails soonest comes first. One at a time, so that each has the whole machine.
 *
 * @type {Readonly<Record<string, () => Promise<Tally>>>}
 */
const stages = {
  check: runChecks,
  unit: () => runVitest("unit"),
  processes: () => runVitest("processes"),
  extension: runExtensionHost,
  package: runPackage,
  e2e: runEndToEnd,
};

/**
 * Runs the stages named on the command line, or all. The last line printed is `N passed, N failed`.
 *
 * @returns {Promise<number>} The exit code.
 */
export async function main() {
  const names = chosenStages();
  /** @type {[name: string, tally: Tally, seconds: number][]} */
  const results = [];
  for (const name of names) {
    console.log(`\n━━ ${name} ━━`);
    const started = performance.now();
    const tally = await runStage(name);
    results.push([name, tally, (performance.now() - started) / 1000]);
  }
  return report(results);
}

function chosenStages() {
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !(name in stages));
  if (unknown.length > 0) {
    const known = Object.keys(stages).join(", ");
    throw new Advice(`There is no stage ${unknown.join(", ")}. There are: ${known}.`);
  }
  return Object.keys(stages).filter((name) => chosen.length === 0 || chosen.includes(name));
}

/**
 * A stage that dies counts as one failure, and the next one runs all the same.
 *
 * @param {string} name
 * @returns {Promise<Tally>}
 */
async function runStage(name) {
  try {
    return (await stages[name]?.()) ?? { passed: 0, failed: 1 };
  } catch (error) {
    console.error(`\n${name} could not be run. ${describeError(error)}`);
    return { passed: 0, failed: 1 };
  } finally {
    await endAllProcesses();
  }
}

/**
 * @param {readonly [name: string, tally: Tally, seconds: number][]} results
 * @returns {number}
 */
function report(results) {
  console.log();
  for (const [name, { passed, failed }, seconds] of results) {
    const mark = failed === 0 ? "✔" : "✘";
    console.log(`${mark} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`);
  }
  const passed = results.reduce((sum, [, tally]) => sum + tally.passed, 0);
  const failed = results.reduce((sum, [, tally]) => sum + tally.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
