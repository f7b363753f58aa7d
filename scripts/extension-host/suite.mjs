import { glob, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { projectFolder, stateFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";

/**
 * Bundles the extension and the test suite that runs inside the extension host.
 *
 * @returns {Promise<string>} The file to give to VS Code as `extensionTestsPath`.
 */
export async function buildSuite() {
  const bundler = path.join(projectFolder, "esbuild.mjs");
  const { code, output } = await runProcess(projectNode, [bundler], { cwd: projectFolder });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
  const sources = await Array.fromAsync(
    glob(["test/extension/suite/index.ts", "test/extension/suite/*.test.ts"], {
      cwd: projectFolder,
    }),
  );
  const outdir = path.join(stateFolder, "suite");
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: projectFolder,
    entryPoints: sources,
    outdir,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return path.join(outdir, "index.js");
}
