import type {
  ConfigSchemas,
  FireReport,
  HookDurations,
  HookSample,
  LiveSample,
  PluginRecord,
  PluginStatus,
  Problem,
  ReloadReport,
} from "../../schemas/index.ts";
import { Listeners } from "../base/listeners.ts";
import type { DeclaredResult } from "../sdk/index.ts";
import { Changes } from "./changes.ts";
import { checkConfig } from "./check-config.ts";
import { systemClock } from "./clock.ts";
import { Deadlines } from "./deadlines.ts";
import { describeConfigs } from "./describe-config.ts";
import { NO_LOADER } from "./defaults.ts";
import { HookTable } from "./hook-table.ts";
import { Overview } from "./overview.ts";
import { PluginCalls } from "./plugin-calls.ts";
import { PluginContexts } from "./plugin-contexts.ts";
import { Redaction } from "./redaction.ts";
import type { Kernel } from "./reload.ts";
import { findRoute, type RouteLookup } from "./routes.ts";
import { SlotTable } from "./slot-table.ts";
import { SpecRegistry } from "./specs/spec-registry.ts";
import type {
  FireOptions,
  KernelItem,
  LeftOutPlugin,
  ReconcileReport,
  RegistryOptions,
  ToggleOutcome,
} from "./types.ts";

/**
 * Knows every plugin of a manifest, runs them, and fires hooks at them. It knows nothing of files, threads or editors: what it
 * loads comes from a `ModuleLoader`, and the manifest as items.
 *
 * Changes (`load`, `reconcile`, `reload` …) are carried out one after the other, in the order in which they were asked for.
 * No method rejects or throws for what a plugin does; it is in the answer, in the plugin's record and in its problems.
 */
export class PluginRegistry extends SpecRegistry {
  readonly #calls: PluginCalls;
  readonly #deadlines: Deadlines;
  readonly #table = new SlotTable();
  readonly #hooks: HookTable;
  readonly #contexts: PluginContexts;
  readonly #changes: Changes;
  readonly #overview: Overview;
  readonly #listeners = new Listeners();

