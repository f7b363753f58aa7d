import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** @typedef {import("../stages/tally.mjs").Tally} Tally */

/**
 * @typedef {{ kind: "passed", title: string } | { kind: "failed", title: string, message: string } | { kind: "ended" }}
 *   SuiteEvent One line of the results file, written by test/extension/suite/index.ts.
 */

/** How often the results file is read: what a person who watches takes for at once. */
const POLL_MS = 200;

/** No single test, nor the start of the editor, takes as long as this, even on a machine that does much else. */
const SILENCE_DEADLINE_MS = 400_000;

/**
 * Prints the results of a suite as they come, until it has ended.
 *
 * @param {string} file
 * @param {AbortSignal} signal Aborted when nobody will write to the file any more.
 * @returns {Promise<Tally>}
 */
export async function followResults(file, signal) {
  let passed = 0;
  /** @type {import("../stages/tally.mjs").Failure[]} */
  const failures = [];
  let seen = 0;
  let lastNews = performance.now();
  for (;;) {
    // Read after this is known, so that the last words of an editor that has ended are heard.
    const isLast = signal.aborted;
    const events = await readEvents(file);
    for (const event of events.slice(seen)) {
      if (event.kind === "ended") return ofEndedSuite({ passed, failures });
      if (event.kind === "passed") passed += 1;
      else failures.push({ name: event.title, message: event.message });
      printEvent(event);
    }
    if (events.length > seen) lastNews = performance.now();
    seen = events.length;
    const isSilent = performance.now() - lastNews > SILENCE_DEADLINE_MS;
    if (isLast || isSilent) {
      const message = `It stopped reporting: ${isLast ? "its editor ended" : "it hangs"}.`;
      console.log(`✘ The suite: ${message}`);
      return { passed, failures: [...failures, { name: "the suite", message }] };
    }
    await delay(POLL_MS);
  }
}

/**
 * @param {Tally} tally
 * @returns {Tally}
 */
function ofEndedSuite(tally) {
  return tally.passed + tally.failures.length > 0
    ? tally
    : { passed: 0, failures: [{ name: "the suite", message: "It ran no test." }] };
}

/**
 * @param {string} file
 * @returns {Promise<SuiteEvent[]>}
 */
async function readEvents(file) {
  const text = await readFile(file, "utf8").catch(() => "");
  // What comes after the last line break is still being written.
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return lines.filter(Boolean).map((line) => JSON.parse(line));
}

/** @param {Exclude<SuiteEvent, { kind: "ended" }>} event */
function printEvent(event) {
  console.log(`${event.kind === "passed" ? "✔" : "✘"} ${event.title}`);
  if (event.kind === "failed") console.log(event.message.replaceAll(/^/gm, "    "));
}
