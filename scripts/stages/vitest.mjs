import { rm } from "node:fs/promises";
import path from "node:path";
import { projectFolder, resultsFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";
import { tallyOf } from "./tally.mjs";
import { REPORT_FILE } from "./vitest-report.mjs";

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
      "--reporter=./scripts/stages/vitest-report.mjs",
    ],
    { cwd: projectFolder, output: "inherit", env: { [REPORT_FILE]: reportFile } },
  );
  return tallyOf({ code, reportFile, read: (tally) => tally });
}
