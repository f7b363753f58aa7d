import { rm } from "node:fs/promises";
import path from "node:path";
import { projectFolder, resultsFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";
import { tallyOfPlaywright } from "./playwright-report.mjs";
import { tallyOf } from "./tally.mjs";

/** @returns {Promise<import("./tally.mjs").Tally>} */
export async function runEndToEnd() {
  const reportFile = path.join(resultsFolder, "e2e.json");
  await rm(reportFile, { force: true });
  const { code } = await runProcess(
    projectNode,
    [
      path.join(projectFolder, "node_modules/@playwright/test/cli.js"),
      "test",
      "--config=test/e2e/playwright.config.ts",
      "--reporter=list,json",
    ],
    {
      cwd: projectFolder,
      output: "inherit",
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    },
  );
  return tallyOf({
    code,
    reportFile,
    read: tallyOfPlaywright,
  });
}
