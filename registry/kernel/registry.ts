import type {
  FireReport,
  HookDurations,
  HookSample,
  LiveSample,
  ManifestEntry,
  PluginRecord,
  PluginStatus,
  Problem,
  ReloadReport,
} from "../../schemas/index.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import type { PluginContext } from "../sdk/index.ts";
import { checkConfig } from "./check-config.ts";
import { systemClock } from "./clock.ts";
import { NO_LOADER, SILENT } from "./defaults.ts";
import { refuseDuplicates } from "./duplicates.ts";
import { Emissions } from "./emissions.ts";
import { HookTable } from "./hook-table.ts";
import { PluginCalls } from "./plugin-calls.ts";
import { reconcile } from "./reconcile.ts";
import { durationsOf, recordOf, statusOf } from "./record.ts";
import { Redaction } from "./redaction.ts";
import { rebuild, type Kernel } from "./reload.ts";
import { findRoute, type RouteLookup } from "./routes.ts";
import { SlotTable } from "./slot-table.ts";
import { SpecRegistry } from "./specs/spec-registry.ts";
import type { PluginSlot } from "./slot.ts";
import { showSample } from "./telemetry/index.ts";
import { abandon, disableSlot, enableSlot, inTransition } from "./transitions.ts";
import type {
  FireOptions,
  KernelItem,
  ReconcileReport,
  RegistryOptions,
  ToggleOutcome,
} from "./types.ts";

/** Long enough for a plugin to talk to a service, short enough that somebody who waits has not given up. */
const DEFAULT_DEADLINE_MS = 5_000;

/**
 * Knows every plugin of a manifest, runs them, and fires hooks at them. It knows nothing of files, threads or editors: what it
 * loads comes from a `ModuleLoader`, and the manifest as items.
 *
 * Changes (`load`, `reconcile`, `reload` …) are carried out one after the other, in the order in which they were asked for.
 * No method rejects or throws for what a plugin does; it is in the answer, in the plugin's record and in its problems.
 */
export class PluginRegistry extends SpecRegistry {
  readonly #kernel: Kernel;
  readonly #options: RegistryOptions;
  readonly #table = new SlotTable();
  readonly #queue = new SerialQueue();
  readonly #hooks: HookTable;
  readonly #listeners = new Set<() => void>();
  readonly #nesting = { depth: 0 };

