import { PluginExit } from "./plugin-exit.ts";
import type { PluginWorker } from "./plugin-worker.ts";

/**
 * Keeps the thread alive and the others running whatever a plugin does outside of a call: what it prints, throws
 * where nobody catches, or its wish to end the process.
 */
export function guardThread(worker: PluginWorker): void {
  worker.takeOver();
  process.exit = (code?: number | string | null): never => {
    const error = new PluginExit(`called process.exit(${code ?? ""})`);
    const { plugin, problem } = worker.describeStray("plugin/exited", error);
    worker.stop(plugin, problem);
    throw error;
  };
  process.on("uncaughtException", (error) => {
    if (error instanceof PluginExit) return;
    const { plugin, problem } = worker.describeStray("plugin/crashed", error);
    worker.stop(plugin, problem);
  });
  process.on("unhandledRejection", (reason) => {
    if (reason instanceof PluginExit) return;
    const { plugin, problem } = worker.describeStray("plugin/crashed", reason);
    worker.noteStray(plugin, problem);
  });
}
