import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

const run = promisify(execFile);
export const PROJECT = path.resolve(import.meta.dirname, "../../..");

/** Somebody's service, with the package installed as npm would publish it; from the checkout, so that no registry is needed. */
export async function installPackage(): Promise<string> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-service-")));
  cpSync(path.join(PROJECT, "test/fixtures/library"), folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `{ "name": "service", "private": true }`);
  const pack = ["pack", "--pack-destination", folder];
  await run("npm", pack, { cwd: PROJECT });
  const zod = path.join(PROJECT, "node_modules/zod");
  await run("npm", [...pack, "--ignore-scripts"], { cwd: zod });
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const install = ["install", "--offline", "--no-audit", "--no-fund"];
  await run("npm", [...install, ...tarballs.map((name) => `./${name}`)], { cwd: folder });
  return folder;
}

/** How somebody whose Node is `node` runs what is installed in a folder. */
export class Installation {
  readonly #folder: string;
  readonly #node: string;

  constructor(folder: string, node: string) {
    this.#folder = folder;
    this.#node = node;
  }

  /** A program of the service's own. Answers with what it printed. */
  async program(file: string): Promise<string> {
    const { stdout } = await run(this.#node, [file], { cwd: this.#folder });
    return stdout;
  }

  /** The command, as npm linked it, in a folder that has nothing of it. Answers with what it printed. */
  async command(args: readonly string[], cwd: string): Promise<string> {
    const { stdout } = await run(this.#command, [...args], { cwd, env: this.#environment });
    return stdout;
  }

  /** The command, for as long as the test runs. */
  start(args: readonly string[], cwd: string): ChildProcess {
    const child = spawn(this.#command, [...args], { cwd, env: this.#environment });
    onTestFinished(async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    });
    return child;
  }

  get #command(): string {
    return path.join(this.#folder, "node_modules/.bin/patchbay");
  }

  /** The command finds its Node as every other does. */
  get #environment(): NodeJS.ProcessEnv {
    const { PATH = "", PLUGINS_API_URL: _url, PLUGINS_API_KEY: _key, ...others } = process.env;
    return { ...others, PATH: `${path.dirname(this.#node)}${path.delimiter}${PATH}` };
  }
}
