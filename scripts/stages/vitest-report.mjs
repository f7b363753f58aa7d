import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../base/folders.mjs";

/** @typedef {import("vitest/node").TestModule} TestModule */
/** @typedef {import("vitest/node").TestCase} TestCase */
/** @typedef {import("vitest").TestError} TestError */
/** @typedef {import("./tally.mjs").Failure} Failure */

/** Names the file that a run's tally goes to. */
export const REPORT_FILE = "PATCHBAY_VITEST_REPORT";

/**
 * Writes a run's tally. Vitest's own JSON report leaves out what fails outside of a test: a file that cannot be loaded, a
 * hook of a group, an error that nobody caught, a process that ended.
 */
export default class TallyReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly TestError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const file = process.env[REPORT_FILE];
    if (file === undefined) throw new Error(`${REPORT_FILE} must name the file for the report`);
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const tally = {
      passed: tests.filter((test) => test.result().state === "passed").length,
      failures: [
        ...modules.flatMap(failuresOutsideTests),
        ...tests.flatMap(failureOfTest),
        ...unhandled.map(failureOfNoTest),
      ],
    };
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(tally));
  }
}

/**
 * @param {TestModule} module
 * @returns {Failure[]}
 */
function failuresOutsideTests(module) {
  const groups = [...module.children.allSuites()];
  return [
    { name: fileOf(module), errors: module.errors() },
    ...groups.map((group) => ({
      name: `${fileOf(module)} > ${group.fullName}`,
      errors: group.errors(),
    })),
  ]
    .filter(({ errors }) => errors.length > 0)
    .map(({ name, errors }) => ({ name, message: describe(errors) }));
}

/**
 * A test that has no result never ended. A skipped one is none of a failure: why it was is told by its group.
 *
 * @param {TestCase} test
 * @returns {Failure[]}
 */
function failureOfTest(test) {
  const { state, errors } = test.result();
  const name = `${fileOf(test.module)} > ${test.fullName}`;
  if (state === "pending") return [{ name, message: "It did not end." }];
  return state === "failed" ? [{ name, message: describe(errors) }] : [];
}

/**
 * An error that no test was waiting for. Vitest says which one ran last, if there was one.
 *
 * @param {TestError} error
 * @returns {Failure}
 */
function failureOfNoTest(error) {
  const { VITEST_TEST_PATH: file, VITEST_TEST_NAME: test } = error;
  const during = [typeof file === "string" && inProject(file), test].filter(Boolean).join(" > ");
  return {
    name: during ? `uncaught during ${during}` : "uncaught",
    message: error.stack ?? describeOne(error),
  };
}

/** @param {TestModule} module */
function fileOf(module) {
  return inProject(module.moduleId);
}

/** @param {string} file */
function inProject(file) {
  return path.relative(projectFolder, file);
}

/** @param {readonly TestError[]} errors */
function describe(errors) {
  return errors.map(describeOne).join("\n");
}

/**
 * @param {TestError} error
 * @returns {string}
 */
function describeOne({ name, message, stacks, diff, cause }) {
  const [top] = stacks ?? [];
  return [
    name && !message.startsWith(name) ? `${name}: ${message}` : message,
    top && `at ${inProject(top.file)}:${top.line}:${top.column}`,
    diff,
    cause && `Caused by ${describeOne(cause)}`,
  ]
    .filter(Boolean)
    .join("\n");
}
