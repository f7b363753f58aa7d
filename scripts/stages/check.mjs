import { projectFolder } from "../base/folders.mjs";
import { runNpm } from "../base/npm.mjs";

/** Scripts of package.json; each counts as one test. */
const checks = ["format:check", "lint", "types", "knip"];

/** @returns {Promise<import("./tally.mjs").Tally>} */
export async function runChecks() {
  const failures = [];
  for (const name of checks) {
    const args = ["run", "--silent", name];
    const { code, output } = await runNpm(args, { cwd: projectFolder });
    process.stdout.write(output);
    console.log(code === 0 ? `✔ ${name}` : `✘ ${name}`);
    if (code !== 0) failures.push({ name: `npm run ${name}`, message: output });
  }
  return { passed: checks.length - failures.length, failures };
}
