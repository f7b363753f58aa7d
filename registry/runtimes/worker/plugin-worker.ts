import { serialize } from "node:v8";
import type {
  FireReport,
  FireRequest,
  HookSample,
  PluginRecord,
  Problem,
  ReloadReport,
  StuckPlugin,
} from "../../../schemas/index.ts";
import { PluginRegistry, type ReconcileReport } from "../../kernel/index.ts";
import { createSecretChain, locateSecretFiles, redact } from "../../secrets/index.ts";
import { PluginDirectories } from "../directory/index.ts";
import { EntryLoader, messageOf, ModuleGraph, type ModuleTransform } from "../loader/index.ts";
import { ActivityFeed } from "./activity-feed.ts";
import { answerRoute } from "./answer-route.ts";
import { MarkerWriter } from "./call-marker.ts";
import { describeChange } from "./describe-change.ts";
import { FileSlots } from "./file-slots.ts";
import { FloodGuard } from "./flood-guard.ts";
import { describePaused } from "./paused-place.ts";
import { PluginExit } from "./plugin-exit.ts";
import { ownersByFile, PluginFinder } from "./plugin-finder.ts";
import { PluginLives, type PluginLife } from "./plugin-lives.ts";
import { PluginOutput } from "./plugin-output.ts";
import { scopeProcessListeners } from "./scoped-listeners.ts";
import { ScopedTimers } from "./scoped-timers.ts";
import {
  DESCRIBE_PAUSED,
  type LoadPlan,
  type PausedFrame,
  type RouteAnswer,
  type RouteRequest,
  type WorkerCalls,
  type WorkerEvents,
  type WorkerStart,
  type WorkerState,
} from "./protocol.ts";

/** Rejections that nobody handled which a plugin may have within a minute. */
const STRAYS_FORGIVEN = 3;
const STRAYS_WINDOW_MS = 60_000;

export interface PluginWorkerOptions {
  readonly start: WorkerStart;
  readonly transform: ModuleTransform;
  /** What `import … from "patchbay"` and a bare `zod` give. */
  readonly supplied: ReadonlyMap<string, unknown>;
  readonly events: WorkerEvents;
}

/** All TypeScript and JavaScript plugins of one manifest, in the one thread that runs plugin code. */
export class PluginWorker implements WorkerCalls {
  readonly #graph: ModuleGraph;
  readonly #loader: EntryLoader;
  readonly #registry: PluginRegistry;
  readonly #stored: Map<string, string>;
  readonly #directories: PluginDirectories;
  readonly #fileSlots = new FileSlots();
  readonly #feed: ActivityFeed;
  readonly #finder: PluginFinder;
  readonly #lives = new PluginLives();
  readonly #timers: ScopedTimers;
  readonly #deadlineMs: number;
  readonly #strays = new FloodGuard(STRAYS_FORGIVEN, STRAYS_WINDOW_MS);
  readonly marker: MarkerWriter;
  readonly output: PluginOutput;
  #references = new Map<string, string>();
  #loaded = false;

