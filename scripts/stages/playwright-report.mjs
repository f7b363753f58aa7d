/** @typedef {import("@playwright/test/reporter").JSONReport} JSONReport */
/** @typedef {import("@playwright/test/reporter").JSONReportSuite} JSONReportSuite */
/** @typedef {import("@playwright/test/reporter").JSONReportSpec} JSONReportSpec */
/** @typedef {import("./tally.mjs").Failure} Failure */

/**
 * @param {JSONReport} report
 * @returns {import("./tally.mjs").Tally}
 */
export function tallyOfPlaywright({ suites, errors, stats }) {
  return {
    passed: stats.expected,
    failures: [
      ...errors.map(({ message }) => ({ name: "outside of any test", message: message ?? "" })),
      ...suites.flatMap((suite) => failuresOf(suite, [])),
    ],
  };
}

/**
 * @param {JSONReportSuite} suite
 * @param {readonly string[]} outer The titles of the groups around it, the file's first.
 * @returns {Failure[]}
 */
function failuresOf({ title, suites = [], specs }, outer) {
  const titles = [...outer, title];
  return [
    ...specs.flatMap((spec) => failuresOfSpec(spec, titles)),
    ...suites.flatMap((suite) => failuresOf(suite, titles)),
  ];
}

/**
 * A spec is a test of each project. One that passed only when it was tried again has failed: it will fail for somebody else.
 *
 * @param {JSONReportSpec} spec
 * @param {readonly string[]} titles
 * @returns {Failure[]}
 */
function failuresOfSpec({ title, tests }, titles) {
  return tests
    .filter(({ status }) => status === "unexpected" || status === "flaky")
    .map(({ projectName, results }) => ({
      name: [...titles, title, projectName].join(" > "),
      message: results.flatMap(({ errors }) => errors.map(({ message }) => message)).join("\n"),
    }));
}
