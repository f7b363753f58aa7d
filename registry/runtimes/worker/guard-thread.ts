import { describePaused } from "./paused-place.ts";
import { PluginExit } from "./plugin-exit.ts";
import { DESCRIBE_PAUSED, type PausedFrame } from "./protocol.ts";
import { scopeProcessListeners } from "./scoped-listeners.ts";
import type { ThreadParts } from "./thread-parts.ts";

/**
 * Keeps the thread alive and the others running whatever a plugin does outside of a call: what it prints, throws
 * where nobody catches, or its wish to end the process.
 */
export function guardThread(parts: ThreadParts): void {
  const { discipline } = parts;
  takeOver(parts);
  const refuseExit = (what: string): never => {
    const error = new PluginExit(`called ${what}`);
    const { plugin, problem } = discipline.describe("plugin/exited", error);
    discipline.stop(plugin, problem);
    throw error;
  };
  const kill = process.kill.bind(process);
  process.exit = (code?: number | string | null): never =>
    refuseExit(`process.exit(${code ?? ""})`);
  process.kill = (pid: number, signal?: string | number): true =>
    endsThisProcess(pid, signal)
      ? refuseExit(`process.kill(${pid}, ${signal ?? "SIGTERM"})`)
      : kill(pid, signal);
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

/** Has the thread's timers know whose they are, its output too, and lets a debugger ask for either. */
function takeOver(parts: ThreadParts): void {
  Object.defineProperty(globalThis, DESCRIBE_PAUSED, {
    value: (frames: string) =>
      describePaused(
        JSON.parse(frames) as PausedFrame[],
        parts.graph.scripts,
        parts.finder,
        __filename,
      ),
  });
  parts.timers.install();
  scopeProcessListeners(() => parts.currentLife());
  parts.output.capture();
}

/** By itself, or with its group. Signal 0 only asks whether a process is there. */
function endsThisProcess(pid: number, signal?: string | number): boolean {
  return signal !== 0 && [process.pid, -process.pid, 0, -1].includes(pid);
}