  constructor({ start, transform, supplied, events }: PluginWorkerOptions) {
    this.#graph = new ModuleGraph({ transform, supplied, onGrown: () => this.#feed.changed() });
    this.#deadlineMs = start.callDeadlineMs;
    this.#loader = new EntryLoader(this.#graph);
    this.#stored = new Map(Object.entries(start.storedSecrets));
    const chain = createSecretChain({
      environment: process.env,
      stored: this.#stored,
      ...locateSecretFiles(start.workspaceFolder, process.env),
      trusted: true,
    });
    this.marker = new MarkerWriter(
      start.markerMemory,
      (slot) => this.#registry.pluginInSlot(slot) ?? this.#fileSlots.fileIn(slot),
    );
    this.#finder = new PluginFinder(this.#graph.scripts, () => this.#pluginsByFile());
    const clean = (text: string): string => redact(text, chain.valuesToRedact([]));
    this.output = new PluginOutput({
      writer: () => this.running(),
      redact: (text) => this.#registry.withoutSecrets(text),
      send: (lines) => events.logged(lines),
      onFlood: (plugin, lines) => {
        const message = `${plugin} wrote over ${lines} lines in a few seconds, so it was stopped.`;
        const at = new Date().toISOString();
        this.stop(plugin, { code: "plugin/flooded", message, at, location: null, stack: null });
        // Nothing less ends a loop.
        if (this.marker.current === plugin) throw new PluginExit(message);
      },
    });
    this.#timers = new ScopedTimers({
      current: () => this.#currentLife(),
      run: (life, code) => this.#runInSlot(life.slot, code),
    });
    this.#registry = new PluginRegistry({
      loader: this.#loader,
      secrets: chain,
      marker: this.marker,
      lives: this.#lives,
      deadlines: { callMs: start.callDeadlineMs },
      logFor: (plugin) => this.output.logFor(plugin),
      readStack: (stack) => this.#graph.scripts.readStack(stack),
      redact: clean,
    });
    this.#directories = new PluginDirectories({
      registry: this.#registry,
      graph: this.#graph,
      guard: (file, code) => this.marker.run(this.#fileSlots.slotOf(file), code),
      folders: start.pluginDirectories,
      onChange: (change) => {
        const { level, message } = describeChange(change);
        this.output.write(null, level, message);
        this.#feed.changed();
      },
    });
    this.#feed = new ActivityFeed({
      state: () => this.#state(),
      samplesSince: (moment) => this.#registry.samplesSince(moment),
      events,
    });
    this.marker.onEnter = () => this.#feed.active();
    this.#registry.onDidChange(() => this.#feed.changed());
  }

  /** Whose code runs right now; null when it cannot be told. */
  running(): string | null {
    return this.marker.current ?? this.#finder.ofCaller();
  }

  /** Has the thread's timers know whose they are, its output too, and lets a debugger ask for either. */
  takeOver(): void {
    Object.defineProperty(globalThis, DESCRIBE_PAUSED, {
      value: (frames: string) =>
        describePaused(
          JSON.parse(frames) as PausedFrame[],
          this.#graph.scripts,
          this.#finder,
          __filename,
        ),
    });
    this.#timers.install();
    scopeProcessListeners(() => this.#currentLife());
    this.output.capture();
  }

  /** Stops a plugin that broke the rules, or says that nobody knows which one did. */
  stop(plugin: string | null, problem: Problem): void {
    if (plugin !== null && this.#isRunning(plugin)) {
      this.#registry.quarantine(plugin, problem);
      this.#strays.forget(plugin);
    }
    this.output.write(plugin, "error", [problem.message, problem.stack].filter(Boolean).join("\n"));
  }

  /** A rejection that nobody handled is noted; a plugin that keeps at it is stopped. */
  noteStray(plugin: string | null, problem: Problem): void {
    if (plugin === null || this.#strays.exceeds(plugin)) this.stop(plugin, problem);
    else this.#registry.noteError(plugin, problem.message);
  }

  /** What was thrown where nobody caught it, and whose it is. */
  describeStray(code: string, thrown: unknown): { plugin: string | null; problem: Problem } {
    const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
    const plugin = this.marker.current ?? this.#finder.ofStack(stack);
    return { plugin, problem: this.#registry.problemOf(code, thrown) };
  }

  async reconcile(plan: LoadPlan): Promise<{ report: ReconcileReport; state: WorkerState }> {
    this.#graph.forgetConfiguration();
    this.#loader.use(plan.modules);
    this.#references = new Map(
      plan.items.flatMap((item) =>
        item.kind === "valid" ? [[item.entry.name, item.entry.module]] : [],
      ),
    );
    this.marker.forgetNames();
    const quarantined = new Map(Object.entries(plan.quarantined));
    // Not waited for: the manifest's plugins do not depend on it. It does not reject.
    if (!this.#loaded) void this.#directories.open(quarantined);
    const report = this.#loaded
      ? await this.#registry.reconcile(plan.items)
      : await this.#registry.load(plan.items, quarantined);
    this.#loaded = true;
    this.marker.forgetNames();
    return { report, state: this.#state() };
  }

  async reload(
    plugins: readonly string[],
    texts: Readonly<Record<string, string>>,
  ): Promise<{ reports: ReloadReport[]; state: WorkerState }> {
    this.#graph.forgetConfiguration();
    for (const [file, text] of Object.entries(texts)) this.#graph.setText(file, text);
    const reports: ReloadReport[] = [];
    for (const plugin of plugins) reports.push(await this.#registry.reload(plugin));
    for (const file of Object.keys(texts)) this.#graph.setText(file, null);
    return { reports, state: this.#stateOf(plugins) };
  }

  async state(): Promise<WorkerState> {
    return this.#state();
  }
  async records(): Promise<PluginRecord[]> {
    return this.#registry.records();
  }
  async history(plugin: string, hook: string): Promise<HookSample[]> {
    return this.#registry.history(plugin, hook);
  }

  async fire({ hook, payload, source }: FireRequest): Promise<FireReport> {
    const options = { source, checkPayload: true, apart: true };
    const report = await this.#registry.fireAndWait(hook, payload, options);
    // Whoever fires from a shell listens no longer than until the answer.
    this.output.flush();
    const { payload: left, result } = report;
    const payloadProblem = whyNotCarried(left);
    const problem = result === null ? null : whyNotCarried(result.value);
    return {
      ...report,
      payload: payloadProblem === null ? left : null,
      payloadProblem,
      result: result && problem !== null ? { ...result, value: null, problem } : result,
    };
  }

  route(request: RouteRequest): Promise<RouteAnswer> {
    return answerRoute(this.#registry, this.#deadlineMs, request);
  }

  checkConfig(
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    return this.#registry.checkConfig(plugin, config);
  }

  async secretsChanged(stored: Readonly<Record<string, string>>): Promise<WorkerState> {
    this.#stored.clear();
    for (const [name, value] of Object.entries(stored)) this.#stored.set(name, value);
    return this.#state();
  }

  async interrupted({ plugin, problem }: StuckPlugin): Promise<void> {
    this.marker.reset();
    this.#graph.forgetUnfinished();
    this.#registry.interrupted(plugin, problem);
    this.#directories.stop(plugin, problem);
  }

  async underWay(): Promise<number> {
    return this.#registry.underWay;
  }

  async shutdown(): Promise<void> {
    await this.#directories.close();
    await this.#registry.close();
    this.output.flush();
  }

  #currentLife(): PluginLife | null {
    const slot = this.marker.currentSlot ?? this.#slotOf(this.#finder.ofCaller());
    return slot === null ? null : this.#lives.of(slot);
  }

  #runInSlot(slot: number, code: () => unknown): void {
    this.marker.enter(slot);
    try {
      code();
    } catch (error) {
      if (error instanceof PluginExit) return;
      const { plugin, problem } = this.describeStray("plugin/crashed", error);
      this.stop(plugin, problem);
    } finally {
      this.marker.leave();
    }
  }

  #slotOf(plugin: string | null): number | null {
    return plugin === null ? null : this.#registry.slotOf(plugin);
  }

  #isRunning(plugin: string): boolean {
    return this.#registry.status(plugin)?.state === "active";
  }

  #stateOf(plugins: readonly string[]): WorkerState {
    const references = plugins.flatMap((plugin) => this.#references.get(plugin) ?? []);
    return {
      plugins: plugins.flatMap((plugin) => this.#registry.status(plugin) ?? []),
      graphs: this.#loader.graphs(new Set(references)),
    };
  }

  #state(): WorkerState {
    return {
      plugins: this.#registry.statuses(),
      graphs: this.#loader.graphs(),
      directories: this.#directories.state(),
    };
  }

  #pluginsByFile(): ReadonlyMap<string, readonly string[]> {
    const graphs = this.#loader.graphs();
    const ofManifest = Array.from(this.#references, ([plugin, reference]) => {
      return [plugin, graphs[reference]?.files ?? []] as const;
    });
    // A file of a directory has no name but its path.
    return ownersByFile([...ofManifest, ...this.#directories.dependencies()]);
  }
}

/** Why a value cannot be sent to another thread; null when it can. */
function whyNotCarried(value: unknown): string | null {
  try {
    serialize(value);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
