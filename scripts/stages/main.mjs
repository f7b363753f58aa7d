import { Advice, describeError } from "../base/advice.mjs";
import { endAllProcesses } from "../base/processes.mjs";
import { runChecks } from "./check.mjs";
import { runEndToEnd } from "./end-to-end.mjs";
import { runExtensionHost } from "./extension-host.mjs";
import { runPackage } from "./package.mjs";
import { summarize } from "./summary.mjs";
import { runVitest } from "./vitest.mjs";

/** @typedef {import("./tally.mjs").Tally} Tally */
/** @typedef {import("./summary.mjs").StageResult} StageResult */

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
 * Runs the stages named on the command line, or all, and prints what became of them.
 *
 * @returns {Promise<number>} The exit code.
 */
export async function main() {
  /** @type {StageResult[]} */
  const results = [];
  for (const [name, run] of chosenStages()) {
    console.log(`\n━━ ${name} ━━`);
    const started = performance.now();
    const tally = await runStage(name, run);
    results.push({ name, tally, seconds: (performance.now() - started) / 1000 });
  }
  console.log(summarize(results));
  return results.every(({ tally }) => tally.failures.length === 0) ? 0 : 1;
}

function chosenStages() {
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !(name in stages));
  if (unknown.length > 0) {
    const known = Object.keys(stages).join(", ");
    throw new Advice(`There is no stage ${unknown.join(", ")}. There are: ${known}.`);
  }
  return Object.entries(stages).filter(([name]) => chosen.length === 0 || chosen.includes(name));
}

/**
 * A stage that dies counts as one failure, and the next one runs all the same.
 *
 * @param {string} name
 * @param {() => Promise<Tally>} run
 * @returns {Promise<Tally>}
 */
async function runStage(name, run) {
  try {
    return await run();
  } catch (error) {
    const message = describeError(error);
    console.error(`\n${name} could not be run. ${message}`);
    return { passed: 0, failures: [{ name: "could not be run", message }] };
  } finally {
    await endAllProcesses();
  }
}
