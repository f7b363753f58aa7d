import { rm } from "node:fs/promises";
import path from "node:path";
import { projectFolder, resultsFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";
import { tallyOf } from "./tally.mjs";

/** @returns {Promise<import("./tally.mjs").Tally>} */
export async function runUnit() {
  const reportFile = path.join(resultsFolder, "unit.json");
  await rm(reportFile, { force: true });
  const { code } = await runProcess(
    projectNode,
    [
      path.join(projectFolder, "node_modules/vitest/vitest.mjs"),
      "run",
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
