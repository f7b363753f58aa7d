import path from "node:path";
import { projectFolder } from "../base/folders.mjs";
import { step } from "../base/progress.mjs";
import { chromiumArgs, ensureChromium } from "../browser/chromium.mjs";
import { startCodeServer, writeUserSettings } from "../editor/code-server.mjs";
import { copyExample } from "../editor/example.mjs";
import { ensureCodeServer } from "../editor/install.mjs";
import { testSettings } from "../editor/settings.mjs";
import { followResults } from "../extension-host/results.mjs";
import { buildSuite } from "../extension-host/suite.mjs";

/**
 * Runs test/extension/suite inside a real extension host: code-server's, in a browser that nobody sees.
 *
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runExtensionHost() {
  const codeServer = await ensureCodeServer();
  const executablePath = await ensureChromium();
  const suite = await step("Building the extension and its suite", buildSuite);
  const example = await copyExample();
  const profile = {
    userDataFolder: path.join(example.root, "user-data"),
    extensionsFolder: path.join(example.root, "extensions"),
  };
  const resultsFile = path.join(example.root, "results.jsonl");
  await writeUserSettings(profile, testSettings);
  const env = { PATCHBAY_TEST_RESULTS: resultsFile };
  const server = await startCodeServer({ codeServer, profile, testDriver: true, env });
  const { chromium } = await import("@playwright/test");
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  try {
    const page = await browser.newPage();
    await page.goto(suiteUrl(server.url, example.folder, suite));
    const ending = new AbortController();
    void server.ended.then(() => ending.abort());
    return await followResults(resultsFile, ending.signal);
  } finally {
    await browser.close();
    await server.stop();
    await example.remove();
  }
}

/**
 * The address at which a workbench brings its own extension and runs a suite in it.
 *
 * @param {string} url
 * @param {string} folder
 * @param {string} suiteFile
 */
function suiteUrl(url, folder, suiteFile) {
  const payload = [
    ["extensionDevelopmentPath", `vscode-remote://remote${projectFolder}`],
    ["extensionTestsPath", `vscode-remote://remote${suiteFile}`],
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${url}/?${query}`;
}
