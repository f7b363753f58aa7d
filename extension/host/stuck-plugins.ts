import type { PluginStatus, Problem } from "../../schemas/index.ts";

/**
 * Plugins that took a process down: the next one starts without them. One that the registry was seen to set aside, and
 * then to run again or to know no more, was given another chance: by a person, or by a change of its source.
 */
export class StuckPlugins {
  readonly #problems = new Map<string, Problem>();
  readonly #setAside = new Set<string>();

  /** Why each of them must not run, by name. */
  get problems(): Readonly<Record<string, Problem>> {
    return Object.fromEntries(this.#problems);
  }

  add(plugin: string, problem: Problem): void {
    this.#problems.set(plugin, problem);
    // What the process that it took down still tells says nothing about the next one.
    this.#setAside.delete(plugin);
  }

  clear(): void {
    this.#problems.clear();
    this.#setAside.clear();
  }

  /** What became of them, as a snapshot tells it. */
  observe(plugins: readonly PluginStatus[]): void {
    const quarantined = new Set(
      plugins.filter(({ state }) => state === "quarantined").map(({ summary }) => summary.name),
    );
    for (const plugin of this.#problems.keys()) {
      if (quarantined.has(plugin)) this.#setAside.add(plugin);
      else if (this.#setAside.delete(plugin)) this.#problems.delete(plugin);
    }
  }
}
