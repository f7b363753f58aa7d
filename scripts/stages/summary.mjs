import { stripVTControlCharacters } from "node:util";

/** @typedef {import("./tally.mjs").Tally} Tally */
/** @typedef {import("./tally.mjs").Failure} Failure */
/** @typedef {{ readonly name: string, readonly tally: Tally, readonly seconds: number }} StageResult */

/** Who keeps the end of a long output only, as continuous integration does, still has all of the summary. */
const MESSAGE_LINES = 100;
const NAMED_FAILURES = 40;

/** The message of one failure: its assertion, where it is, and the beginning of what differs. */
const LINES_PER_MESSAGE = 20;
const LINE_LENGTH = 240;

/**
 * The end of what `npm test` prints: the stages, then each test that failed and why, then `N passed, N failed`.
 *
 * @param {readonly StageResult[]} results
 * @returns {string}
 */
export function summarize(results) {
  const passed = results.reduce((sum, { tally }) => sum + tally.passed, 0);
  const failed = results.reduce((sum, { tally }) => sum + tally.failures.length, 0);
  return [
    "",
    ...results.map(describeStage),
    ...describeFailures(results),
    "",
    `${passed} passed, ${failed} failed`,
  ].join("\n");
}

/** @param {StageResult} result */
function describeStage({ name, tally: { passed, failures }, seconds }) {
  const mark = failures.length === 0 ? "✔" : "✘";
  return `${mark} ${name}: ${passed} passed, ${failures.length} failed (${seconds.toFixed(0)} s)`;
}

/** @param {readonly StageResult[]} results */
function describeFailures(results) {
  const failures = results.flatMap(({ name: stage, tally }) =>
    tally.failures.map(({ name, message }) => ({ title: `${stage}: ${name}`, message })),
  );
  const named = Math.min(failures.length, NAMED_FAILURES);
  const linesEach = Math.min(LINES_PER_MESSAGE, Math.floor(MESSAGE_LINES / named));
  const unnamed = failures.length - NAMED_FAILURES;
  return [
    ...failures
      .slice(0, NAMED_FAILURES)
      .flatMap(({ title, message }) => ["", `✘ ${title}`, ...firstLines(message, linesEach)]),
    ...(unnamed > 0 ? ["", `✘ and ${unnamed} more`] : []),
  ];
}

/**
 * @param {string} text
 * @param {number} count
 */
function firstLines(text, count) {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.slice(0, count).map((line) => `    ${line.slice(0, LINE_LENGTH)}`);
}
