import { readFile } from "node:fs/promises";

/**
 * @typedef {{ readonly name: string, readonly message: string }} Failure One test that failed. `name` says where it is, too.
 */

/** @typedef {{ readonly passed: number, readonly failures: readonly Failure[] }} Tally What became of the tests of a stage. */

/**
 * What a test runner reported, or one failure when it died before it could.
 *
 * @param {{ code: number, reportFile: string, read: (report: any) => Tally }} run `code`: the runner's exit code;
 *   `read` picks the results from the parsed report, whose shape is the runner's own.
 * @returns {Promise<Tally>}
 */
export async function tallyOf({ code, reportFile, read }) {
  const text = await readFile(reportFile, "utf8").catch(() => null);
  if (text === null) {
    return { passed: 0, failures: [ofRunner(`It ended with code ${code} and left no report.`)] };
  }
  const tally = read(JSON.parse(text));
  if (tally.failures.length > 0) return tally;
  // A runner can fail with no test failed: an error outside of any test, or a setup that threw.
  if (code !== 0) {
    const said = `It ended with code ${code}, though no test that it reported failed.`;
    return { ...tally, failures: [ofRunner(said)] };
  }
  return tally.passed > 0 ? tally : { passed: 0, failures: [ofRunner("It ran no test.")] };
}

/**
 * @param {string} message
 * @returns {Failure}
 */
function ofRunner(message) {
  return { name: "the test runner", message };
}
