import type { PluginWorker } from "./plugin-worker.ts";

/** Thrown instead of ending the thread: unwinds the plugin that wanted to end it. */
class PluginExit extends Error {
  override readonly name = "PluginExit";
}

/**
 * Keeps the thread alive and the others running whatever a plugin does outside of a call: what it prints, throws
 * where nobody catches, or its wish to end the process.
 */
export function guardThread(worker: PluginWorker): void {
  worker.output.capture();

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
    worker.stop(plugin, problem);
  });
}
