import { PluginExit } from "./plugin-exit.ts";
import type { PluginWorker } from "./plugin-worker.ts";

/**
 * Keeps the thread alive and the others running whatever a plugin does outside of a call: what it prints, throws
 * where nobody catches, or its wish to end the process.
 */
export function guardThread(worker: PluginWorker): void {
  const { discipline } = worker;
  worker.takeOver();
  process.exit = (code?: number | string | null): never => {
    const error = new PluginExit(`called process.exit(${code ?? ""})`);
    const { plugin, problem } = discipline.describe("plugin/exited", error);
    discipline.stop(plugin, problem);
    throw error;
  };
  process.on("uncaughtException", (error) => {
    if (error instanceof PluginExit) return;
    const { plugin, problem } = discipline.describe("plugin/crashed", error);
    discipline.stop(plugin, problem);
  });
  process.on("unhandledRejection", (reason) => {
    if (reason instanceof PluginExit) return;
    const { plugin, problem } = discipline.describe("plugin/crashed", reason);
    discipline.noteStray(plugin, problem);
  });
}
