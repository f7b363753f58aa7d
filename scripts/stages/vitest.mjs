import { rm } from "node:fs/promises";
import path from "node:path";
import { projectFolder, resultsFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";
import { tallyOf } from "./tally.mjs";

/**
 * @param {"unit" | "processes"} project As vitest.config.mts names it.
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runVitest(project) {
  const reportFile = path.join(resultsFolder, `${project}.json`);
  await rm(reportFile, { force: true });
  const { code } = await runProcess(
    projectNode,
    [
      path.join(projectFolder, "node_modules/vitest/vitest.mjs"),
      "run",
      `--project=${project}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportFile}`,
    ],
    { cwd: projectFolder, output: "inherit" },
  );
  return tallyOf({
    code,
    reportFile,
    read: (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }),
  });
}
