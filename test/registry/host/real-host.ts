import { fork, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createBirpc } from "birpc";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import {
  commandBundle,
  hostBundle,
  workerEntryPoints,
} from "../../../scripts/build/node-bundles.mjs";
import type {
  EditorCalls,
  HostEvents,
  HostOptions,
  LiveSample,
  LogLine,
  PluginStatus,
  RegistrySnapshot,
  ReloadReport,
  StuckPlugin,
} from "../../../schemas/index.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const FIXTURES = path.join(ROOT, "test/fixtures/host");

/** What a host told without being asked. */
export interface Told {
  readonly snapshots: RegistrySnapshot[];
  readonly samples: LiveSample[][];
  readonly observed: ReloadReport[][];
  readonly lines: LogLine[];
  readonly stuck: (StuckPlugin | null)[];
}

export interface RealHost {
  readonly calls: EditorCalls;
  readonly child: ChildProcess;
  readonly folder: string;
  readonly told: Told;
  /** What the process wrote to stdout and stderr. */
  readonly output: () => string;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Waits until what the host told satisfies the condition. */
  until: <Found>(condition: (told: Told) => Found | undefined | false) => Promise<Found>;
  /** Waits for a snapshot in which a plugin is so. */
  untilPlugin: (name: string, is: (status: PluginStatus) => boolean) => Promise<PluginStatus>;
  write: (file: string, text: string) => string;
  path: (file: string) => string;
}

export interface HostSetup {
  /** Plugin name to module reference, or a whole manifest. */
  readonly plugins: Readonly<Record<string, string>> | string;
  /** Files by path below the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<HostOptions>;
}

let bundles: Promise<string> | null = null;

/** Folder of the host as it ships: its bundles, side by side. */
export function buildBundles(): Promise<string> {
  bundles ??= (async () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "patchbay-host-"));
    process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
    const common = { absWorkingDir: ROOT, outdir, logLevel: "silent" } as const;
    await build({ ...hostBundle, ...common });
    await build({ ...commandBundle, ...common, entryPoints: workerEntryPoints });
    return outdir;
  })();
  return bundles;
}

/** A manifest of plugins whose classes are called `Culprit` or `Steady`. */
export function manifestOf(plugins: Readonly<Record<string, string>>): string {
  return Object.entries(plugins)
    .map(([name, module]) => `- name: ${name}\n  module: ${module}\n`)
    .join("");
}

/** Forks a real host in a workspace of its own. `initialize` has not been called. */
export async function forkHost({ plugins, files = {} }: HostSetup): Promise<RealHost> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-workspace-")));
  cpSync(FIXTURES, path.join(folder, "plugins"), { recursive: true });
  const at = (file: string): string => path.join(folder, file);
  const write = (file: string, text: string): string => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    return at(file);
  };
  write("plugins.yaml", typeof plugins === "string" ? plugins : manifestOf(plugins));
  for (const [file, text] of Object.entries(files)) write(file, text);

  const child = fork(path.join(await buildBundles(), "host.js"), [], {
    serialization: "advanced",
    execArgv: [],
    // What V8 compiled goes with the bundles.
    env: { ...process.env, XDG_CACHE_HOME: path.join(await buildBundles(), "cache") },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const host = connect(child);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await host.exited;
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...host, child, folder, write, path: at };
}

/** Forks a real host and has it load its manifest. */
export async function startHost(setup: HostSetup): Promise<RealHost & { first: RegistrySnapshot }> {
  const host = await forkHost(setup);
  const first = await host.calls.initialize(optionsFor(host.folder, setup.options));
  return { ...host, first };
}

export function optionsFor(folder: string, options: Partial<HostOptions> = {}): HostOptions {
  return {
    manifestFile: path.join(folder, "plugins.yaml"),
    workspaceFolder: folder,
    sourceRoots: [],
    // Long enough for an honest plugin on a machine that is busy with other tests.
    callDeadlineMs: 1_000,
    storedSecrets: {},
    ...options,
  };
}

function connect(
  child: ChildProcess,
): Pick<RealHost, "calls" | "told" | "output" | "exited" | "until" | "untilPlugin"> {
  const told: Told = { snapshots: [], samples: [], observed: [], lines: [], stuck: [] };
  const waiting = new Set<() => void>();
  const hear =
    <Item>(list: Item[]) =>
    (...items: Item[]): void => {
      list.push(...items);
      for (const look of waiting) look();
    };
  const events: HostEvents = {
    snapshotChanged: hear(told.snapshots),
    sampled: hear(told.samples),
    reloadObserved: hear(told.observed),
    logged: (lines) => hear(told.lines)(...lines),
    stuck: hear(told.stuck),
  };
  const calls = createBirpc<EditorCalls, HostEvents>(events, {
    timeout: 200_000,
    post: (message) => child.connected && child.send(message, () => undefined),
    on: (receive) => child.on("message", receive),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    // Not "close": Node does not emit it when this end of the channel was the first to disconnect.
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const until = <Found>(condition: (told: Told) => Found | undefined | false): Promise<Found> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = condition(told);
        if (found === undefined || found === false) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const untilPlugin: RealHost["untilPlugin"] = (name, is) =>
    until(({ snapshots }) =>
      snapshots.at(-1)?.plugins.find((status) => status.summary.name === name && is(status)),
    );
  return { calls, told, output: () => output, exited, until, untilPlugin };
}

/** A plugin's status in a snapshot. */
export function statusIn(snapshot: RegistrySnapshot, name: string): PluginStatus {
  const status = snapshot.plugins.find(({ summary }) => summary.name === name);
  if (!status) throw new Error(`No plugin ${name} in the snapshot.`);
  return status;
}
