import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { Advice } from "../base/advice.mjs";
import { projectFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";
import { step } from "../base/progress.mjs";

const benchFolder = path.join(projectFolder, "bench");

/**
 * What lets a measurement be a plain TypeScript module that collects garbage when it wants to: Node strips the types.
 * It runs in a process of its own, so that none leaves its heap to the next.
 */
const nodeFlags = ["--expose-gc", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"];

/**
 * Builds what is measured and runs the measurements: every `bench/NAME.ts` exports `run()`, which prints its table.
 *
 * @returns {Promise<number>} The exit code.
 */
export async function main() {
  const names = await chosenMeasurements();
  await step("Building", build);
  let failed = 0;
  for (const name of names) {
    console.log(`\n━━ ${name} ━━`);
    const file = JSON.stringify(path.join(benchFolder, `${name}.ts`));
    const args = ["--input-type=module", `--eval=await (await import(${file})).run()`];
    const { code } = await runProcess(projectNode, [...nodeFlags, ...args], {
      cwd: projectFolder,
      output: "inherit",
    });
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

async function chosenMeasurements() {
  const chosen = process.argv.slice(2);
  const all = (await readdir(benchFolder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.basename(name, ".ts"));
  const unknown = chosen.filter((name) => !existsSync(path.join(benchFolder, `${name}.ts`)));
  if (unknown.length > 0) {
    throw new Advice(`There is no bench/${unknown[0]}.ts. There are: ${all.join(", ")}.`);
  }
  return chosen.length > 0 ? chosen : all;
}

/** Minified, as it is shipped: what is measured is what people get. */
async function build() {
  const bundler = path.join(projectFolder, "esbuild.mjs");
  const { code, output } = await runProcess(projectNode, [bundler, "--production"], {
    cwd: projectFolder,
  });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}
