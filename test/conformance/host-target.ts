import { renameSync } from "node:fs";
import type { ReloadReport } from "../../schemas/index.ts";
import { startHost } from "../registry/host/real-host.ts";
import type { Target, World } from "./target.ts";

/** Slow machines are not what is tested here. */
const PATIENT_MS = 10_000;

/** The host as the editor runs it: a process of its own, sources on the disk, asked over its protocol. */
export async function startHostTarget({ files, manifest, environment }: World): Promise<Target> {
  const restore = setEnvironment(environment);
  const options = { callDeadlineMs: PATIENT_MS };
  const host = await startHost({ plugins: manifest, files, options }).finally(restore);
  let taken = 0;
  let saved: readonly ReloadReport[] | null = null;

  return {
    saveManifest: async (text) => {
      host.write("plugins.yaml", text);
      await host.calls.manifestSaved(text);
    },
    refresh: null,
    saveFile: async (path, text) => {
      // Whole at once: what a file does that is seen half-written is for the tests of the host.
      renameSync(host.write(`${path}.part`, text), host.path(path));
      saved = await host.calls.sourceSaved(host.path(path), text);
    },
    // Here a save is a reload already: asking for another would be a second one.
    reload: async (plugin) => {
      const reports = saved ?? (await host.calls.reload(plugin));
      saved = null;
      return reports;
    },
    fire: (hook, payload, source) => host.calls.fire({ hook, payload, ...(source && { source }) }),
    records: () => host.calls.records(),
    statuses: async () => (await host.calls.snapshot()).plugins,
    takeLog: async (atLeast) => {
      await host.until(({ lines }) => lines.length >= taken + atLeast);
      const lines = host.told.lines.slice(taken);
      taken = host.told.lines.length;
      return lines.map(({ plugin, message }) => `${plugin}: ${message}`);
    },
    stop: () => host.calls.shutdown(),
  };
}

/** The host inherits the environment of the process that forks it. */
function setEnvironment(environment: Readonly<Record<string, string>>): () => void {
  Object.assign(process.env, environment);
  return () => {
    for (const name of Object.keys(environment)) delete process.env[name];
  };
}
