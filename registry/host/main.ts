import path from "node:path";
import { createBirpc } from "birpc";
import type { HostCalls, HostEvents } from "../../schemas/index.ts";
import { RegistryHost } from "./registry-host.ts";

const send = process.send?.bind(process);
if (!send) throw new Error("This file is forked by the editor.");

const host = new RegistryHost({
  workerFile: path.join(__dirname, "worker.js"),
  events: {
    snapshotChanged: (snapshot) => void editor.snapshotChanged.asEvent(snapshot),
    sampled: (samples) => void editor.sampled.asEvent(samples),
    reloadObserved: (reports) => void editor.reloadObserved.asEvent(reports),
    logged: (lines) => void editor.logged.asEvent(lines),
    // A thread that does not end keeps the process from exiting by itself.
    stuck: (culprit) => {
      void editor.stuck.asEvent(culprit).finally(() => process.kill(process.pid, "SIGKILL"));
    },
  },
});
const calls: HostCalls = {
  initialize: (options) => {
    enterFolder(options.workspaceFolder);
    return host.initialize(options);
  },
  snapshot: () => host.snapshot(),
  records: () => host.records(),
  history: (plugin, hook) => host.history(plugin, hook),
  manifestSaved: (text) => host.manifestSaved(text),
  sourceSaved: (file, text) => host.sourceSaved(file, text),
  reload: (plugin) => host.reload(plugin),
  fire: (request) => host.fire(request),
  storedSecretsChanged: (secrets) => host.storedSecretsChanged(secrets),
  shutdown: async () => {
    await host.shutdown();
    // By then the editor may have closed its end.
    setImmediate(() => process.connected && process.disconnect());
  },
};
const editor = createBirpc<HostEvents, HostCalls>(calls, {
  // Deadlines are the caller's.
  timeout: -1,
  // An editor that is gone is seen by "disconnect"; what could not be sent to it is of no use any more.
  post: (message) =>
    process.connected && new Promise<void>((resolve) => send(message, () => resolve())),
  on: (receive) => process.on("message", receive),
});

/** A plugin's relative paths are its project's, wherever the editor was started. */
function enterFolder(folder: string): void {
  try {
    process.chdir(folder);
  } catch {
    // A folder that is gone has no manifest either, which is what the registry then says.
  }
}

process.once("disconnect", () => {
  void host.shutdown().finally(() => process.exit(0));
});
