import {
  ERRORS_LIMIT,
  type ManifestEntry,
  type PluginState,
  type Problem,
} from "../../schemas/index.ts";
import type { LivePlugin } from "./live-plugin.ts";
import type { PluginFacts } from "./plugin-facts.ts";
import { HookTelemetry } from "./telemetry/index.ts";
import type { KernelItem } from "./types.ts";

/** Why nothing answers although the entry is valid, in the words of the plugin's state. */
const NO_RUNTIME = "plugin/no-runtime";

/**
 * The place of one manifest entry in the registry. It stays while the entry stays in the manifest, so that telemetry, errors
 * and generation outlive the instances that come and go in it.
 */
export class PluginSlot {
  readonly number: number;
  readonly name: string;
  item: KernelItem;
  enabled: boolean;
  #live: LivePlugin | null = null;
  /** What the class of the last instance said about itself: known also while a quarantine keeps the plugin out. */
  facts: PluginFacts | null = null;
  generation = 0;
  sourceFile: string | null = null;
  /** Why there is no instance. */
  loadProblems: readonly Problem[] = [];
  /** What the instance that is there has against itself: it threw on enable, or its reload was rolled back. */
  notices: readonly Problem[] = [];
  /** Newer code was refused: what runs is not what its source says. */
  isOutdated = false;
  /** What it says about hooks that others contradict: who is called before whom, what a hook brings. */
  contradictions: readonly Problem[] = [];
  quarantine: Problem | null = null;
  /** While one instance gives way to another and lifecycle methods have to be waited for. Never rejects. */
  transition: Promise<unknown> | null = null;
  /** What the instance exported when it was disabled, for the next `onReload`. */
  parkedState: unknown = undefined;
  readonly telemetry = new Map<string, HookTelemetry>();
  readonly #errors: string[] = [];

  constructor(number: number, name: string, item: KernelItem) {
    this.number = number;
    this.name = name;
    this.item = item;
    this.enabled = item.kind === "valid" && item.entry.enabled;
  }

  get live(): LivePlugin | null {
    return this.#live;
  }

  set live(live: LivePlugin | null) {
    this.#live = live;
    if (live !== null) this.facts = live.facts;
  }

  get entry(): ManifestEntry | null {
    return this.item.kind === "valid" ? this.item.entry : null;
  }

  /** Instantiated, enabled, past the start of its `onEnable`, and not quarantined. */
  get active(): boolean {
    return this.enabled && this.live?.enabled === true && this.quarantine === null;
  }

  /** The hooks that it is called for: the manifest's where it lists any, else those of its class. */
  get hooks(): readonly string[] {
    const listed = this.entry?.hooks;
    return listed && listed.length > 0 ? listed : (this.facts?.hooks ?? []);
  }

  get state(): PluginState {
    if (this.item.kind === "invalid") return "invalid";
    if (this.quarantine !== null) return "quarantined";
    if (this.live !== null) return this.enabled ? "active" : "disabled";
    return this.loadProblems.some(({ code }) => code === NO_RUNTIME) ? "unloaded" : "failed";
  }

  /** Everything that keeps it from working, or kept its newest code from taking over. */
  get problems(): readonly Problem[] {
    if (this.item.kind === "invalid") return this.item.problems;
    const quarantine = this.quarantine === null ? [] : [this.quarantine];
    return [...quarantine, ...this.loadProblems, ...this.notices, ...this.contradictions];
  }

  /** The last errors, oldest first; the manifest's own for an invalid entry. */
  get errors(): readonly string[] {
    if (this.item.kind === "invalid") return this.item.problems.map(({ message }) => message);
    return this.#errors;
  }

  noteError(message: string): void {
    this.#errors.push(message);
    if (this.#errors.length > ERRORS_LIMIT) this.#errors.shift();
  }

  /** What a call of it failed with. Why it was stopped in the middle of that call is noted already. */
  noteFailure(hook: string, message: string): void {
    if (message !== this.quarantine?.message) this.noteError(`${hook}: ${message}`);
  }

  telemetryOf(hook: string): HookTelemetry {
    let telemetry = this.telemetry.get(hook);
    if (telemetry === undefined) {
      telemetry = new HookTelemetry();
      this.telemetry.set(hook, telemetry);
    }
    return telemetry;
  }
}
