import type { Problem } from "../../../schemas/index.ts";
import type { PluginRegistry } from "../../kernel/index.ts";
import type { MarkerWriter } from "./call-marker.ts";
import { FloodGuard } from "./flood-guard.ts";
import { PluginExit } from "./plugin-exit.ts";
import type { PluginFinder } from "./plugin-finder.ts";
import type { PluginOutput } from "./plugin-output.ts";

/** Rejections that nobody handled which a plugin may have within a minute. */
const STRAYS_FORGIVEN = 3;
const STRAYS_WINDOW_MS = 60_000;

export interface DisciplineOptions {
  readonly registry: PluginRegistry;
  readonly marker: MarkerWriter;
  readonly finder: PluginFinder;
  readonly output: PluginOutput;
}

/** What becomes of plugins that break the rules where the registry does not see it: in timers, listeners and streams. */
export class Discipline {
  readonly #options: DisciplineOptions;
  readonly #strays = new FloodGuard(STRAYS_FORGIVEN, STRAYS_WINDOW_MS);

  constructor(options: DisciplineOptions) {
    this.#options = options;
  }

  /** Stops a plugin that broke the rules, or says that nobody knows which one did. */
  stop(plugin: string | null, problem: Problem): void {
    const { registry, output } = this.#options;
    if (plugin !== null && registry.status(plugin)?.state === "active") {
      registry.quarantine(plugin, problem);
      this.#strays.forget(plugin);
    }
    output.write(plugin, "error", [problem.message, problem.stack].filter(Boolean).join("\n"));
  }

  /** A plugin keeps writing far more than anybody can read. Throws where nothing less would end it. */
  stopFlood(plugin: string, lines: number): void {
    const message = `${plugin} wrote over ${lines} lines in a few seconds, so it was stopped.`;
    const at = new Date().toISOString();
    this.stop(plugin, { code: "plugin/flooded", message, at, location: null, stack: null });
    if (this.#options.marker.current === plugin) throw new PluginExit(message);
  }

  /** A rejection that nobody handled is noted; a plugin that keeps at it is stopped. */
  noteStray(plugin: string | null, problem: Problem): void {
    if (plugin === null || this.#strays.exceeds(plugin)) this.stop(plugin, problem);
    else this.#options.registry.noteError(plugin, problem.message);
  }

  /** What was thrown where nobody caught it, and whose it is. */
  describe(code: string, thrown: unknown): { plugin: string | null; problem: Problem } {
    const { registry, marker, finder } = this.#options;
    const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
    const plugin = marker.current ?? finder.ofStack(stack);
    return { plugin, problem: registry.problemOf(code, thrown) };
  }

  /** Runs code of a plugin that nobody called. Never throws: what it throws ends the plugin's service. */
  run(slot: number, code: () => unknown): void {
    const { marker } = this.#options;
    marker.enter(slot);
    try {
      code();
    } catch (error) {
      if (error instanceof PluginExit) return;
      const { plugin, problem } = this.describe("plugin/crashed", error);
      this.stop(plugin, problem);
    } finally {
      marker.leave();
    }
  }
}
