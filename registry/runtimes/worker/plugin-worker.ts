import path from "node:path";
import type {
  FireReport,
  FireRequest,
  HookDurations,
  HookSample,
  PluginRecord,
  Problem,
  ReloadReport,
  StuckPlugin,
} from "../../../schemas/index.ts";
import { ownTimers } from "../../base/own-timers.ts";
import { PluginRegistry, type ReconcileReport } from "../../kernel/index.ts";
import type { TraceOrigin } from "../../otel/index.ts";
import type { SpanRelayOptions, ThreadTracing } from "../../otel/thread/index.ts";
import { createSecretChain, locateSecretFiles, redact } from "../../secrets/index.ts";
import { PluginDirectories } from "../directory/index.ts";
import { EntryLoader, filesOf, ModuleGraph, type ModuleTransform } from "../loader/index.ts";
import { ActivityFeed } from "./activity-feed.ts";
import { answerRoute } from "./answer-route.ts";
import { MarkerWriter } from "./call-marker.ts";
import { carryReport } from "./carry-report.ts";
import { describeChange } from "./describe-change.ts";
import { Discipline } from "./discipline.ts";
import { FileSlots } from "./file-slots.ts";
import { describePaused } from "./paused-place.ts";
import { PluginExit } from "./plugin-exit.ts";
import { ownersByFile, PluginFinder } from "./plugin-finder.ts";
import { PluginLives, type PluginLife } from "./plugin-lives.ts";
import { PluginOutput } from "./plugin-output.ts";
import { rehearse } from "./rehearse.ts";
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

export interface PluginWorkerOptions {
  readonly start: WorkerStart;
  readonly transform: ModuleTransform;
  /** What `import … from "patchbay"` and a bare `zod` give. */
  readonly supplied: ReadonlyMap<string, unknown>;
  readonly events: WorkerEvents;
  /** Null: fires are not traced. */
  readonly trace: TraceWith | null;
}

/** Begins to trace a thread. */
export type TraceWith = (relay: SpanRelayOptions) => ThreadTracing;

/** All TypeScript and JavaScript plugins of one manifest, in the one thread that runs plugin code. */
export class PluginWorker implements WorkerCalls {
  readonly #modules: Pick<PluginWorkerOptions, "transform" | "supplied">;
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
  readonly #tracing: ThreadTracing | null;
  readonly #deadlineMs: number;
  readonly marker: MarkerWriter;
  readonly output: PluginOutput;
  readonly discipline: Discipline;
  #references = new Map<string, string>();
  #loaded = false;
  #rehearsed = false;

  constructor({ start, transform, supplied, events, trace }: PluginWorkerOptions) {
    this.#modules = { transform, supplied };
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
        this.discipline.stop(plugin, {
          code: "plugin/flooded",
          message,
          at,
          location: null,
          stack: null,
        });
        // Nothing less ends a loop.
        if (this.marker.current === plugin) throw new PluginExit(message);
      },
    });
    this.#timers = new ScopedTimers({
      current: () => this.#currentLife(),
      run: (life, code) => this.discipline.run(life.slot, code),
    });
    this.#tracing =
      trace?.({
        clean: (text) => this.#registry.withoutSecrets(text),
        send: (spans) => events.traced(spans),
      }) ?? null;
    this.#registry = new PluginRegistry({
      loader: this.#loader,
      secrets: chain,
      marker: this.marker,
      lives: this.#lives,
      deadlines: { callMs: start.callDeadlineMs },
      logFor: (plugin) => this.output.logFor(plugin),
      readStack: (stack) => this.#graph.scripts.readStack(stack),
      redact: clean,
      ...(this.#tracing && { observer: this.#tracing.observer }),
    });
    this.discipline = new Discipline({
      registry: this.#registry,
      marker: this.marker,
      finder: this.#finder,
      output: this.output,
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

  async prepare(modules: LoadPlan["modules"]): Promise<void> {
    if (!this.#rehearsed) await rehearse(path.dirname(__filename), this.#modules);
    this.#rehearsed = true;
    for (const file of filesOf(modules)) {
      // Whoever looks after this thread is to see that it is well.
      await new Promise((resolve) => ownTimers.setImmediate(resolve));
      if (!this.#loaded) this.#graph.prepare(file);
    }
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

  async durations(): Promise<HookDurations[]> {
    return this.#registry.durations();
  }

  async fire({ hook, payload, source, trace }: FireRequest): Promise<FireReport> {
    const options = { source, checkPayload: true, apart: true };
    const report = await this.#within(trace, () =>
      this.#registry.fireAndWait(hook, payload, options),
    );
    // Whoever fires from a shell listens no longer than until the answer.
    this.output.flush();
    return carryReport(report);
  }

  route(request: RouteRequest): Promise<RouteAnswer> {
    const { traceparent, tracestate } = Object.fromEntries(request.headers);
    return this.#within(traceparent === undefined ? undefined : { traceparent, tracestate }, () =>
      answerRoute(this.#registry, this.#deadlineMs, request),
    );
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
    this.#feed.changedNow();
  }

  async underWay(): Promise<number> {
    return this.#registry.underWay;
  }

  async shutdown(withinMs: number): Promise<void> {
    await this.#directories.close();
    await this.#registry.close(withinMs);
    this.#tracing?.flush();
    this.output.flush();
  }

  /** Runs code as a part of the trace that a request belongs to. */
  #within<Result>(origin: TraceOrigin | undefined, code: () => Result): Result {
    return this.#tracing === null ? code() : this.#tracing.within(origin, code);
  }

  #currentLife(): PluginLife | null {
    const slot = this.marker.currentSlot ?? this.#slotOf(this.#finder.ofCaller());
    return slot === null ? null : this.#lives.of(slot);
  }

  #slotOf(plugin: string | null): number | null {
    return plugin === null ? null : this.#registry.slotOf(plugin);
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
      durations: this.#registry.durations(),
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
