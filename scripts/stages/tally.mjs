import { readFile } from "node:fs/promises";

/** @typedef {{ readonly passed: number, readonly failed: number }} Tally How many tests a stage ran. */

/**
 * What a test runner reported, or one failure when it died before it could.
 *
 * @param {{ code: number, reportFile: string, read: (report: any) => Tally }} run `code`: the runner's exit code;
 *   `read` picks the numbers from the parsed report, whose shape is the runner's own.
 * @returns {Promise<Tally>}
 */
export async function tallyOf({ code, reportFile, read }) {
  const text = await readFile(reportFile, "utf8").catch(() => null);
  if (text === null) return { passed: 0, failed: 1 };
  const { passed, failed } = read(JSON.parse(text));
  // A runner can fail with no test failed: an error outside of any test, or a setup that threw.
  const hiddenFailure = code !== 0 && failed === 0;
  return { passed, failed: hiddenFailure || passed + failed === 0 ? failed + 1 : failed };
}