  constructor(options: RegistryOptions = {}) {
    const { clock = systemClock, marker = null, redact, onWarning = () => undefined } = options;
    const readStack = options.readStack ?? ((stack) => ({ stack, location: null }));
    const calls = new PluginCalls(clock, marker, new Redaction(redact), readStack);
    super(calls, options.deadlines?.callMs ?? DEFAULT_DEADLINE_MS, onWarning);
    this.#options = options;
    this.#hooks = new HookTable({
      calls,
      slots: this.#table,
      specs: options.hookSpecs ?? {},
      callDeadlineMs: options.deadlines?.callMs ?? DEFAULT_DEADLINE_MS,
      observer: options.observer ?? null,
      deadlineMs: (plugin, hook) => this.#deadlineMs(plugin, hook),
    });
    this.#kernel = {
      calls,
      specs: this,
      loader: options.loader ?? NO_LOADER,
      deadlineMs: (plugin) => this.#deadlineMs(plugin, null),
      contextFor: (slot, entry, config) => this.#contextFor(slot, entry, config),
      slotChanged: (slot) => {
        this.#hooks.slotChanged(slot);
        this.#tell();
      },
      lives: options.lives ?? null,
    };
  }

  /**
   * Brings the registry up: constructs every valid item in order, disabled ones too, then calls `onEnable` of the enabled ones
   * in order. What fails is in its plugin's record; the others are not affected. Plugins in `quarantined` are not loaded at all.
   */
  load(
    items: readonly KernelItem[],
    quarantined: ReadonlyMap<string, Problem> = new Map(),
  ): Promise<ReconcileReport> {
    return this.#queue.run(() => this.#apply(items, quarantined, false));
  }

  /** Follows a change of the manifest. Plugins whose entries did not change keep their instance and are not called. */
  reconcile(items: readonly KernelItem[]): Promise<ReconcileReport> {
    return this.#queue.run(() => this.#apply(items, new Map(), false));
  }

  /**
   * The global reload: follows the manifest, and calls `onReload` of every plugin that was there before. Plugins whose code
   * changed get a new instance; the others keep theirs.
   */
  refresh(items: readonly KernelItem[]): Promise<ReconcileReport> {
    return this.#queue.run(() => this.#apply(items, new Map(), true));
  }

  /**
   * Loads one plugin's code anew, as a transaction: what fails leaves the old instance answering. Also when the code did not change;
   * ends a quarantine. Of several reloads asked for at once the last is carried out last.
   */
  reload(name: string): Promise<ReloadReport> {
    return this.#queue.run(async () => {
      const slot = this.#table.valid(name);
      return slot === null
        ? { kind: "not-found", plugin: name }
        : rebuild(this.#kernel, slot, true);
    });
  }

  /** Loads the code of every valid plugin anew, in manifest order. */
  reloadAll(): Promise<ReloadReport[]> {
    return this.#queue.run(async () => {
      const reports: ReloadReport[] = [];
      for (const slot of this.#table.all) {
        if (slot.entry !== null) reports.push(await rebuild(this.#kernel, slot, true));
      }
      return reports;
    });
  }

  /** Makes a plugin active until the manifest says otherwise. Ends a quarantine, by loading the plugin anew. */
  enable(name: string): Promise<ToggleOutcome> {
    return this.#queue.run(async () => {
      const slot = this.#table.valid(name);
      if (slot === null) return { kind: "not-found" };
      if (slot.enabled && slot.quarantine === null) return { kind: "unchanged" };
      if (slot.quarantine !== null) {
        slot.enabled = true;
        await rebuild(this.#kernel, slot, true);
      } else await inTransition(this.#kernel, slot, enableSlot(this.#kernel, slot));
      return { kind: "changed" };
    });
  }

  /** Takes a plugin out of service until the manifest says otherwise. Its instance stays for when it is enabled again. */
  disable(name: string): Promise<ToggleOutcome> {
    return this.#queue.run(async () => {
      const slot = this.#table.valid(name);
      if (slot === null) return { kind: "not-found" };
      if (!slot.enabled) return { kind: "unchanged" };
      await inTransition(this.#kernel, slot, disableSlot(this.#kernel, slot));
      return { kind: "changed" };
    });
  }

  /**
   * Stops calling a plugin, at once and without calling it: it hung, exited or flooded. Lasts until it is reloaded or enabled.
   * Answers false when there is no such plugin.
   */
  quarantine(name: string, problem: Problem): boolean {
    const slot = this.#table.valid(name);
    if (slot === null) return false;
    slot.quarantine = problem;
    abandon(this.#kernel, slot);
    slot.noteError(problem.message);
    this.#kernel.slotChanged(slot);
    return true;
  }

  /**
   * A plugin's code was stopped from outside in the middle of a call: its frames are gone, with everything that had called it.
   * Quarantines the plugin, and lets what waited go on without what was stopped. To be called while no plugin code runs, and
   * not while plugins are loaded, reloaded, enabled or disabled: what waits for those would wait for ever.
   */
  interrupted(name: string, problem: Problem): void {
    this.#nesting.depth = 0;
    this.quarantine(name, problem);
    this.#kernel.calls.deadlines.interrupted();
  }

  /** How many calls of plugin code are waited for, each up to its deadline. */
  get underWay(): number {
    return this.#kernel.calls.deadlines.size;
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
  emit(
    hook: string,
    payload: Record<string, unknown>,
    options: FireOptions = {},
  ): Promise<unknown> {
    return this.#hooks.resultOf(hook, payload, options);
  }

  /** The plugin route that a request is for. `path` is without query and host. */
  findRoute(method: string, path: string): RouteLookup {
    const { calls, deadlineMs } = this.#kernel;
    return findRoute(calls, this.#table.all, deadlineMs, method, path);
  }

  /** A text without any value of a secret that is known, or that a plugin was given. */
  withoutSecrets(text: string): string {
    return this.#kernel.calls.redaction.clean(text);
  }

  /** What a plugin's code threw where the registry did not call it, without secrets and with its author's frames only. */
  problemOf(code: string, thrown: unknown): Problem {
    return this.#kernel.calls.problemOf(code, thrown, "");
  }

  /** What a plugin's class would say to another config: empty when nothing. Changes nothing. */
  async checkConfig(
    name: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    const slot = this.#table.valid(name);
    if (slot === null) return [];
    return checkConfig(this.#kernel.calls, slot, config, this.#deadlineMs(name, null));
  }

  /** Every plugin as Agent PM's operator API shows it, in manifest order. */
  records(): PluginRecord[] {
    const offset = this.#wallOffset();
    return this.#table.all.map((slot) => recordOf(slot, this.#secrets, offset));
  }

  /** Every plugin as the editor shows it, in manifest order. */
  statuses(): PluginStatus[] {
    this.#hooks.checkAgreement();
    return this.#table.all.map((slot) => statusOf(slot, this.#secrets));
  }

  /** One plugin as the editor shows it; null when no valid entry has that name. */
  status(name: string): PluginStatus | null {
    this.#hooks.checkAgreement();
    const slot = this.#table.valid(name);
    return slot === null ? null : statusOf(slot, this.#secrets);
  }

  /** The last calls of one plugin's handler, oldest first; empty when there were none. */
  history(name: string, hook: string): HookSample[] {
    const slot = this.#table.all.find((one) => one.name === name);
    const samples = slot?.telemetry.get(hook)?.samples() ?? [];
    return samples.map((sample) => showSample(sample, this.#wallOffset()));
  }

  /** How long every call took that has ended: also those that histories do not hold any more. */
  durations(): HookDurations[] {
    return this.#table.all.flatMap(durationsOf);
  }

  /** Calls that ended after a moment of the monotonic clock and are still kept, oldest first. */
  samplesSince(moment: number): LiveSample[] {
    const offset = this.#wallOffset();
    const found = this.#table.all.flatMap((slot) =>
      Array.from(slot.telemetry).flatMap(([hook, telemetry]) =>
        (telemetry.last()?.endedAt ?? 0) <= moment
          ? []
          : telemetry
              .samples()
              .filter((sample) => sample.endedAt > moment)
              .map((sample) => ({ plugin: slot.name, hook, sample })),
      ),
    );
    return found
      .toSorted((a, b) => a.sample.endedAt - b.sample.endedAt)
      .map((one) => ({ ...one, sample: showSample(one.sample, offset) }));
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
    this.#tell();
  }

  /** Calls the listener whenever a plugin came, went or changed its state; not for telemetry. Answers with how to stop it. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Disables everything, last enabled first, and forgets it. */
  close(): Promise<void> {
    return this.#queue.run(async () => {
      const { removed } = this.#table.place([]);
      for (const slot of removed.toReversed()) {
        await inTransition(this.#kernel, slot, disableSlot(this.#kernel, slot));
      }
      for (const { kind, name } of this.listSpecs()) await this.unregister(kind, name);
      await this.closed();
    });
  }

  get #secrets(): NonNullable<RegistryOptions["secrets"]> | null {
    return this.#options.secrets ?? null;
  }

  async #apply(
    items: readonly KernelItem[],
    quarantined: ReadonlyMap<string, Problem>,
    refresh: boolean,
  ): Promise<ReconcileReport> {
    const { placed, removed } = this.#table.place(refuseDuplicates(this.#kernel.calls, items));
    for (const { slot } of placed) {
      const problem = quarantined.get(slot.name);
      if (problem === undefined) continue;
      slot.quarantine = problem;
      slot.noteError(problem.message);
    }
    this.#hooks.slotsChanged();
    this.#tell();
    return reconcile(this.#kernel, placed, removed, refresh);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #deadlineMs(plugin: string, hook: string | null): number {
    const { callMs = DEFAULT_DEADLINE_MS, plugins, hooks } = this.#options.deadlines ?? {};
    return plugins?.[plugin] ?? (hook === null ? undefined : hooks?.[hook]) ?? callMs;
  }

  /** What has to be added to the monotonic clock to get the time of day. Taken when read: the time of day may be set. */
  #wallOffset(): number {
    const { clock } = this.#kernel.calls;
    return clock.wall() - clock.now();
  }

  #contextFor(slot: PluginSlot, entry: ManifestEntry, config: unknown): PluginContext {
    const { calls } = this.#kernel;
    const { secrets, logFor } = this.#options;
    const overrides = entry.config?.["secrets"];
    const emissions = new Emissions(this.#nesting, calls.clock, (reason) => {
      const text = `${slot.name} emitted events without end (${reason}), so it was stopped. Reload it to try again.`;
      if (slot.quarantine === null)
        this.quarantine(slot.name, calls.problem("plugin/flooded", text));
    });
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
        return emissions.emit(() => this.#hooks.resultOf(hook, payload, { source: slot.name }));
      },
      isEnabled: () => slot.active,
    };
  }
}
