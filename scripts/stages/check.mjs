import { projectFolder } from "../base/folders.mjs";
import { runNpm } from "../base/npm.mjs";

/** Scripts of package.json; each counts as one test. */
const checks = ["format:check", "lint", "types", "knip"];

/** @returns {Promise<import("./tally.mjs").Tally>} */
export async function runChecks() {
  let passed = 0;
  for (const name of checks) {
    const args = ["run", "--silent", name];
    const { code } = await runNpm(args, { cwd: projectFolder, output: "inherit" });
    console.log(code === 0 ? `✔ ${name}` : `✘ ${name}`);
    if (code === 0) passed += 1;
  }
  return { passed, failed: checks.length - passed };
}
