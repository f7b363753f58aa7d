import path from "node:path";
import type { FireReport, FireRequest, LogLine, PluginStatus } from "../../../schemas/index.ts";
import type { RegistryHost } from "../../host/index.ts";
import type { ManifestItem } from "../../manifest/index.ts";
import type { ManifestPlace } from "../place/index.ts";

/** As long as in the editor. */
const CALL_DEADLINE_MS = 5_000;

export interface TransientHostOptions {
  readonly place: ManifestPlace;
  readonly distFolder: string;
  /** What plugins write. */
  readonly onLogged: (lines: readonly LogLine[]) => void;
}

/** Loads the plugins of these entries, disabled, and answers with what came of each. They are unloaded again. */
export async function tryLoading(
  options: TransientHostOptions,
  items: readonly ManifestItem[],
): Promise<ReadonlyMap<string, PluginStatus>> {
  if (items.length === 0) return new Map();
  // A name beside the manifest, so that references lead where they lead from it. No such file is written.
  const trialFile = path.join(options.place.roots.manifestFolder, `.patchbay-trial-${process.pid}`);
  return withHost(options, trialFile, async (host) => {
    const entries = items.map(({ entry }) => ({ ...entry, enabled: false }));
    const { plugins } = await host.manifestSaved(JSON.stringify(entries));
    return new Map(plugins.map((status) => [status.summary.name, status]));
  });
}

/** Starts the manifest's plugins, fires at them and stops them. */
export function fireOnce(options: TransientHostOptions, request: FireRequest): Promise<FireReport> {
  return withHost(options, options.place.file, (host) => host.fire(request));
}

async function withHost<Result>(
  { place, distFolder, onLogged }: TransientHostOptions,
  manifestFile: string,
  use: (host: RegistryHost) => Promise<Result>,
): Promise<Result> {
  // Most commands run no plugin: what runs them is loaded for those that do.
  const { RegistryHost } = await import("../../host/index.ts");
  const { workspaceFolder, sourceRoots } = place.roots;
  // A plugin's relative paths are its project's.
  process.chdir(workspaceFolder);
  const host = new RegistryHost({
    workerFile: path.join(distFolder, "worker.js"),
    events: {
      snapshotChanged: () => undefined,
      sampled: () => undefined,
      reloadObserved: () => undefined,
      logged: onLogged,
      // A thread that does not end keeps the process from exiting by itself.
      stuck: (culprit) => {
        const who = culprit ? `${culprit.plugin}: ${culprit.problem.message}` : "a plugin";
        process.stderr.write(`error: ${who} holds its thread and cannot be stopped\n`);
        process.kill(process.pid, "SIGKILL");
      },
    },
  });
  try {
    await host.initialize({
      manifestFile,
      workspaceFolder,
      sourceRoots: [...sourceRoots],
      callDeadlineMs: CALL_DEADLINE_MS,
      storedSecrets: {},
    });
    return await use(host);
  } finally {
    await host.shutdown();
  }
}