  constructor(options: RegistryOptions = {}) {
    const { clock = systemClock, marker = null, redact, onWarning = () => undefined } = options;
    const readStack = options.readStack ?? ((stack) => ({ stack, location: null }));
    const calls = new PluginCalls(clock, marker, new Redaction(redact), readStack);
    const deadlines = new Deadlines(options.deadlines);
    super(calls, deadlines.callMs, onWarning);
    this.#calls = calls;
    this.#deadlines = deadlines;
    this.#hooks = new HookTable({
      calls,
      slots: this.#table,
      specs: options.hookSpecs ?? {},
      deadlines,
      observer: options.observer ?? null,
      isSampled: options.telemetry === "sampled" && marker === null,
    });
    this.#contexts = new PluginContexts({
      calls,
      options,
      emit: (hook, payload, how) => this.#hooks.resultOf(hook, payload, how),
      quarantine: (plugin, problem) => this.quarantine(plugin, problem),
    });
    this.#changes = new Changes(this.#kernelOf(options), this.#table, () => {
      this.#hooks.slotsChanged();
      this.#listeners.tell();
    });
    this.#overview = new Overview(this.#table, clock, options.secrets ?? null);
  }

  /**
   * Brings the registry up: constructs every valid item in order, disabled ones too, then calls `onEnable` of the enabled ones
   * in order. What fails is in its plugin's record; the others are not affected. Plugins in `leftOut` are quarantined: not loaded at all.
   */
  load(
    items: readonly KernelItem[],
    leftOut: ReadonlyMap<string, LeftOutPlugin> = new Map(),
  ): Promise<ReconcileReport> {
    return this.#changes.load(items, leftOut);
  }

  /** Follows a change of the manifest. Plugins whose entries did not change keep their instance and are not called. */
  reconcile(items: readonly KernelItem[]): Promise<ReconcileReport> {
    return this.#changes.reconcile(items);
  }

  /**
   * The global reload: follows the manifest, and calls `onReload` of every plugin that was there before. Plugins whose code
   * changed get a new instance; the others keep theirs.
   */
  refresh(items: readonly KernelItem[]): Promise<ReconcileReport> {
    return this.#changes.refresh(items);
  }

  /**
   * Loads one plugin's code anew, as a transaction: what fails leaves the old instance answering. Also when the code did not change;
   * ends a quarantine. Of several reloads asked for at once the last is carried out last.
   */
  reload(name: string): Promise<ReloadReport> {
    return this.#changes.reload(name);
  }

  /** Loads the code of every valid plugin anew, in manifest order. */
  reloadAll(): Promise<ReloadReport[]> {
    return this.#changes.reloadAll();
  }

  /** Makes a plugin active until the manifest says otherwise. Ends a quarantine, by loading the plugin anew. */
  enable(name: string): Promise<ToggleOutcome> {
    return this.#changes.enable(name);
  }

  /** Takes a plugin out of service until the manifest says otherwise. Its instance stays for when it is enabled again. */
  disable(name: string): Promise<ToggleOutcome> {
    return this.#changes.disable(name);
  }

  /**
   * Stops calling a plugin, at once and without calling it: it hung, exited or flooded. Lasts until it is reloaded or enabled.
   * Answers false when there is no such plugin.
   */
  quarantine(name: string, problem: Problem): boolean {
    return this.#changes.quarantine(name, problem);
  }

  /**
   * A plugin's code was stopped from outside in the middle of a call: its frames are gone, with everything that had called it.
   * Quarantines the plugin, and lets what waited go on without what was stopped. To be called while no plugin code runs, and
   * not while plugins are loaded, reloaded, enabled or disabled: what waits for those would wait for ever.
   */
  interrupted(name: string, problem: Problem): void {
    this.#contexts.interrupted();
    this.quarantine(name, problem);
    this.#calls.deadlines.interrupted();
  }

  /** From now on no deadline passes, until `resumeDeadlines`: a debugger may halt whatever runs. */
  suspendDeadlines(): void {
    this.#calls.deadlines.suspend();
  }

  /** Deadlines pass again, for what is under way, too. */
  resumeDeadlines(): void {
    this.#calls.deadlines.resume();
  }

  /** How many calls of plugin code are waited for, each up to its deadline. */
  get underWay(): number {
    return this.#calls.deadlines.size;
  }

  /** Calls every handler of a hook and waits for none. Changes that handlers make to the payload are seen by those after them. */
  fire(hook: string, payload: Record<string, unknown>, options?: FireOptions): void {
    this.#hooks.fire(hook, payload, options);
  }

  /**
   * Calls the handlers of a hook one after the other and waits for each, up to its deadline. Never rejects. Of a first-result hook
   * the report has the result; what is wrong with the fire itself is in its `problems`.
   */
  fireAndWait(
    hook: string,
    payload: Record<string, unknown>,
    options: FireOptions = {},
  ): Promise<FireReport> {
    return this.#hooks.fireAndWait(hook, payload, options);
  }

  /** As `fireAndWait`, without a report, which costs less: gives the result of a first-result hook, of others undefined. */
  emit<Hook extends string>(
    hook: Hook,
    payload: Record<string, unknown>,
    options: FireOptions = {},
  ): Promise<DeclaredResult<Hook>> {
    // What its handlers answer with is declared by whoever declares the hook.
    return this.#hooks.resultOf(hook, payload, options) as Promise<DeclaredResult<Hook>>;
  }

  /** The plugin route that a request is for. `path` is without query and host. */
  findRoute(method: string, path: string): RouteLookup {
    const deadlineOf = (plugin: string): number => this.#deadlines.ofPlugin(plugin);
    return findRoute(this.#calls, this.#table.all, deadlineOf, method, path);
  }

  /** A text without any value of a secret that is known, or that a plugin was given. */
  withoutSecrets(text: string): string {
    return this.#calls.redaction.clean(text);
  }

  /** What a plugin's code threw where the registry did not call it, without secrets and with its author's frames only. */
  problemOf(code: string, thrown: unknown): Problem {
    return this.#calls.problemOf(code, thrown, "");
  }

  /** What a plugin's class would say to another config: empty when nothing. Changes nothing. */
  async checkConfig(
    name: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    const slot = this.#table.valid(name);
    if (slot === null) return [];
    return checkConfig(this.#calls, slot, config, this.#deadlines.ofPlugin(name));
  }

  /** What the classes say about their `config`, as JSON Schema, by the module that entries name. */
  configSchemas(): ConfigSchemas {
    return describeConfigs(this.#calls, this.#table.all);
  }

  /** Every plugin as Agent PM's operator API shows it, in manifest order. */
  records(): PluginRecord[] {
    return this.#overview.records();
  }

  /** Every plugin as the editor shows it, in manifest order. */
  statuses(): PluginStatus[] {
    this.#hooks.checkAgreement();
    return this.#overview.statuses();
  }

  /** One plugin as the editor shows it; null when no valid entry has that name. */
  status(name: string): PluginStatus | null {
    this.#hooks.checkAgreement();
    return this.#overview.status(name);
  }

  /** The last calls of one plugin's handler, oldest first; empty when there were none. */
  history(name: string, hook: string): HookSample[] {
    return this.#overview.history(name, hook);
  }

  /** How long every call took that has ended: also those that histories do not hold any more. */
  durations(): HookDurations[] {
    return this.#overview.durations();
  }

  /** Calls that ended after a moment of the monotonic clock and are still kept, oldest first. */
  samplesSince(moment: number): LiveSample[] {
    return this.#overview.samplesSince(moment);
  }

  /** The plugin in a slot of the `CallMarker`; null when nobody has that slot. */
  pluginInSlot(number: number): string | null {
    return this.#table.atNumber(number)?.name ?? null;
  }

  /** The slot of a plugin, by its name; null when no valid entry has that name. */
  slotOf(name: string): number | null {
    return this.#table.valid(name)?.number ?? null;
  }

  /** Writes down a failure of a plugin that no call of the registry saw. */
  noteError(name: string, message: string): void {
    this.#table.valid(name)?.noteError(message);
    this.#listeners.tell();
  }

  /** Calls the listener whenever a plugin came, went or changed its state; not for telemetry. Answers with how to stop it. */
  onDidChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Disables everything, last enabled first, and forgets it. `withinMs` is how long that may take, if it matters. */
  close(withinMs = Infinity): Promise<void> {
    const { clock } = this.#calls;
    this.#deadlines.endWithin(withinMs, () => clock.now());
    return this.#changes.close(async () => {
      for (const { kind, name } of this.listSpecs()) await this.unregister(kind, name);
      await this.closed();
    });
  }

  #kernelOf({ loader = NO_LOADER, lives }: RegistryOptions): Kernel {
    return {
      calls: this.#calls,
      specs: this,
      loader,
      lives: lives ?? null,
      deadlineMs: (plugin) => this.#deadlines.ofPlugin(plugin),
      contextFor: (slot, entry, config) => this.#contexts.contextFor(slot, entry, config),
      slotChanged: (slot) => {
        this.#hooks.slotChanged(slot);
        this.#listeners.tell();
      },
    };
  }
}
