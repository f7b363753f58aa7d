import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { Advice } from "../base/advice.mjs";
import { projectFolder } from "../base/folders.mjs";
import { writeUserSettings } from "../editor/code-server.mjs";
import { copyExample } from "../editor/example.mjs";
import { testSettings } from "../editor/settings.mjs";
import { summarize } from "../stages/summary.mjs";
import { followResults } from "./results.mjs";
import { buildSuite } from "./suite.mjs";

/** @returns {Promise<number>} The exit code. */
export async function main() {
  const started = performance.now();
  const suite = await buildSuite();
  const example = await copyExample();
  const profile = {
    userDataFolder: path.join(example.root, "user-data"),
    extensionsFolder: path.join(example.root, "extensions"),
  };
  const resultsFile = path.join(example.root, "results.jsonl");
  await writeUserSettings(profile, testSettings);
  const ending = new AbortController();
  const results = followResults(resultsFile, ending.signal);
  try {
    await runTests({
      // `VSCODE_VERSION=1.101.0` runs the suite in the oldest version that is supported.
      version: process.env["VSCODE_VERSION"] ?? "stable",
      extensionDevelopmentPath: projectFolder,
      extensionTestsPath: suite,
      extensionTestsEnv: { PATCHBAY_TEST_RESULTS: resultsFile },
      launchArgs: [
        example.folder,
        `--user-data-dir=${profile.userDataFolder}`,
        `--extensions-dir=${profile.extensionsFolder}`,
        "--disable-workspace-trust",
      ],
    });
  } catch (error) {
    throw new Advice(
      `VS Code could not be run: ${error instanceof Error ? error.message : String(error)}. It needs a display and, the first time, the network. \`npm test -- extension\` runs the same suite without either.`,
    );
  } finally {
    ending.abort();
    await results;
    await example.remove();
  }
  const tally = await results;
  const seconds = (performance.now() - started) / 1000;
  console.log(summarize([{ name: "desktop", tally, seconds }]));
  return tally.failures.length === 0 ? 0 : 1;
}
