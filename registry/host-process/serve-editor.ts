import path from "node:path";
import type { Worker } from "node:worker_threads";
import { createBirpc } from "birpc";
import type { EditorCalls, EditorEvents } from "../../schemas/index.ts";
import { outliveRejections, RegistryHost } from "../host/index.ts";
import { EmbeddedApi } from "./embedded-api.ts";

/** By then most of what a host ever runs has run, and nobody waits for it. */
const KEEP_AFTER_MS = 10_000;

/**
 * Runs a registry for the editor that forked this process. `thread` has been started for its plugins; `keep` has the next
 * process find compiled what this one has run by then.
 */
export function serveEditor(thread: Worker, keep: () => void): void {
  const send = process.send?.bind(process);
  if (!send) throw new Error("This process is forked by the editor.");

  // The editor logs what the process writes.
  outliveRejections(({ stack, message }) => process.stderr.write(`${stack ?? message}\n`));
  const host = new RegistryHost({
    workerFile: path.join(__dirname, "worker.js"),
    bareThread: thread,
    events: {
      snapshotChanged(snapshot) {
        void editor.snapshotChanged.asEvent(snapshot);
        api.snapshotChanged(snapshot);
      },
      sampled(samples) {
        void editor.sampled.asEvent(samples);
        api.sampled(samples);
      },
      reloadObserved(reports) {
        void editor.reloadObserved.asEvent(reports);
        api.reloadObserved(reports);
      },
      logged(lines) {
        void editor.logged.asEvent(lines);
        api.logged(lines);
      },
      // A thread that does not end keeps the process from exiting by itself.
      stuck: (culprit) => {
        void editor.stuck.asEvent(culprit).finally(() => process.kill(process.pid, "SIGKILL"));
      },
    },
  });
  const api = new EmbeddedApi({
    registry: host,
    distFolder: __dirname,
    audit: (record) => void editor.audited.asEvent(record),
    onFailure: ({ stack, message }) => process.stderr.write(`operator API: ${stack ?? message}\n`),
  });
  const editor = createBirpc<EditorEvents, EditorCalls>(callsOf(host, api, keep), {
    // Deadlines are the caller's.
    timeout: -1,
    // An editor that is gone is seen by "disconnect"; what could not be sent to it is of no use any more.
    post: (message) =>
      process.connected && new Promise<void>((resolve) => send(message, () => resolve())),
    on: (receive) => process.on("message", receive),
  });
  process.once("disconnect", () => {
    void end(host, api).finally(() => process.exit(0));
  });
}

function callsOf(host: RegistryHost, api: EmbeddedApi, keep: () => void): EditorCalls {
  let hasServed = false;
  return {
    prepare: (options) => {
      enterFolder(options.workspaceFolder);
      return host.prepare(options);
    },
    initialize: async (options) => {
      enterFolder(options.workspaceFolder);
      const snapshot = await host.initialize(options);
      api.initialized(options);
      hasServed = true;
      setTimeout(keep, KEEP_AFTER_MS).unref();
      return snapshot;
    },
    snapshot: () => host.snapshot(),
    records: () => host.records(),
    history: (plugin, hook) => host.history(plugin, hook),
    configSchemas: () => host.configSchemas(),
    manifestSaved: (text) => host.manifestSaved(text),
    sourceSaved: (file, text) => host.sourceSaved(file, text),
    reload: (plugin) => host.reload(plugin),
    fire: (request) => host.fire(request),
    storedSecretsChanged: (secrets) => {
      api.storedSecretsChanged(secrets);
      return host.storedSecretsChanged(secrets);
    },
    openOperatorApi: (request) => api.open(request),
    closeOperatorApi: () => api.close(),
    openDebugger: () => host.openDebugger(),
    closeDebugger: () => host.closeDebugger(),
    checkFactories: () => host.checkFactories(),
    shutdown: async () => {
      await end(host, api);
      // A host that only got ready has not run what the next one will.
      if (hasServed) keep();
      // By then the editor may have closed its end.
      setImmediate(() => process.connected && process.disconnect());
    },
  };
}

/** A plugin's relative paths are its project's, wherever the editor was started. */
function enterFolder(folder: string): void {
  try {
    process.chdir(folder);
  } catch {
    // A folder that is gone has no manifest either, which is what the registry then says.
  }
}

/** Nothing is asked of plugins any more once they are told to end. */
async function end(host: RegistryHost, api: EmbeddedApi): Promise<void> {
  await api.close();
  await host.shutdown();
}
