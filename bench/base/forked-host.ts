import { fork } from "node:child_process";
import path from "node:path";
import { createBirpc } from "birpc";
import type { HostCalls, HostEvents, HostOptions, RegistrySnapshot } from "../../schemas/index.ts";

/** The host as it ships, in a process of its own. */
export interface ForkedHost {
  readonly calls: HostCalls;
  readonly pid: number;
  /** Waits for a snapshot that is so. */
  until: (is: (snapshot: RegistrySnapshot) => boolean) => Promise<void>;
  close: () => Promise<void>;
}

function ignored(): void {
  // The measurements ask for what they want to know.
}

/** The bundles as they ship. */
export const DIST = path.resolve(import.meta.dirname, "../../dist");

/** Forks `host.js` of a folder of bundles and has it load `plugins.yaml` of a folder. */
export async function forkHost(
  folder: string,
  callDeadlineMs: number,
  bundles = DIST,
): Promise<ForkedHost> {
  const child = fork(path.join(bundles, "host.js"), [], {
    serialization: "advanced",
    execArgv: [],
  });
  const waiting = new Set<(snapshot: RegistrySnapshot) => void>();
  const events: HostEvents = {
    snapshotChanged: (snapshot) => {
      for (const look of waiting) look(snapshot);
    },
    sampled: ignored,
    reloadObserved: ignored,
    logged: ignored,
    stuck: ignored,
  };
  const calls = createBirpc<HostCalls, HostEvents>(events, {
    post: (message) => child.connected && child.send(message, () => undefined),
    on: (receive) => child.on("message", receive),
  });
  const until: ForkedHost["until"] = (is) =>
    new Promise((resolve) => {
      const look = (snapshot: RegistrySnapshot): void => {
        if (!is(snapshot)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
    });
  const close = async (): Promise<void> => {
    const exited = new Promise((resolve) => child.once("exit", resolve));
    await calls.shutdown();
    if (child.connected) child.disconnect();
    await exited;
  };
  await calls.initialize(optionsFor(folder, callDeadlineMs));
  return { calls, pid: child.pid ?? 0, until, close };
}

/** What loads `plugins.yaml` of a folder. */
export function optionsFor(folder: string, callDeadlineMs: number): HostOptions {
  return {
    manifestFile: path.join(folder, "plugins.yaml"),
    workspaceFolder: folder,
    sourceRoots: [],
    callDeadlineMs,
    storedSecrets: {},
  };
}

/** A quantile of what was measured. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}
