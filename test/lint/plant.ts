import { execFile } from "node:child_process";
import { cp, glob, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const project = path.resolve(import.meta.dirname, "../..");

/** A folder with the project's own lint and type settings, and nothing in it but what a test plants. */
export interface PlantedProject {
  plant(file: string, text: string): Promise<void>;
  /** The rules broken in each file, by the file's path. */
  lint(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** What `tsc -b` prints, empty when all is well. */
  check(...projects: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function plantProject(): Promise<PlantedProject> {
  const root = await mkdtemp(path.join(os.tmpdir(), "patchbay-lint-"));
  const settings = [
    ".oxlintrc.json",
    "tsconfig.base.json",
    "{schemas,registry,server,cli}/tsconfig.json",
  ];
  for await (const file of glob([...settings, "{extension,webview}/tsconfig.json"], {
    cwd: project,
  })) {
    await cp(path.join(project, file), path.join(root, file), { recursive: true });
  }
  await symlink(path.join(project, "node_modules"), path.join(root, "node_modules"), "junction");
  return {
    async plant(file, text) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    },
    async lint() {
      const output = await runTool(root, "oxlint", ["--type-aware", "--format=json"]);
      return rulesByFile(output);
    },
    check: (...projects) => runTool(root, "tsc", ["-b", ...projects]),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Its output, whatever it thinks of what it found. */
function runTool(cwd: string, name: string, args: readonly string[]): Promise<string> {
  const command = path.join(project, "node_modules", ".bin", name);
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      // A tool that ran and found something has an exit code; one that could not be run has none.
      if (error && typeof error.code !== "number") reject(error);
      else resolve(`${stdout}${stderr}`);
    });
  });
}

interface Finding {
  /** `eslint(no-restricted-imports)` */
  readonly code: string;
  readonly filename: string;
}

function rulesByFile(output: string): ReadonlyMap<string, readonly string[]> {
  const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly Finding[] };
  const rules = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) {
    rules.set(filename, [...(rules.get(filename) ?? []), code]);
  }
  return rules;
}
