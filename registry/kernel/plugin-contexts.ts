import type { ManifestEntry, Problem } from "../../schemas/index.ts";
import type { PluginContext } from "../sdk/index.ts";
import { SILENT } from "./defaults.ts";
import { Emissions } from "./emissions.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";
import type { FireOptions, RegistryOptions } from "./types.ts";

/** What the contexts of plugins need of the registry. */
interface Surroundings {
  readonly calls: PluginCalls;
  readonly options: Pick<RegistryOptions, "secrets" | "logFor">;
  readonly emit: (
    hook: string,
    payload: Record<string, unknown>,
    options: FireOptions,
  ) => Promise<unknown>;
  readonly quarantine: (plugin: string, problem: Problem) => void;
}

/** Makes what a plugin is constructed with: its config, its log, its secrets, and the way to the others. */
export class PluginContexts {
  readonly #surroundings: Surroundings;
  /** How deep the events of all plugins are nested at the moment. */
  readonly #nesting = { depth: 0 };

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** The frames of whatever was nested are gone. */
  interrupted(): void {
    this.#nesting.depth = 0;
  }

  contextFor(slot: PluginSlot, entry: ManifestEntry, config: unknown): PluginContext {
    const { calls, options, emit } = this.#surroundings;
    const { secrets, logFor } = options;
    const overrides = entry.config?.["secrets"];
    const emissions = new Emissions(this.#nesting, calls.clock, (reason) =>
      this.#stopFlood(slot, reason),
    );
    return {
      name: slot.name,
      config: config as Record<string, unknown>, // What the class's own schema answered.
      log: logFor?.(slot.name) ?? SILENT,
      getSecret: (name) => {
        const resolved = secrets?.resolve({ name, plugin: slot.name, overrides });
        if (!resolved) return undefined;
        calls.redaction.remember(resolved.value);
        return resolved.value;
      },
      emit: (hook, payload) => {
        if (slot.quarantine !== null) throw new Error(`${slot.name} was stopped`);
        return emissions.emit(() => emit(hook, payload, { source: slot.name }));
      },
      isEnabled: () => slot.active,
    };
  }

  #stopFlood(slot: PluginSlot, reason: string): void {
    if (slot.quarantine !== null) return;
    const text = `${slot.name} emitted events without end (${reason}), so it was stopped. Reload it to try again.`;
    const { calls, quarantine } = this.#surroundings;
    quarantine(slot.name, calls.problem("plugin/flooded", text));
  }
}
