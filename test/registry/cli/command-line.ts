import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import { commandBundle, copyGrammars } from "../../../scripts/build/node-bundles.mjs";
import { writeFiles } from "../modules/files-fixture.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
export const KEY = "operator-key-of-the-tests";

let dist: Promise<string> | null = null;

/** The command as it ships: `cli.js` with what it needs beside it. Once per test process. */
export function buildCommand(): Promise<string> {
  dist ??= (async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "patchbay-cli-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    await build({ ...commandBundle, absWorkingDir: ROOT, outdir: folder, logLevel: "silent" });
    await copyGrammars(folder);
    return path.join(folder, "cli.js");
  })();
  return dist;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Service {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything that it wrote to stderr so far. */
  readonly log: () => string;
  /** Interrupts it as a terminal does; answers what it ended with. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface Project {
  readonly folder: string;
  /** The command's answer, with nothing of the machine's environment that it would look at. */
  run: (args: readonly string[], more?: RunOptions) => Promise<Ended>;
  /** The same with `--json`, parsed. */
  json: <Value>(args: readonly string[], more?: RunOptions) => Promise<Value>;
  serve: (
    args?: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Service>;
  manifest: () => string;
  /** Where the commands of this user tell each other of services. */
  readonly runtime: string;
  at: (file: string) => string;
  write: (file: string, text: string) => string;
}

interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly folder?: string;
}

/** A folder with these files and the built command; it goes when the test ends. */
export async function openProject(files: Readonly<Record<string, string>>): Promise<Project> {
  const command = await buildCommand();
  const { folder, at, write } = writeFiles(files);
  const runtime = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-run-")));
  onTestFinished(() => rmSync(runtime, { recursive: true, force: true }));

  const start = (args: readonly string[], more: RunOptions): ChildProcess =>
    spawn(process.execPath, [command, ...args], {
      cwd: more.folder ?? folder,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: runtime,
        XDG_RUNTIME_DIR: runtime,
        ...more.environment,
      },
    });
  const run = async (args: readonly string[], more: RunOptions = {}): Promise<Ended> => {
    const child = start(args, more);
    child.stdin?.end(more.input ?? "");
    const code = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
    return { code: await code, stdout, stderr };
  };
  return {
    folder,
    runtime,
    at,
    write,
    run,
    async json<Value>(args: readonly string[], more: RunOptions = {}) {
      const { stdout, stderr } = await run([...args, "--json"], more);
      if (stdout === "") throw new Error(`nothing on stdout: ${stderr}`);
      return JSON.parse(stdout) as Value; // The tests check what they read of it.
    },
    manifest: () => {
      const file = [at("plugins.yaml"), at("config/plugins.yaml")].find((each) => existsSync(each));
      return file ? readFileSync(file, "utf8") : "";
    },
    serve: async (args = [], environment = {}) =>
      follow(start(["serve", ...args], { environment: { ADMIN_API_KEY: KEY, ...environment } })),
  };
}

function textOf(stream: ChildProcess["stdout"]): Promise<string> {
  return stream ? text(stream) : Promise.resolve("");
}

async function follow(child: ChildProcess): Promise<Service> {
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  if (!child.stdout) throw new Error("its stdout is a pipe");
  const [url] = await Promise.race([
    (async () => {
      for await (const line of createInterface(child.stdout ?? process.stdin)) return [line];
      return [""];
    })(),
    ended.then((code): string[] => {
      throw new Error(`serve ended with ${code}: ${log}`);
    }),
  ]);
  return {
    url: url ?? "",
    child,
    log: () => log,
    stop: (signal = "SIGINT") => {
      child.kill(signal);
      return ended;
    },
  };
}
